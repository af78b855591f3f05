"""`flake8-uec migrate status`: how far the last run is."""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator

from flake8_uec.migration.start import last
from flake8_uec.migration.state import INTERRUPTED, State
from flake8_uec.output.table import render_text
from flake8_uec.project.config import Resolver
from flake8_uec.project.vocabulary import known


def run(options: argparse.Namespace) -> int:
    """Show how far the last run is, and return the exit code."""
    root = Resolver(known(), isolated=options.isolated, config=options.config).settings_for(".").root
    state = last(root)
    if options.json:
        print(json.dumps(as_json(state), indent=2))
    elif not state.run:
        print("No migration was started in this repository.")
    else:
        print("".join(_lines(state)), end="")
    return 0


def as_json(state: State) -> dict[str, object]:
    """Return a run as JSON has it; without one, `run` is null."""
    return {
        "run": state.run or None,
        "state": state.end,
        "start": state.start,
        "began": state.began,
        "last": state.ended,
        "total": sum(state.total.values()),
        "done": len(state.files),
        "status": state.by_status,
        "batches": {batch: {"total": total, **_statuses(state, batch)} for batch, total in state.total.items()},
        "files": [dict(one) for one in state.files.values()],
        "log": next((one["log"] for one in reversed(state.files.values()) if one.get("log")), None),
    }


def _statuses(state: State, batch: str) -> dict[str, int]:
    return dict(Counter(one["status"] for one in state.files.values() if one.get("batch") == batch))


def _lines(state: State) -> Iterator[str]:
    began = time.strftime("%Y-%m-%d %H:%M", time.localtime(state.began))
    yield f"Run {state.run}, since {began}: {state.end}, {len(state.files)} of {sum(state.total.values())} files\n\n"
    statuses = list(state.by_status)
    rows = [
        (batch, str(total), *(str(_statuses(state, batch).get(status, 0)) for status in statuses))
        for batch, total in state.total.items()
    ]
    yield from render_text(("Batch", "Files", *(status.capitalize() for status in statuses)), rows)
    if state.end == INTERRUPTED:
        yield "\n`flake8-uec migrate --resume` goes on with it.\n"
    failed = [one for one in state.files.values() if one.get("log")]
    if failed:
        yield f"\nLast failure: {failed[-1]['path']}: {failed[-1]['reason']}\n  {failed[-1]['log']}\n"
