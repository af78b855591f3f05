"""What a run as a whole tells about known findings: which are gone, and which two files lay claim to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import field
from typing import TypeAlias

from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.entry import NEVER_KNOWN, Entry
from flake8_uec.model.values import dataclass
from flake8_uec.project.paths import relative_to
from flake8_uec.project.worker import Result, Worker

Held: TypeAlias = "tuple[str, Entry]"
"""An entry with the root of its project."""


@dataclass(slots=True)
class Ratchet:
    """The known findings of a run.

    known: each of them, by the entry of the baseline that knows it.
    stale: entries that know nothing any more, of files that were linted and codes that are on.
    unclaimed: findings that another file's are known by, and which are therefore new.
    """

    known: dict[Held, Diagnostic] = field(default_factory=dict)
    stale: list[Held] = field(default_factory=list)
    unclaimed: list[Diagnostic] = field(default_factory=list)


def ratchet(results: Iterable[Result], worker: Worker, roots: Collection[str]) -> Ratchet:
    """Return what the files of a run say together. `roots` are the projects that were linted as a whole."""
    found = Ratchet()
    linted: dict[str, set[str]] = {}
    for result in sorted(results, key=lambda one: one.path):
        root = worker.settings_of(result.path).root
        _claim(result, root, found)
        paths = linted.setdefault(root, set())
        if _is_complete(result):
            paths.add(relative_to(root, result.path))
    for root, paths in linted.items():
        found.stale += ((root, entry) for entry in _left_over(root, paths, worker, whole=root in roots))
    found.stale = [held for held in found.stale if held not in found.known]
    return found


def _claim(result: Result, root: str, found: Ratchet) -> None:
    """A file that was copied under a new name has no right to what the one that it was copied from is known by."""
    for entry, one in result.known:
        if (root, entry) in found.known:
            found.unclaimed.append(one)
        else:
            found.known[root, entry] = one


def claimed_twice(results: Iterable[Result], worker: Worker) -> Iterator[Diagnostic]:
    """Yield the findings that were there before the change in a file that is gone, and that a second file has too."""
    taken: set[Held] = set()
    for result in sorted((one for one in results if one.old), key=lambda one: one.path):
        root = worker.settings_of(result.path).root
        for entry, one in result.old:
            if (root, entry) in taken:
                yield one
            taken.add((root, entry))


def _is_complete(result: Result) -> bool:
    """Tell whether a file was read and parsed as a whole, so that what was not found there is gone."""
    return not result.hidden and not any(one.code in NEVER_KNOWN - {"UEC001"} for one in result.diagnostics)


def _left_over(root: str, paths: Collection[str], worker: Worker, *, whole: bool) -> Iterator[Entry]:
    """Yield the entries that a run had a say in: those of its files, and in a whole project those of no file."""
    settings = worker.resolver.settings_for(root)
    baseline = worker.baseline(settings)
    if baseline is None:
        return
    linter = worker.linter(settings)
    homeless = set(baseline.homeless) if whole else set()
    for entry in sorted(baseline.entries):
        if (entry.path in paths or entry in homeless) and linter.reports(entry.code, entry.path):
            yield entry
