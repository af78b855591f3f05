"""How long anything may take, in CPU time: a busy machine is no defect."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

MOST_SECONDS = 5.0
"""What one file, or one configuration, may take."""


class Hang(BaseException):
    """Something took too long. It is no `Exception`: a linter that goes on after those would swallow it."""


@contextmanager
def cpu_limit(seconds: float = MOST_SECONDS) -> Iterator[None]:
    """Raise `Hang` in what takes more CPU time than so many seconds."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Hang(f"took more than {seconds:g} s of CPU time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
