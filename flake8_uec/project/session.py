"""One run over files: what every face shares."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from flake8_uec.engine.fixable import may_apply, settled
from flake8_uec.model.diagnostic import Diagnostic, Fix
from flake8_uec.model.settings import Settings
from flake8_uec.model.values import dataclass
from flake8_uec.project.caches import Caches
from flake8_uec.project.config import Resolver
from flake8_uec.project.disk import Disk, write
from flake8_uec.project.files import Discovery, Problem, discover, is_left_out, reason
from flake8_uec.project.linting import Linting
from flake8_uec.project.policy_check import unresolved
from flake8_uec.project.pool import Pool, available_jobs
from flake8_uec.project.ratchet import Ratchet, claimed_twice, ratchet
from flake8_uec.project.worker import Outcome, Result, Worker

if TYPE_CHECKING:
    from flake8_uec.engine.annotate import Annotate
    from flake8_uec.project.since import Since

Progress = Callable[[int, int], None]
"""Called with the number of files done and the number of all."""

MOST_ROUNDS = 10
"""How often all files are linted again because a fix changed one of them."""


@dataclass(frozen=True, slots=True)
class Change:
    """The bytes of a file before and after, and the path that it was found under."""

    path: str
    before: bytes
    after: bytes


@dataclass(slots=True)
class Report:
    """What came of a run.

    files: how many were linted.
    hidden: files that could not be read or parsed as a whole, where that is not selected.
    policy: what is wrong with the policy, for the user; `strict` where it is to fail the run.
    renames: the new names of policy names that the run went by; `None` where it followed each import.
    held: the policy names that the files take from one another; `None` where not the whole project was read.
    undecided: what a rule could not decide, as findings that say why.
    ratchet: what became of the known findings; those that are known are not among `diagnostics`.
    excused: the findings that a comment hides.
    """

    diagnostics: list[Diagnostic] = field(default_factory=list)
    files: int = 0
    hidden: list[str] = field(default_factory=list)
    policy: list[str] = field(default_factory=list)
    strict: bool = False
    renames: frozenset[str] | None = None
    held: frozenset[str] | None = None
    undecided: list[Diagnostic] = field(default_factory=list)
    ratchet: Ratchet = field(default_factory=Ratchet)
    excused: list[Diagnostic] = field(default_factory=list)


@dataclass(slots=True)
class FixReport:
    """What fixing gave; nothing is written yet.

    report: what is left.
    fixed: the findings that were fixed, or got a comment, in the order in which that was done.
    changes: what is to be written, by real path.
    unsettled: the files whose fixes undo each other, and which were left as they are: the codes of the fixes.
    """

    report: Report = field(default_factory=Report)
    fixed: list[Diagnostic] = field(default_factory=list)
    changes: dict[str, Change] = field(default_factory=dict)
    unsettled: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def pending(self) -> dict[str, bytes]:
        """The bytes to be written, by real path."""
        return {real: change.after for real, change in self.changes.items()}

    def write(self) -> list[Problem]:
        """Write the files, each as a whole, in the order of their paths; return those that could not be, and why."""
        problems = []
        for real, change in sorted(self.changes.items()):
            try:
                write(real, change.before, change.after)
            except OSError as error:
                problems.append(Problem(change.path, reason(error)))
        return problems

    def take(self, outcomes: Iterable[Outcome]) -> None:
        """Add what came of some files; one that was found under two names is fixed under the first."""
        done: set[str] = set()
        for outcome in outcomes:
            real = os.path.realpath(outcome.path)
            if outcome.unsettled:
                self.unsettled[outcome.path] = outcome.unsettled
            elif real not in done:
                done.add(real)
                self.fixed += outcome.applied
                first = self.changes.get(real, outcome)
                self.changes[real] = Change(first.path, first.before, outcome.after)


Changing = Callable[[Pool, Discovery, FixReport], Iterable[Outcome]]
"""Yields what comes of the files that are to be changed, after a look at all of them."""


class Session:
    """Lints paths with one set of options."""

    def __init__(
        self,
        resolver: Resolver,
        jobs: int | None = None,
        caches: Caches | None = None,
        since: Since | None = None,
    ) -> None:
        """`since` is the change that a run is about, where it is about one."""
        self.resolver = resolver
        self.jobs = jobs or available_jobs()
        self.linting = Linting(resolver, caches or Caches())
        self._since = since

    def discover(self, paths: Sequence[str]) -> Discovery:
        """Return the files that a run over some paths would lint. Raise `ConfigError`."""
        found = discover(paths, self.resolver.settings_for)
        return self._since.narrow(found) if self._since else found

    def check(self, paths: Sequence[str], progress: Progress | None = None) -> Report:
        """Lint files and directories. Raise `ConfigError` or `PoolError`."""
        found = self.discover(paths)
        with self._pool(Disk()) as pool:
            return self._report(pool, found, paths, progress)

    def fix(self, paths: Sequence[str], progress: Progress | None = None) -> FixReport:
        """Make the fixes of files and directories, in memory. Raise `ConfigError` or `PoolError`.

        A fix may change what is true of another file, so all are linted again until none has a fix to make.
        """
        return self._in_rounds(paths, progress, self._fix)

    def annotate(self, paths: Sequence[str], annotate: Annotate, progress: Progress | None = None) -> FixReport:
        """Write comments about the findings of files and directories, in memory. Raise as `fix` does."""

        def change(pool: Pool, found: Discovery, made: FixReport) -> Iterator[Outcome]:
            paths = {one.path for one in made.report.diagnostics}
            files = [path for path in found.python if path in paths]
            for outcomes in pool.map("annotate", files, annotate, made.report.renames, made.report.held):
                yield from outcomes

        return self._in_rounds(paths, progress, change)

    def _in_rounds(self, paths: Sequence[str], progress: Progress | None, change: Changing) -> FixReport:
        """Change files, in memory, until a look at all of them finds nothing to change."""
        found, made = self.discover(paths), FixReport()
        for _ in range(MOST_ROUNDS):
            disk = Disk(made.pending)
            with self._pool(disk) as pool:
                made.report = self._report(pool, found, paths, progress)
                outcomes = [*change(pool, found, made)]
            if not outcomes:
                break
            made.take(outcomes)
        return made

    def _fix(self, pool: Pool, found: Discovery, made: FixReport) -> Iterator[Outcome]:
        """Fix the files that have a fix to make, but those whose fixes undo each other."""
        paths = (one.path for one in made.report.diagnostics if one.fix and self._may_apply(one.path, one.fix))
        files = [path for path in dict.fromkeys(paths) if path not in made.unsettled]
        texts = set(found.text)
        python = [path for path in files if path not in texts]
        for outcomes in pool.map("fix", python, made.report.renames, made.report.held):
            yield from outcomes
        for outcomes in pool.map("fix_text", [path for path in files if path in texts]):
            yield from outcomes

    def _may_apply(self, path: str, fix: Fix) -> bool:
        return may_apply(fix, settings_of(self.resolver, path).fixing)

    def _pool(self, disk: Disk) -> Pool:
        before = self._since.before() if self._since else None
        return Pool(self.resolver, self.jobs, disk, self.linting.caches, before)

    def _report(self, pool: Pool, found: Discovery, paths: Sequence[str], progress: Progress | None) -> Report:
        report = Report()
        _add(report, self._problems(found))
        files, texts = found.python, found.text
        count = _counting(progress, len(files) + len(texts))
        roots = [] if self._since else [*_roots(paths, self.resolver)]
        linted = self.linting.lint(pool, files, roots, count, is_part=self._since is not None)
        results, report.renames = linted.results.values(), linted.renames
        for result in results:
            _add(report, result)
        self._settle(report, files, roots, results)
        report.ratchet = ratchet(results, pool.worker, roots)
        report.diagnostics += [*report.ratchet.unclaimed, *claimed_twice(results, pool.worker)]
        for result in self.linting.lint_text(pool, texts, roots, count):
            _add(report, result)
        report.files = len(files)
        self._check_policy(paths, pool.worker, report)
        report.diagnostics.sort(key=lambda one: one.sort_key)
        report.undecided.sort(key=lambda one: one.sort_key)
        return report

    def check_bytes(self, data: bytes, path: str) -> Report:
        """Lint the bytes of one file, as read from standard input. Raise `ConfigError`."""
        settings = settings_of(self.resolver, path)
        if is_left_out(path, settings):
            return Report()
        result = Worker(self.resolver).lint_bytes(data, path)
        told = Report(files=1)
        _add(told, result)
        return told

    def fix_bytes(self, data: bytes, path: str) -> FixReport:
        """Make the fixes of the bytes of one file, as read from standard input. Raise `ConfigError`."""
        made = FixReport()
        settings = settings_of(self.resolver, path)
        outcome = None if is_left_out(path, settings) else Worker(self.resolver).fix_bytes(data, path)
        if outcome is not None:
            made.take([outcome])
        made.report = self.check_bytes(outcome.after if outcome else data, path)
        return made

    def _problems(self, found: Discovery) -> Result:
        worker = Worker(self.resolver)
        problems = dict.fromkeys(found.problems)
        return Result.of(worker.unreadable(problem.path, problem.message) for problem in problems)

    def _settle(self, report: Report, files: Sequence[str], roots: Collection[str], results: Iterable[Result]) -> None:
        """Decide the fixes that only a look at the whole project can."""
        if any(one.fix and one.fix.unless for one in report.diagnostics) and self.linting.are_whole(files, roots):
            report.held = frozenset().union(*(one.held for one in results))
            report.diagnostics = [settled(one, report.held) for one in report.diagnostics]

    def _check_policy(self, paths: Sequence[str], worker: Worker, report: Report) -> None:
        """Hold the policy of each configuration whose root was linted against the project."""
        for root in _roots(paths, self.resolver):
            settings = self.resolver.settings_for(root)
            notices = unresolved(settings, worker.linter(settings).tracer)
            report.policy += notices
            report.strict |= settings.strict_policy and bool(notices)


def _roots(paths: Iterable[str], resolver: Resolver) -> Iterator[str]:
    """Yield the roots of the configurations that some paths hold as a whole."""
    for path in paths:
        if os.path.isdir(path) and os.path.abspath(path) == resolver.settings_for(path).root:
            yield os.path.abspath(path)


def _add(report: Report, result: Result) -> None:
    report.diagnostics += result.diagnostics
    report.hidden += result.hidden
    report.undecided += result.undecided
    report.excused += result.excused


def settings_of(resolver: Resolver, path: str) -> Settings:
    """Return the settings that hold for a file or a directory."""
    return resolver.settings_for(path if os.path.isdir(path) else os.path.dirname(path) or ".")


def _counting(progress: Progress | None, total: int) -> Callable[[int], None]:
    done = 0

    def count(files: int) -> None:
        nonlocal done
        done += files
        if progress:
            progress(done, total)

    return count
