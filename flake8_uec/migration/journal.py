"""The journal of migrations: JSON lines, appended and synced, from which a run goes on wherever it was ended."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from flake8_uec.migration.repository import Repository

_KEYS = {"event", "run", "time"}

Event = Mapping[str, Any]
FOLDER = "flake8-uec"
"""Where everything of the migrations lies, in the repository's git directory: in no one's way, and never committed."""


class Journal:
    """The events of the runs in one project of a repository, oldest first.

    Each has `event`, `run` and `time` (seconds, UTC).
    """

    def __init__(self, repository: Repository) -> None:
        """The project is the one at the repository's root; other work trees have it at the same place."""
        self._place = repository.place
        self.folder = os.path.join(repository.common, FOLDER)
        self.file = os.path.join(self.folder, "journal.jsonl")

    def append(self, event: str, run: str, **values: object) -> None:
        """Add an event; it is on the disk when this returns."""
        os.makedirs(self.folder, exist_ok=True)
        line = json.dumps({"event": event, "run": run, "time": round(time.time(), 3), **values})
        with open(self.file, "ab") as stream:
            stream.write(self._mended() + line.encode() + b"\n")
            stream.flush()
            os.fsync(stream.fileno())

    def _mended(self) -> bytes:
        """Return the line break that a write cut short has left out."""
        try:
            with open(self.file, "rb") as stream:
                stream.seek(-1, os.SEEK_END)
                return b"" if stream.read(1) == b"\n" else b"\n"
        except OSError:
            return b""

    def events(self) -> Iterator[Event]:
        """Yield the events; a line that was cut short is none."""
        runs = set()
        for event in self._all():
            if event["event"] == "run" and event.get("place") == self._place:
                runs.add(event["run"])
            if event["run"] in runs:
                yield event

    def _all(self) -> Iterator[Event]:
        try:
            lines = Path(self.file).read_bytes().splitlines()
        except OSError:
            return
        for line in lines:
            with suppress(ValueError, RecursionError):
                event = json.loads(line)
                if isinstance(event, dict) and event.keys() >= _KEYS:
                    yield event

    def of_run(self, run: str) -> list[Event]:
        """Return the events of one run."""
        return [event for event in self.events() if event["run"] == run]

    def last_run(self) -> str:
        """Return the run that was started last, `""` where there was none."""
        return next((event["run"] for event in reversed([*self.events()]) if event["event"] == "run"), "")

    def folder_of(self, run: str) -> str:
        """Return the folder that a run keeps its things in, made where it is missing."""
        folder = os.path.join(self.folder, run)
        os.makedirs(folder, exist_ok=True)
        return folder
