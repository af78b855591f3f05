"""How far a migration is, as one page that needs no network: numbers, charts, and every finding."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from html import escape
from importlib.resources import files
from typing import Any

from flake8_uec.model.progress import Progress, file_standings, tallies, tally
from flake8_uec.output.progress import efforts_json

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
<main id="page"></main>
<noscript>This page needs JavaScript to show its charts and tables.</noscript>
<script type="application/json" id="data">{data}</script>
<script>
{charts}
</script>
<script>
{script}
</script>
</body>
</html>
"""

_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
"""The browser itself sees to it that nothing is fetched and nothing sent."""


def render(
    progress: Progress | None, charts: str, link: str, title: str, history: Mapping[str, Any] | None = None
) -> str:
    """Return the page.

    charts: the charting library.
    link: where a line of a file can be seen, with `{path}` and `{line}`.
    history: the burn-down, as its JSON has it.
    """
    data = {
        "title": title,
        "link": link,
        "progress": _progress(progress) if progress else None,
        "history": history,
    }
    return _PAGE.format(
        policy=_POLICY,
        title=escape(title),
        style=_asset("page.css"),
        script=_asset("page.js"),
        # Within a script a browser looks for its end alone.
        charts=charts.replace("</script", "<\\/script"),
        data=json.dumps(data, separators=(",", ":")).replace("<", "\\u003c"),
    )


def _asset(name: str) -> str:
    return files(__name__).joinpath(name).read_text("utf-8")


def _progress(progress: Progress) -> dict[str, Any]:
    """Return the numbers, and the findings in rows that name their file by its place in `places`."""
    standings = [one.value for one in progress.standings]
    index = {place: at for at, place in enumerate(progress.places)}
    of_files = file_standings(progress)
    counts = Counter(of_files.values())
    by = tallies(progress)
    total = tally(progress, lambda place, code: ("",)).get("", {})
    return {
        "commit": progress.commit,
        "reference": progress.reference,
        "standings": standings,
        "findings": [total.get(one, 0) for one in progress.standings],
        "files": [counts.get(one, 0) for one in progress.standings],
        "by": {name: [[key, *row.values()] for key, row in rows.items()] for name, rows in by.items() if rows},
        "batches": dict(progress.batches),
        "baseline": asdict(progress.baseline) if progress.baseline else None,
        "efforts": efforts_json(progress),
        "places": [
            [one.path, one.batch, list(one.owners), one.directory, of_files[one].value] for one in progress.places
        ],
        "found": [
            [index[one.place], one.code, one.standing.value, one.line, one.column, one.message, one.source, one.is_new]
            for one in progress.found
        ],
    }
