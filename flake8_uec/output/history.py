"""The burn-down as a table, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from flake8_uec.model.history import Burndown, Step, authors
from flake8_uec.output.json_ import to_json
from flake8_uec.output.table import Row, render_text

FORMAT = 1
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(burndown: Burndown) -> Iterator[str]:
    """Yield the commits that changed a number, the first and the last, and who added and removed."""
    steps = burndown.steps
    shown = [one for one in steps if one.added or one.removed or one in (steps[0], steps[-1])]
    yield from render_text(("Date", "Commit", "Findings", "Added", "Removed", "Author"), [*map(_row, shown)])
    found = authors(burndown)
    if found:
        yield "\n"
        rows = [(one.name, str(one.added), str(one.removed), str(one.commits)) for one in found]
        yield from render_text(("Author", "Added", "Removed", "Commits"), rows)


def _row(one: Step) -> Row:
    numbers = str(_sum(one.counts)), f"+{_sum(one.added)}", f"-{_sum(one.removed)}"
    return one.date[:10], one.commit[:10], *numbers, one.author


def _sum(numbers: Mapping[str, int]) -> int:
    return sum(numbers.values())


def as_json(burndown: Burndown) -> dict[str, Any]:
    """Return the burn-down as its JSON has it: a list a rule, with a number a commit."""
    steps = burndown.steps
    return {
        "flake8-uec-history": FORMAT,
        "commits": [_about(one) for one in steps],
        "rules": {code: [one.counts.get(code, 0) for one in steps] for code in burndown.codes},
        "authors": [asdict(one) for one in authors(burndown)],
    }


def _about(one: Step) -> dict[str, Any]:
    kept = ("commit", "author", "date", "subject", "added", "removed")
    return {name: getattr(one, name) for name in kept}


def render_json(burndown: Burndown) -> str:
    """Return the burn-down as a JSON object."""
    return to_json(as_json(burndown)) + "\n"


def render_csv(burndown: Burndown) -> str:
    """Return a row a commit, with a column a rule. What a spreadsheet would take for a formula is text."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["commit", "date", "author", "subject", "total", "added", "removed", *burndown.codes])
    for one in burndown.steps:
        numbers = [_sum(one.counts), _sum(one.added), _sum(one.removed)]
        by_code = [one.counts.get(code, 0) for code in burndown.codes]
        writer.writerow([one.commit, one.date, _plain(one.author), _plain(one.subject), *numbers, *by_code])
    return stream.getvalue()


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
