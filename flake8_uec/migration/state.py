"""What the journal says of a run, folded into one value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from flake8_uec.migration.journal import Event
from flake8_uec.model.values import dataclass

COMMITTED, KEPT, ROLLED_BACK = "committed", "kept", "rolled back"
"""What became of a file, beside what `attempt` has: it is done, done and not committed, and undone again."""

RUNNING, INTERRUPTED, FINISHED = "running", "interrupted", "finished"


@dataclass(slots=True)
class State:
    """One run, or several in one repository.

    run: its name, of the last one.
    choices: the options as the journal has them.
    root: the configuration's root in the work tree of the user.
    start: the commit that it began at.
    files: what came of each file last, as the journal has it.
    total: how many files the run is about, by batch.
    verified: by batch, whether it was verified `before` and `after`.
    end: how it ended, `RUNNING` where it did not: it is at work, or was killed.
    began, ended: seconds since the epoch, of the first and the last event.
    """

    run: str = ""
    choices: Mapping[str, Any] = field(default_factory=dict)
    root: str = ""
    start: str = ""
    files: dict[str, Event] = field(default_factory=dict)
    total: dict[str, int] = field(default_factory=dict)
    verified: dict[str, dict[str, bool]] = field(default_factory=dict)
    end: str = RUNNING
    began: float = 0.0
    ended: float = 0.0
    change: Event | None = None
    """What was about to be done to a file of which nothing came yet."""

    @property
    def by_status(self) -> dict[str, int]:
        """How many files came to what."""
        return dict(sorted(Counter(one["status"] for one in self.files.values()).items()))

    def take(self, event: Event) -> None:
        """Take one event over; they come in the order in which they happened."""
        self.ended = event["time"]
        match event["event"]:
            case "run":
                self.run, self.choices, self.start, self.end = event["run"], event["choices"], event["start"], RUNNING
                self.root, self.total = event["root"], dict(event["total"])
                self.began = self.began or event["time"]
            case "resume":
                self.end = RUNNING
            case "change" | "commit":
                self.change = event
            case "file":
                self.files[event["path"]], self.change = event, None
            case "batch":
                self.verified.setdefault(event["batch"], {})[event["when"]] = event["ok"]
            case "rollback":
                for path in self.files.keys() & event["files"].keys():
                    self.files[path] = {**self.files[path], "status": ROLLED_BACK}
            case "end":
                self.end = event["reason"]


def fold(events: Iterable[Event]) -> State:
    """Return what some events come to."""
    state = State()
    for event in events:
        state.take(event)
    return state
