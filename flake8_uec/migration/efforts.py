"""What the journal tells of how a migration goes: rates, times and tests, by batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import mean, median

from flake8_uec.migration.attempt import RESTORED
from flake8_uec.migration.journal import Event
from flake8_uec.migration.state import COMMITTED, KEPT
from flake8_uec.model.progress import Effort, Tests

TOTAL = "total"


def efforts(events: Iterable[Event]) -> dict[str, Effort] | None:
    """Return the efforts of each batch and of all, `None` where no migration was started."""
    every = list(events)
    if not every:
        return None
    files = [event for event in every if event["event"] == "file"]
    undone = [batch for event in every if event["event"] == "rollback" for batch in event["files"].values()]
    batches = dict.fromkeys(event["batch"] for event in files)
    found = {
        batch: _effort([event for event in files if event["batch"] == batch], undone.count(batch)) for batch in batches
    }
    return {**found, TOTAL: _effort(files, len(undone))}


def _effort(files: Sequence[Event], rolled_back: int) -> Effort:
    tried = [event for event in files if event["tests"] or event["status"] in (COMMITTED, KEPT, RESTORED)]
    seconds = [event["seconds"] for event in tried]
    return Effort(
        attempted=len(tried),
        committed=sum(event["status"] in (COMMITTED, KEPT) for event in tried),
        restored=sum(event["status"] == RESTORED for event in tried),
        rolled_back=rolled_back,
        mean=round(mean(seconds), 3) if seconds else None,
        median=round(median(seconds), 3) if seconds else None,
        tests=_tests([event["tests"] for event in tried if event["tests"].keys() >= {"before", "after"}]),
    )


def _tests(pairs: Sequence[Mapping[str, Mapping[str, float]]]) -> Tests | None:
    if not pairs:
        return None
    counted = [pair for pair in pairs if "passed" in pair["before"] and "passed" in pair["after"]]
    passed = [int(sum(pair[when]["passed"] for pair in counted)) if counted else None for when in ("before", "after")]
    seconds = [round(sum(pair[when]["seconds"] for pair in pairs), 3) for when in ("before", "after")]
    return Tests(passed[0], passed[1], seconds[0], seconds[1])
