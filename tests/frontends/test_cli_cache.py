"""The command and its cache: what is remembered never shows but in the time that a run takes."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from .conftest import COMMAND, OLD_USER, Run, write

CACHE = ".flake8_uec_cache"
FULL_DISK = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
"""


def files(project: Path) -> list[Path]:
    return sorted(file for file in (project / CACHE).glob("*.sqlite") if file.name != "answers.sqlite")


def test_the_cache_lies_at_the_root_of_the_configuration(run: Run, project: Path) -> None:
    first = run("check", "lib", "user.py", cwd=project)
    assert files(project)
    assert run("check", "lib", "user.py").stdout == first.stdout


def test_no_cache_leaves_nothing_behind(run: Run, project: Path) -> None:
    assert run("check", "--no-cache").returncode == 1
    assert not (project / CACHE).exists()


@pytest.mark.parametrize("by_variable", [False, True])
def test_another_directory_can_be_named(run: Run, project: Path, tmp_path: Path, by_variable: bool) -> None:
    named = str(tmp_path / "named")
    arguments = [] if by_variable else ["--cache-dir", named]
    run("check", *arguments, env={"FLAKE8_UEC_CACHE_DIR": named} if by_variable else {})
    assert [*Path(named).glob("*.sqlite")]
    assert not (project / CACHE).exists()


def test_a_full_disk_costs_the_cache_alone(run: Run, project: Path) -> None:
    write(project, {f"many/user_{number}.py": OLD_USER for number in range(60)})
    expected = run("check", "--no-cache")
    full = run("check", before=FULL_DISK)
    assert (full.stdout, full.stderr, full.returncode) == (expected.stdout, expected.stderr, 1)
    assert run("check").stdout == expected.stdout


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give a file away")
def test_a_cache_of_somebody_else_is_not_read(run: Run, project: Path) -> None:
    run("check")
    (file,) = files(project)
    (project / "user.py").write_text("value = 1\n")
    run("check")
    (project / "user.py").write_text(OLD_USER)
    os.chown(file, 12345, -1)
    before = file.read_bytes()
    assert run("check").returncode == 1
    assert file.read_bytes() == before


def test_processes_at_once_do_not_disturb_one_another(project: Path, environment: dict[str, str], run: Run) -> None:
    write(project, {f"many/user_{number}.py": OLD_USER for number in range(40)})
    command = [*COMMAND, "check", "--output-format", "concise"]
    runs = [
        subprocess.Popen(command, cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(6)
    ]
    said = {one.communicate() for one in runs}
    assert len(said) == 1
    assert run("check", "--output-format", "concise").stdout.encode() == said.pop()[0]


def test_settings_have_findings_of_their_own(run: Run) -> None:
    assert run("check").returncode == 1
    assert run("check", "--ignore", "UEC900").returncode == 0
    assert run("check", "--per-file-ignores", "user.py:UEC900").returncode == 0
    assert run("check").returncode == 1


def test_what_a_baseline_knows_is_looked_up_each_time(run: Run, project: Path) -> None:
    assert run("check").returncode == 1
    run("baseline", "write")
    assert run("check").returncode == 0
    assert run("check", "--no-baseline").returncode == 1
    (project / ".flake8-uec-baseline.jsonl").unlink()
    assert run("check").returncode == 1


def test_what_was_found_without_following_imports_holds_for_no_run_that_follows_them(run: Run, project: Path) -> None:
    """Of many files, one that spells no name of the policy is not parsed, and so asks nothing of what it imports."""
    write(project, {f"many/f{number}.py": "value = 1\n" for number in range(200)})
    write(project, {"lib/re.py": "from lib.old import Old\n", "late.py": "from lib.re import Zed\n\nZed()\n"})
    assert "late.py" not in run("check").stdout
    write(project, {"lib/re.py": "from lib.old import Old as Zed\n"})
    for arguments in (["late.py"], ["lib", "late.py"], ["."]):
        found = run("check", *arguments)
        assert "late.py:1:20" in found.stdout
        assert found.stdout == run("check", "--no-cache", *arguments).stdout


def test_a_cache_is_nobody_elses_business(run: Run, project: Path) -> None:
    run("check")
    assert {file.stat().st_mode & 0o777 for file in files(project)} == {0o600}


def test_a_directory_that_a_checkout_links_elsewhere_gets_no_cache(run: Run, project: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    (project / CACHE).symlink_to(victim)
    assert run("check").returncode == 1
    assert not [*victim.iterdir()]
