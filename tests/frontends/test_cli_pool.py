"""Many files: processes, their ends, and findings that do not depend on how files are spread."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flake8_uec.project.linting import WHOLE_TREE
from flake8_uec.project.pool import FEWEST
from tests.frontends.conftest import OLD_USER, Run, write

CONCISE = ("check", "--quiet", "--output-format", "concise")

RENAMING = {
    "shim.py": "from lib.old import Old as New\n",
    "again.py": "from shim import New\n",
    "direct.py": "from again import New\n\nNew()\n",
    "renamed.py": "from again import New as Newer\n\nvalue: Newer\n",
    "dotted.py": "import shim\n\nshim.New()\n",
    "assigned.py": "import lib.old\n\nLegacy = lib.old.Old\n",
    "of_assigned.py": "from assigned import Legacy\n\nLegacy()\n",
    "legal.py": "from lib.new import Fresh as New\n\nNew()\n",
}
"""One deprecated name under many; the last file only looks like the others."""


def _fill(project: Path, files: int) -> None:
    write(project, {f"many/user_{number:03}.py": OLD_USER for number in range(files)})


@pytest.mark.parametrize("jobs", ["2", "5"])
def test_output_is_the_same_for_any_number_of_processes(run: Run, project: Path, jobs: str) -> None:
    _fill(project, FEWEST)
    write(project, RENAMING)
    one, many = run(*CONCISE, "--jobs", "1"), run(*CONCISE, "--jobs", jobs)
    assert one.stdout.count("many/") == 2 * FEWEST
    assert (many.returncode, many.stdout) == (one.returncode, one.stdout)


def test_output_is_the_same_for_any_order_of_paths(run: Run, project: Path) -> None:
    write(project, RENAMING)
    paths = sorted([*RENAMING, "user.py", "lib"])
    assert run(*CONCISE, *paths).stdout == run(*CONCISE, *reversed(paths), "./user.py").stdout


def test_a_run_over_the_whole_tree_finds_what_each_file_alone_does(run: Run, project: Path) -> None:
    write(project, {f"many/empty_{number:03}.py": "" for number in range(WHOLE_TREE)})
    write(project, RENAMING)
    whole = run(*CONCISE).stdout
    alone = [run(*CONCISE, path).stdout for path in sorted([*RENAMING, "user.py"])]
    assert whole == "".join(alone)
    assert {line.partition(":")[0] for line in whole.splitlines()} == {*RENAMING, "user.py"} - {"legal.py"}


SLOW = """
import time
from flake8_uec.project import worker
lint = worker.Worker.lint
worker.Worker.lint = lambda self, *rest: time.sleep(60) or lint(self, *rest)
"""

Start = Callable[[], "subprocess.Popen[str]"]


@pytest.fixture
def start(project: Path, environment: dict[str, str]) -> Iterator[Start]:
    """Start a run whose processes take a minute, in a process group of its own."""
    _fill(project, FEWEST)
    # What a shell runs in its background is deaf to interrupts, and so is all that this starts.
    hear = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{hear}\n{SLOW}\nimport sys; from flake8_uec.frontends.cli.main import main; sys.exit(main())"
    running: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", code, *CONCISE, "--jobs", "2"],
            cwd=project,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def _workers(process: subprocess.Popen[str]) -> list[int]:
    """Wait until the pool is at work, and return its processes."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        found = [int(number) for number in children.read_text().split()]
        if len(found) == 2:
            time.sleep(0.2)
            return found
        time.sleep(0.02)
    raise AssertionError("no pool was started")


def _all_end(workers: list[int]) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if not any(_is_alive(worker) for worker in workers):
            return True
        time.sleep(0.02)
    return False


def _is_alive(worker: int) -> bool:
    try:
        return Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")


@linux
@pytest.mark.parametrize("whole_group", [True, False])
def test_an_interrupt_ends_all_quietly_with_130(start: Start, whole_group: bool) -> None:
    process = start()
    workers = _workers(process)
    os.killpg(process.pid, signal.SIGINT) if whole_group else process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=5) == ("", "")
    assert process.returncode == 130
    assert _all_end(workers)


@linux
def test_a_worker_that_is_killed_is_told_once_with_2(start: Start) -> None:
    process = start()
    workers = _workers(process)
    os.kill(workers[0], signal.SIGKILL)
    out, err = process.communicate(timeout=5)
    assert (process.returncode, out) == (2, "")
    assert err.startswith("error: a worker process died while ")
    assert err.count("\n") == 1
    assert _all_end(workers)


@linux
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_the_command(start: Start, number: signal.Signals) -> None:
    process = start()
    workers = _workers(process)
    process.send_signal(number)
    assert process.wait(5) == -number
    assert _all_end(workers)
