"""Tells how far a migration is, of a run over the project, the plan and the journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from flake8_uec.migration.owners import Owners
from flake8_uec.migration.plan import REST, batch_of
from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.plan import Plan
from flake8_uec.model.progress import UNOWNED, Baseline, Effort, Gone, Located, Place, Progress, Standing
from flake8_uec.model.settings import Settings
from flake8_uec.model.source import Source, UndecodableError
from flake8_uec.model.values import dataclass
from flake8_uec.project.disk import Disk
from flake8_uec.project.paths import relative_to
from flake8_uec.project.session import Report
from flake8_uec.semantics.patterns import patterns

LONGEST = 200
"""Characters of a line that are shown."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What a progress is told of beside the findings.

    paths: what was looked at, relative to the configuration's root.
    plan: what `done` is counted by; without one, by the baseline.
    owners: `None` where the project names none.
    prefix: the way from the top of the repository to the configuration's root, with a `/` at its end, or empty.
    """

    settings: Settings
    paths: tuple[str, ...] = (".",)
    plan: Plan | None = None
    owners: Owners | None = None
    prefix: str = ""
    efforts: Mapping[str, Effort] | None = None
    commit: str = ""


def make_progress(report: Report, sources: Sources) -> Progress:
    """Return how far the files of a run are."""
    place_of = cache(lambda path: _place(path, sources))
    known = {id(one) for one in report.ratchet.known.values()}
    has_baseline = bool(report.ratchet.known or report.ratchet.stale)
    line_of = _lines()
    found = tuple(
        Located(
            place := place_of(relative_to(sources.settings.root, one.path)),
            one.code,
            standing or _standing(one, place.path, sources.settings),
            one.range.start.line,
            one.range.start.column,
            one.message,
            line_of(one),
            id(one) not in known if has_baseline and standing is None else None,
        )
        for one, standing in _every(report)
    )
    gone = tuple(_gone(report, found, sources, place_of))
    places = dict.fromkeys([*(one.place for one in found), *(one.place for one in gone)])
    return Progress(
        sources.commit,
        "plan" if sources.plan is not None else "baseline" if has_baseline else "",
        found,
        gone,
        tuple(sorted(places, key=lambda place: place.path)),
        Baseline(len(known), len(report.ratchet.stale), len(report.diagnostics)) if has_baseline else None,
        sources.efforts,
        {one.name: one.title for one in (*sources.settings.policy.migration.batches, REST)},
    )


def _every(report: Report) -> Iterator[tuple[Diagnostic, Standing | None]]:
    """Yield each finding, those that a comment hides with where they stand, in the order of the paths."""
    every = [(one, None) for one in (*report.diagnostics, *report.ratchet.known.values())]
    hidden = [(one, Standing.SUPPRESSED) for one in report.excused]
    yield from sorted([*every, *hidden], key=lambda pair: pair[0].sort_key)


def _standing(one: Diagnostic, path: str, settings: Settings) -> Standing:
    if patterns(settings.policy.migration.skip).match_within(path):
        return Standing.SKIPPED
    return Standing.OPEN if one.fix is not None else Standing.MANUAL


def _place(path: str, sources: Sources) -> Place:
    batch = batch_of(path, sources.settings.policy.migration.batches).name
    if sources.owners is None:
        return Place(path, batch)
    return Place(path, batch, sources.owners.of(sources.prefix + path) or (UNOWNED,))


def _gone(
    report: Report, found: Iterable[Located], sources: Sources, place_of: Callable[[str], Place]
) -> Iterator[Gone]:
    """Yield what there was by the plan, and is no more; or what the baseline knows, and nobody finds."""
    if sources.plan is None:
        stale = Counter((entry.path, entry.code) for _, entry in report.ratchet.stale)
        yield from (Gone(place_of(path), code, number) for (path, code), number in sorted(stale.items()))
        return
    now = Counter((one.place.path, one.code) for one in found if one.standing is not Standing.SUPPRESSED)
    for file in sources.plan.files:
        if not any(path == "." or f"{file.path}/".startswith(f"{path}/") for path in sources.paths):
            continue
        for code, share in file.findings.items():
            number = share.total - now[file.path, code]
            if number > 0:
                yield Gone(place_of(file.path), code, number)


def _lines() -> Callable[[Diagnostic], str]:
    """Return what gives the line that a finding begins on; findings come file by file."""

    @cache
    def lines(path: str) -> list[str]:
        try:
            return Source.from_bytes(Disk().read(path), path).text.split("\n")
        except (OSError, UndecodableError, ValueError):
            return []

    def line_of(one: Diagnostic) -> str:
        if lines.cache_info().currsize > 1:
            lines.cache_clear()
        text = lines(one.path)
        at = one.range.start.line - 1
        return text[at].strip()[:LONGEST] if at < len(text) else ""

    return line_of
