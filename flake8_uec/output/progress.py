"""How far a migration is, for a terminal, in Markdown and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict

from flake8_uec.model.progress import Effort, Progress, Tally, Tests, file_standings, tallies, tally
from flake8_uec.output.json_ import to_json
from flake8_uec.output.table import Row, render_markdown, render_text

FORMAT = 1
MOST_ROWS = 15
"""Rows of a table of directories or rules, for a reader."""

Table = Callable[[Row, Sequence[Row]], Iterator[str]]


def render(progress: Progress) -> Iterator[str]:
    """Yield tables, aligned."""
    yield from _sections(progress, render_text, "", "")


def render_report(progress: Progress) -> Iterator[str]:
    """Yield a page in Markdown."""
    yield "# Migration progress\n\n"
    yield from _sections(progress, render_markdown, "## ", "\n")


def _sections(progress: Progress, table: Table, mark: str, gap: str) -> Iterator[str]:
    files = Counter(file_standings(progress).values())
    findings = _total(progress)
    head = ("", *(one.value.capitalize() for one in progress.standings))
    yield from table(
        head,
        [
            ("Findings", *(str(findings.get(one, 0)) for one in progress.standings)),
            ("Files", *(str(files.get(one, 0)) for one in progress.standings)),
        ],
    )
    if progress.baseline:
        known = progress.baseline
        yield f"\nBaseline: {known.known} known findings left, {known.gone} gone, {known.new} new.\n"
    for name, rows in tallies(progress).items():
        if rows:
            yield f"\n{mark}By {name}\n{gap}"
            yield from table((name.capitalize(), *head[1:]), [*_shortened(rows)])
    if progress.efforts:
        yield f"\n{mark}Migrated so far\n{gap}"
        yield from table(_EFFORT_HEAD, [_effort_row(batch, one) for batch, one in progress.efforts.items()])


def _shortened(rows: Mapping[str, Tally]) -> Iterator[Row]:
    """Yield the largest rows, and the sum of the others."""
    items = list(rows.items())
    for key, row in items[:MOST_ROWS]:
        yield key, *map(str, row.values())
    rest = [row for _, row in items[MOST_ROWS:]]
    if rest:
        yield f"{len(rest)} others", *(str(sum(row[standing] for row in rest)) for standing in rest[0])


def _total(progress: Progress) -> Tally:
    return tally(progress, lambda place, code: ("",)).get("", {})


_EFFORT_HEAD = (
    "Batch", "Attempted", "Committed", "Restored", "Rolled back", "Success", "Rollback", "Mean", "Median",
    "Tests before", "Tests after", "Time before", "Time after",
)  # fmt: skip


def _effort_row(batch: str, one: Effort) -> Row:
    tests = one.tests or Tests(None, None, None, None)
    return (
        batch, str(one.attempted), str(one.committed), str(one.restored), str(one.rolled_back),
        _percent(one.success_rate), _percent(one.rollback_rate), _seconds(one.mean), _seconds(one.median),
        _plain(tests.passed_before), _plain(tests.passed_after),
        _seconds(tests.seconds_before), _seconds(tests.seconds_after),
    )  # fmt: skip


def _percent(rate: float | None) -> str:
    return "-" if rate is None else f"{rate:.0%}"


def _seconds(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds:.1f} s"


def _plain(number: int | None) -> str:
    return "-" if number is None else str(number)


def render_json(progress: Progress) -> str:
    """Return all numbers as a JSON object; what is not known is null, not zero."""
    files = Counter(file_standings(progress).values())
    findings = _total(progress)
    return to_json(
        {
            "flake8-uec-report": FORMAT,
            "commit": progress.commit or None,
            "reference": progress.reference or None,
            "findings": {one.value: findings.get(one, 0) for one in progress.standings},
            "files": {one.value: files.get(one, 0) for one in progress.standings},
            "baseline": asdict(progress.baseline) if progress.baseline else None,
            **{f"by_{name}": _keyed(rows) for name, rows in tallies(progress).items()},
            "migration": efforts_json(progress),
        }
    )


def _keyed(rows: Mapping[str, Tally]) -> dict[str, dict[str, int]]:
    return {key: {standing.value: number for standing, number in row.items()} for key, row in rows.items()}


def efforts_json(progress: Progress) -> dict[str, object] | None:
    """Return what the journal tells, `None` where there is none."""
    if progress.efforts is None:
        return None
    return {
        batch: {**asdict(one), "success_rate": one.success_rate, "rollback_rate": one.rollback_rate}
        for batch, one in progress.efforts.items()
    }
