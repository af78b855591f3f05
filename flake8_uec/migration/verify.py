"""Runs the command that tells whether a file still works, and compares what it gave before and after."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

from flake8_uec.model.values import dataclass

PATH = "{path}"
PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"
_RUNNERS = ("pytest", "py.test")


class VerifyError(Exception):
    """The command cannot be run at all. The message is for the user."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification gave.

    is_passed: all is well: exit code 0, and of pytest at least one test.
    problem: why it is not, for a reader.
    seconds: how long it took.
    tests: what became of each test, by its name; `None` where only the exit code is known.
    """

    is_passed: bool
    problem: str = ""
    seconds: float = 0.0
    tests: Mapping[str, str] | None = None

    def count(self, outcome: str) -> int | None:
        """Return how many tests had an outcome, `None` where that is not known."""
        return None if self.tests is None else sum(one == outcome for one in self.tests.values())


class Verify:
    """A command that is run for each file. `{path}` stands for the file, relative to where the command runs.

    No shell is started: the command is split as one would, and the path replaced in each argument.
    """

    def __init__(self, command: str, timeout: float) -> None:
        try:
            self._words = shlex.split(command)
        except ValueError as error:
            raise VerifyError(f"the verify command cannot be read: {error}") from error
        if not self._words:
            raise VerifyError("the verify command is empty")
        program = self._words[0]
        if os.sep not in program and shutil.which(program) is None:
            raise VerifyError(f"the verify command `{program}` cannot be found: it is in no directory of PATH")
        self._timeout = timeout
        self._running: set[int] = set()
        self._is_pytest = any(os.path.basename(word) in _RUNNERS for word in self._words)

    def run(self, folder: str, log: str, path: str = "") -> Verified:
        """Run the command in a folder. What it says goes to the file `log`. Raise `VerifyError`."""
        report = f"{log}.xml"
        words = [word.replace(PATH, path) for word in self._words]
        if self._is_pytest:
            words = _with_report(words, report)
        started = time.perf_counter()
        code = self._code(words, folder, log)
        seconds = time.perf_counter() - started
        tests = _tests(report) if self._is_pytest else None
        with suppress(OSError):
            os.unlink(report)
        return replace(_judged(code, tests, self._timeout), seconds=seconds)

    def _code(self, words: list[str], folder: str, log: str) -> int | None:
        """Return the exit code, `None` where the time was up. All that the command started ends with it."""
        with open(log, "wb") as stream:
            try:
                process = subprocess.Popen(
                    words, cwd=folder, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, start_new_session=True
                )
            except OSError as error:
                raise VerifyError(f"the verify command `{words[0]}` cannot be started: {error.strerror}") from error
            self._running.add(process.pid)
            try:
                return process.wait(self._timeout)
            except subprocess.TimeoutExpired:
                return None
            finally:
                _end(process.pid)
                process.wait()
                self._running.discard(process.pid)

    def abort(self) -> None:
        """End what is running now, in whatever thread."""
        for process in [*self._running]:
            _end(process)


def _end(process: int) -> None:
    """End a process and all that it has started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process, signal.SIGKILL)


def _with_report(words: list[str], report: str) -> list[str]:
    at = words.index("--") if "--" in words else len(words)
    return [*words[:at], f"--junitxml={report}", *words[at:]]


def _tests(report: str) -> dict[str, str] | None:
    """Return what became of each test of a JUnit report, `None` where there is none."""
    try:
        cases = ElementTree.parse(report).iter("testcase")
    except (OSError, ElementTree.ParseError):
        return None
    found: dict[str, str] = {}
    for case in cases:
        name = f"{case.get('classname', '')}::{case.get('name', '')}"
        while name in found:
            name += "'"  # the same test twice, in a file that names two alike
        found[name] = _outcome(case)
    return found


def _outcome(case: ElementTree.Element) -> str:
    tags = {child.tag for child in case}
    if tags & {"failure", "error"}:
        return FAILED
    return SKIPPED if "skipped" in tags else PASSED


def _judged(code: int | None, tests: Mapping[str, str] | None, timeout: float) -> Verified:
    if code is None:
        return Verified(False, f"it took more than {timeout:g} s", tests=tests)
    failed = [name for name, outcome in (tests or {}).items() if outcome == FAILED]
    if failed:
        return Verified(False, f"{_first(failed)} fails", tests=tests)
    if tests is not None and not tests:
        return Verified(False, "no test was collected", tests=tests)
    return Verified(code == 0, "" if code == 0 else f"exit code {code}", tests=tests)


def _first(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def worsened(before: Verified, after: Verified) -> str:
    """Return what got worse, `""` where nothing did."""
    if before.tests is None or after.tests is None:
        return f"passed before, and not after: {after.problem}" if before.is_passed and not after.is_passed else ""
    lost = [*_lost(before.tests, after.tests)]
    if lost:
        return lost[0] if len(lost) == 1 else f"{lost[0]}, and {len(lost) - 1} more"
    if len(after.tests) < len(before.tests):
        return f"{len(after.tests)} tests were collected, {len(before.tests)} before"
    return f"passed before, and not after: {after.problem}" if before.is_passed and not after.is_passed else ""


def _lost(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for name, outcome in before.items():
        now = after.get(name, "vanished")
        if outcome == PASSED != now:
            yield f"{name} passed before, and {'is ' if now == SKIPPED else ''}{now} after"


def log_tail(log: str, lines: int = 20) -> str:
    """Return the end of what a command said."""
    try:
        return "\n".join(Path(log).read_text("utf-8", "replace").splitlines()[-lines:])
    except OSError:
        return ""
