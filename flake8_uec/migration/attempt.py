"""The loop for one file: verify, fix, parse, lint again, verify again. The file is left as it was."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import field, replace
from pathlib import Path

from flake8_uec.migration.changing import put_back
from flake8_uec.migration.choices import Choices
from flake8_uec.migration.linting import BROKEN, Linting, came, counts, fewer, parses
from flake8_uec.migration.plan import digest
from flake8_uec.migration.repository import LINK, Repository, read_bytes
from flake8_uec.migration.verify import FAILED, PASSED, SKIPPED, Verified, Verify, worsened
from flake8_uec.model.diagnostic import Applicability, Diagnostic
from flake8_uec.model.plan import PlannedFile, total
from flake8_uec.model.values import dataclass
from flake8_uec.project.disk import ChangedError

LAND = "land"
"""The file is to be committed, or left changed."""
RESTORED, MANUAL, OPEN, REFUSED = "restored", "manual", "open", "refused"
"""It was put back; only a person can go on; another run may; it could not be tried."""

Trial = Callable[[str, bytes, bytes], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a file.

    status: one of the above; `reason` says why it is not `LAND`.
    before, after: its bytes.
    fixed, left: findings by code.
    unsafe: a line for each unsafe fix.
    tests: by `before` and `after`, the numbers of tests by outcome, and `seconds`.
    log: the file with what the verification said, of a failure.
    """

    status: str
    reason: str = ""
    before: bytes = b""
    after: bytes = b""
    fixed: Mapping[str, int] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)
    unsafe: tuple[str, ...] = ()
    tests: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    log: str = ""
    seconds: float = 0.0


class _Stop(Exception):
    """The loop ends here."""

    def __init__(self, status: str, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, slots=True)
class Bench:
    """A work tree in which files are tried; `trial` lets one of them hold other bytes for a while."""

    repository: Repository
    linting: Linting
    trial: Trial


@dataclass(frozen=True, slots=True)
class Checks:
    """How a file is verified, and by what it is judged. What a verification says goes to the folder `logs`."""

    choices: Choices
    verify: Verify | None
    logs: str


