"""One run over files: what every face shares."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.settings import Settings
from flake8_uec.project.config import Resolver
from flake8_uec.project.files import Discovery, discover
from flake8_uec.project.policy_check import unresolved
from flake8_uec.project.pool import Pool, available_jobs
from flake8_uec.project.worker import Result, Worker, relative_to
from flake8_uec.semantics.patterns import patterns

Progress = Callable[[int, int], None]
"""Called with the number of files done and the number of all."""

WHOLE_TREE = 200
"""From this many files on, the whole project is scanned for renaming re-exports before it is linted.

Below, each import is followed instead. The findings are the same; only the cost differs.
"""


@dataclass(slots=True)
class Report:
    """What came of a run.

    files: how many were linted.
    hidden: files that could not be read or parsed as a whole, where that is not selected.
    policy: what is wrong with the policy, for the user; `strict` where it is to fail the run.
    """

    diagnostics: list[Diagnostic] = field(default_factory=list)
    files: int = 0
    hidden: list[str] = field(default_factory=list)
    policy: list[str] = field(default_factory=list)
    strict: bool = False


class Session:
    """Lints paths with one set of options."""

    def __init__(self, resolver: Resolver, jobs: int | None = None) -> None:
        self.resolver = resolver
        self.jobs = jobs or available_jobs()

    def discover(self, paths: Sequence[str]) -> Discovery:
        """Return the files that a run over some paths would lint. Raise `ConfigError`."""
        return discover(paths, self.resolver.settings_for)

    def check(self, paths: Sequence[str], progress: Progress | None = None) -> Report:
        """Lint files and directories. Raise `ConfigError` or `PoolError`."""
        found = self.discover(paths)
        report = Report()
        _add(report, replace(self._problems(found), files=0))
        files, texts = found.python, found.text
        with Pool(self.resolver, self.jobs, len(files) + len(texts)) as pool:
            renames = self._renames(pool, files)
            total = len(files) + len(texts)
            for result in pool.map("lint", files, renames):
                _add(report, result, progress, total)
            for result in pool.map("lint_text", texts):
                _add(report, result, progress, total)
            report.files = len(files)
            self._check_policy(paths, pool.worker, report)
        report.diagnostics.sort(key=lambda one: one.sort_key)
        return report

    def check_bytes(self, data: bytes, path: str) -> Report:
        """Lint the bytes of one file, as read from standard input. Raise `ConfigError`."""
        settings = settings_of(self.resolver, path)
        if settings.files.force_exclude and _is_excluded(path, settings):
            return Report()
        result = Worker(self.resolver).lint_bytes(data, path)
        return Report([*result.diagnostics], 1, [*result.hidden])

    def _problems(self, found: Discovery) -> Result:
        worker = Worker(self.resolver)
        problems = dict.fromkeys(found.problems)
        return Result.of(worker.unreadable(problem.path, problem.message) for problem in problems)

    def _renames(self, pool: Pool, files: Sequence[str]) -> frozenset[str] | None:
        if len(files) < WHOLE_TREE:
            return None
        everything = self._whole_projects(files)
        renames: frozenset[str] = frozenset()
        new: frozenset[str] | None = None
        while new is None or new:
            # The names of the policy first, then the new ones of the round before.
            found = frozenset().union(*pool.map("scan", everything, new))
            new = found - renames
            renames |= new
        return renames

    def _whole_projects(self, files: Sequence[str]) -> Sequence[str]:
        """Return the files of every project that one of some files belongs to."""
        roots = {self.resolver.settings_for(folder or ".").root for folder in set(map(os.path.dirname, files))}
        return discover(sorted(roots), self.resolver.settings_for).python

    def _check_policy(self, paths: Sequence[str], worker: Worker, report: Report) -> None:
        """Hold the policy of each configuration whose root was linted against the project."""
        for path in paths:
            settings = self.resolver.settings_for(path) if os.path.isdir(path) else None
            if settings and os.path.abspath(path) == settings.root:
                notices = unresolved(settings, worker.linter(settings).tracer)
                report.policy += notices
                report.strict |= settings.strict_policy and bool(notices)


def _add(report: Report, result: Result, progress: Progress | None = None, total: int = 0) -> None:
    report.diagnostics += result.diagnostics
    report.hidden += result.hidden
    report.files += result.files
    if progress:
        progress(report.files, total)


def settings_of(resolver: Resolver, path: str) -> Settings:
    """Return the settings that hold for a file or a directory."""
    return resolver.settings_for(path if os.path.isdir(path) else os.path.dirname(path) or ".")


def _is_excluded(path: str, settings: Settings) -> bool:
    excludes = patterns((*settings.files.exclude, *settings.files.extend_exclude))
    return excludes.match_within(relative_to(settings.root, path))
