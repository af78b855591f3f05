"""Lets one run at a time change a repository."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from flake8_uec.migration.repository import GitError

PATIENCE = 30.0
"""Seconds to wait for the lock: as long as a commit that outlives a run which was killed may take."""


@contextmanager
def locked(folder: str, patience: float = PATIENCE) -> Iterator[int]:
    """Hold the lock of a folder, and give its descriptor. Raise `GitError` where another run holds it.

    Whoever inherits the descriptor holds the lock too; it is free when the last of them is gone, however they end.
    """
    os.makedirs(folder, exist_ok=True)
    descriptor = os.open(os.path.join(folder, "lock"), os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _take(descriptor, time.monotonic() + patience)
        yield descriptor
    finally:
        os.close(descriptor)


def is_locked(folder: str) -> bool:
    """Tell whether a run holds the lock of a folder."""
    try:
        with locked(folder, patience=0):
            return False
    except GitError:
        return True


def _take(descriptor: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise GitError("another migration is at work in this repository") from None
            time.sleep(0.1)
        else:
            return