class Attempt:
    """Tries one file on a bench.

    edited: what a person has made of the file, to be tried in place of its fixes.
    """

    def __init__(self, file: PlannedFile, bench: Bench, checks: Checks, edited: bytes | None = None) -> None:
        self._file = file
        self._bench = bench
        self._checks = checks
        self._edited = edited
        self._log = os.path.join(checks.logs, log_name(file.path))
        self._path = os.path.join(bench.repository.root, file.path)
        self._tried = Tried(LAND)

    def run(self) -> Tried:
        """Return what came of the file. Raise `VerifyError` or `GitError` where no file could be tried."""
        started = time.perf_counter()
        try:
            self._loop()
        except _Stop as stop:
            self._tried = replace(self._tried, status=stop.status, reason=str(stop))
        except ChangedError:
            self._tried = replace(self._tried, status=REFUSED, reason="it was changed while it was verified")
        except OSError as error:
            self._tried = replace(self._tried, status=REFUSED, reason=str(error))
        return replace(self._tried, seconds=round(time.perf_counter() - started, 3))

    def _loop(self) -> None:
        before = self._committed()
        self._note(before=before, after=before)
        found = self._bench.linting.lint(before, self._path)
        after = self._fixed(before, found) if self._edited is None else self._edited
        first = self._verified("before")
        with self._bench.trial(self._path, before, after):
            self._look_again(after, found)
            second = self._verified("after")
            self._judge(first, second)
        self._note(after=after)

    def _note(self, **values: object) -> None:
        self._tried = replace(self._tried, **values)  # type: ignore[arg-type]

    def _committed(self) -> bytes:
        """Return the bytes of the file, which must be those of the plan and as committed."""
        repository, path = self._bench.repository, self._file.path
        tracked, data = repository.tracked(path), read_bytes(repository, path)
        if data is None:
            raise _Stop(REFUSED, "it is gone")
        if tracked is None or tracked.mode == LINK:
            raise _Stop(REFUSED, "it is not a file that git tracks" if tracked is None else "it is a symbolic link")
        if digest(data) != self._file.digest:
            raise _Stop(REFUSED, "it has changed since the plan")
        if not repository.is_clean([path]):
            raise _Stop(REFUSED, "it has changes that are not committed")
        if tracked.is_overlooked:
            raise _Stop(REFUSED, "git was told to overlook what is changed in it (`git ls-files -v` tells)")
        return data

    def _fixed(self, before: bytes, found: tuple[Diagnostic, ...]) -> bytes:
        outcome = self._bench.linting.fix(before, self._path)
        self._note(left=counts(found))
        if outcome is not None and outcome.unsettled:
            raise _Stop(MANUAL, f"the fixes of {', '.join(outcome.unsettled)} undo each other")
        if outcome is None:
            share = total([self._file.findings])
            has_fix = share.safe + share.unsafe > 0
            raise _Stop(OPEN, "no fix that this run may make") if has_fix else _Stop(MANUAL, "no fix to make")
        self._note(unsafe=tuple(map(_unsafe_line, filter(_is_unsafe, outcome.applied))))
        return outcome.after

    def _look_again(self, after: bytes, before: tuple[Diagnostic, ...]) -> None:
        if not parses(after, self._path):
            raise _Stop(RESTORED, "it does not parse afterwards")
        found = self._bench.linting.lint(after, self._path)
        broken = next((one for one in found if one.code in BROKEN), None)
        if broken is not None and broken.code not in counts(before):
            raise _Stop(RESTORED, f"it gives {broken.code} afterwards: {broken.message}")
        if len(found) >= len(before):
            raise _Stop(RESTORED, "it has no fewer findings afterwards")
        new = came(before, found) if self._edited is not None else []
        if new:
            raise _Stop(RESTORED, f"it has a new finding: {new[0].code} on line {new[0].range.start.line}")
        self._note(left=counts(found), fixed=fewer(counts(before), counts(found)))

    def _verified(self, when: str) -> Verified | None:
        if self._checks.verify is None:
            return None
        log, status = f"{self._log}.{when}.log", os.stat(self._path)
        data = Path(self._path).read_bytes()
        done = self._checks.verify.run(self._bench.repository.root, log, self._file.path)
        if not os.path.lexists(self._path):
            put_back(self._path, data, status)
            raise _Stop(REFUSED, "the verify command has deleted it: it was put back")
        self._note(tests={**self._tried.tests, when: _numbers(done)})
        if done.is_passed:
            os.unlink(log)
        else:
            self._note(log=log)
        return done

    def _judge(self, before: Verified | None, after: Verified | None) -> None:
        if before is None or after is None:
            return
        worse = worsened(before, after)
        if worse:
            raise _Stop(RESTORED, worse)
        if not after.is_passed and not self._checks.choices.accept_still_failing:
            raise _Stop(MANUAL, f"fails before and after: {after.problem}")
        most = self._checks.choices.max_slowdown * before.seconds
        if most and after.seconds > most:
            again = self._verified("after")
            if again is not None and min(again.seconds, after.seconds) > most:
                raise _Stop(RESTORED, f"took {after.seconds:.1f} s, {before.seconds:.1f} s before")


def log_name(path: str) -> str:
    """Return a file name of its own for what is said of a path or a batch, however long that is."""
    readable = re.sub(r"[^\w.]", "_", path, flags=re.ASCII)
    return f"{digest(os.fsencode(path))[:12]}-{readable[-80:]}"


def _is_unsafe(one: Diagnostic) -> bool:
    return one.fix is not None and one.fix.applicability is Applicability.UNSAFE


def _unsafe_line(one: Diagnostic) -> str:
    assert one.fix is not None
    return f"Unsafe: {one.code}, line {one.range.start.line}: {one.fix.title}"


def _numbers(done: Verified) -> dict[str, object]:
    numbers = {outcome: done.count(outcome) for outcome in (PASSED, FAILED, SKIPPED)}
    known = {outcome: number for outcome, number in numbers.items() if number is not None}
    return {"ok": done.is_passed, "seconds": round(done.seconds, 3), **known}
