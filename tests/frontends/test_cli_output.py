"""Where the output goes: files that are replaced, devices, pipes that break, streams that are closed."""

from __future__ import annotations

import os
import resource
import signal
import stat
import subprocess
import threading
from pathlib import Path

import pytest

from tests.frontends.conftest import COMMAND, Run

FULL = Path("/dev/full")

CONCISE = ("check", "--quiet", "--output-format", "concise")

needs_full = pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full")


def test_the_output_file_takes_all_but_warnings(run: Run, project: Path) -> None:
    done = run("check", "--output-file", "out.txt")
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        (project / "out.txt")
        .read_text()
        .endswith("Found 2 errors.\n2 unsafe fixes available with `--fix --unsafe-fixes`.\n")
    )


def test_folders_of_the_output_file_are_made(run: Run, project: Path) -> None:
    run(*CONCISE, "-o", "a/b/out.txt")
    assert (project / "a/b/out.txt").read_text().count("UEC900") == 2


def test_an_output_file_keeps_its_mode(run: Run, project: Path) -> None:
    out = project / "out.txt"
    out.write_text("old")
    out.chmod(0o600)
    run(*CONCISE, "-o", "out.txt")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_a_new_output_file_obeys_the_umask(run: Run, project: Path) -> None:
    run(*CONCISE, "-o", "out.txt", preexec_fn=lambda: os.umask(0o027))
    assert stat.S_IMODE((project / "out.txt").stat().st_mode) == 0o640


def test_a_link_stays_and_what_it_leads_to_is_written(run: Run, project: Path) -> None:
    (project / "link.txt").symlink_to("target.txt")
    run(*CONCISE, "-o", "link.txt")
    assert (project / "link.txt").is_symlink()
    assert (project / "target.txt").read_text().count("UEC900") == 2


def test_a_pipe_is_written_and_stays(run: Run, project: Path) -> None:
    pipe = project / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()), daemon=True)
    reader.start()
    assert run(*CONCISE, "-o", "pipe").returncode == 1
    reader.join(5)
    assert read[0].count("UEC900") == 2
    assert pipe.is_fifo()


def test_standard_output_by_name_keeps_what_was_written_before(run: Run, project: Path) -> None:
    out = project / "out.txt"
    with out.open("w") as stream:
        stream.write("before\n")
        stream.flush()
        run(*CONCISE, "-o", "/proc/self/fd/1", stdout=stream)
    assert out.read_text().startswith("before\nuser.py:1:21: ")


@pytest.mark.parametrize("path", [".", "user.py/out.txt"])
def test_an_output_file_that_cannot_be_written_is_2(run: Run, path: str) -> None:
    done = run(*CONCISE, "--exit-zero", "-o", path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"error: cannot write `{path}`: ")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_cannot_be_written(run: Run, project: Path) -> None:
    (project / "lib/there.txt").touch()
    (project / "lib").chmod(0o555)
    assert run(*CONCISE, "-o", "lib/there.txt").returncode == 1
    assert (project / "lib/there.txt").read_text().count("UEC900") == 2
    assert "cannot write `lib/out.txt`: Permission denied" in run(*CONCISE, "-o", "lib/out.txt").stderr


def test_a_disk_that_runs_full_leaves_the_old_file(run: Run, project: Path) -> None:
    (project / "out.txt").write_text("old")
    done = run(*CONCISE, "-o", "out.txt", preexec_fn=_allow_ten_bytes)
    assert done.returncode == 2
    assert done.stderr == "error: cannot write `out.txt`: File too large\n"
    assert (project / "out.txt").read_text() == "old"
    assert not list(project.glob(".flake8-uec-*"))


def _allow_ten_bytes() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))


@needs_full
@pytest.mark.parametrize(
    "arguments", [CONCISE, ("check", "--show-settings"), ("rule", "--all"), ("config",), ("--help",)]
)
def test_a_full_standard_output_is_2(run: Run, arguments: tuple[str, ...]) -> None:
    with FULL.open("w") as stream:
        done = run(*arguments, stdout=stream)
    assert done.returncode == 2
    assert "No space left on device" in done.stderr


@pytest.mark.parametrize("arguments", [CONCISE, ("rule", "--all"), ("config",), ("--help",)])
def test_a_pipe_that_breaks_is_1_and_quiet(run: Run, arguments: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)
    done = run(*arguments, stdout=write)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize(("number", "code"), [(0, 0), (1, 1), (2, 1)])
def test_a_closed_stream_is_as_the_null_device(
    project: Path, environment: dict[str, str], number: int, code: int
) -> None:
    command = ["sh", "-c", f'exec "$@" {number}>&-', "sh", *COMMAND, *CONCISE, *(["-"] if number == 0 else [])]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (code, "")
