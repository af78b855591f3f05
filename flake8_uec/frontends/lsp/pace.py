"""When to lint what is being typed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeAlias

DRAIN = 0.004
"""Seconds that let what has arrived with a change be read first: a burst is linted once."""

QUICK = 0.15
"""Seconds that a file may take to be linted at each keystroke; a slower one waits for a pause as long as it takes."""

LONGEST = 0.5
SETTLE = 0.25
"""Seconds without a keystroke from which on other files follow a change."""

Job: TypeAlias = Callable[[], None]


def delay(seconds: float) -> float:
    """Return how long to wait for more changes of a document that took so many seconds last."""
    return DRAIN if seconds <= QUICK else min(seconds, LONGEST)


class Timers:
    """One timer a name; setting it again puts it off."""

    def __init__(self) -> None:
        self._handles: dict[str, asyncio.TimerHandle] = {}

    def set(self, name: str, seconds: float, job: Job) -> None:
        """Do a job in so many seconds, unless it is put off or dropped until then."""
        self.drop(name)
        self._handles[name] = asyncio.get_running_loop().call_later(seconds, self._run, name, job)

    def drop(self, name: str) -> None:
        """Do a job not at all."""
        handle = self._handles.pop(name, None)
        if handle is not None:
            handle.cancel()

    def _run(self, name: str, job: Job) -> None:
        del self._handles[name]
        job()
