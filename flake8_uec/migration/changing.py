"""Lets a file hold other bytes, for a while or for good, so that it can be put back as it was."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from glob import escape, glob
from stat import S_IMODE

from flake8_uec.project.disk import create, write

Note = Callable[[str, bytes, bytes], None]
"""Called with a path, the bytes before and after, ahead of each change."""


@contextmanager
def trial(file: str, before: bytes, after: bytes) -> Iterator[None]:
    """Let a file hold other bytes for a while. Raise `OSError`; `ChangedError` where someone else changes it."""
    status = os.stat(file)
    put(file, before, after)
    try:
        yield
    finally:
        if os.path.lexists(file):
            write(file, after, before)
        else:
            put_back(file, before, status)
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def put_back(file: str, data: bytes, status: os.stat_result) -> None:
    """Write a file that somebody took away, with the mode that it had. Raise `OSError`."""
    os.makedirs(os.path.dirname(file), exist_ok=True)
    create(file, data)
    os.chmod(file, S_IMODE(status.st_mode))


def put(file: str, before: bytes, after: bytes) -> None:
    """Change the bytes of a file. Raise `OSError`.

    Python takes a module for unchanged that has its former size and was changed within the same second, so it never is.
    """
    former = os.stat(file).st_mtime
    write(file, before, after)
    now = os.stat(file)
    if int(now.st_mtime) == int(former):
        os.utime(file, (now.st_atime, int(former) + 1))


def sweep(file: str) -> None:
    """Remove what a write that was ended has left beside a file."""
    for litter in glob(os.path.join(escape(os.path.dirname(file)), ".flake8-uec-*.tmp")):
        os.unlink(litter)
