"""What a run asks of the world outside it, noted so that it can be told later whether all is still as it was.

Whoever asks the disk or git in a run whose answer may be said again goes through here. What is noted is how a path was
before it was looked at: what changes afterwards, even during the run, differs from it.
"""

from __future__ import annotations

import os
import stat
import time
from contextlib import contextmanager

from flake8_uec.project.places import here

TYPE_CHECKING = False  # a run that says its last answer again is over before `typing` is imported
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, TypeAlias

    State: TypeAlias = tuple[int, ...]
    """How a path was: empty where there was nothing."""

    Asked: TypeAlias = tuple[str, ...]
    """A question to git: the directory and the arguments."""

SETTLED = 2_000_000_000
"""Nanoseconds after a change from which on its time tells it from a later one, on the coarsest of file systems."""


class Looks:
    """What was asked.

    paths: what there is, files by size, times and inode. folders: directories whose entries were listed.
    answers: what git said.
    is_firm: nothing was seen twice in two states, or so soon after a change that another one would look alike.
    """

    def __init__(self) -> None:
        self._here = os.path.join(here(), "")
        self.paths: dict[str, State] = {}
        self.folders: dict[str, State] = {}
        self.answers: dict[Asked, bytes | None] = {}
        self.is_firm = True

    def add(self, other: Looks) -> None:
        """Take in what another process asked."""
        self.is_firm &= other.is_firm
        self._take(self.paths, other.paths)
        self._take(self.folders, other.folders)
        self._take(self.answers, other.answers)

    def _take(self, mine: dict[Any, Any], others: dict[Any, Any]) -> None:
        self.is_firm &= all(mine.setdefault(key, value) == value for key, value in others.items())

    def note(self, states: dict[str, State], path: str, state: State, changed: int) -> None:
        """Note how a path is, which was changed last at a time in nanoseconds.

        A path that is asked about by two names, from the working directory and in full, is one.
        """
        if states.setdefault(path.removeprefix(self._here), state) != state or not is_settled(changed):
            self.is_firm = False


def is_settled(changed: int) -> bool:
    """Tell whether a change at a time in nanoseconds can be told from the next one by its time."""
    return time.time_ns() - changed >= SETTLED


_looks: Looks | None = None


def begin() -> None:
    """Note from now on what is asked."""
    global _looks  # noqa: PLW0603 -- one run a process has its looks noted, whatever objects it makes
    _looks = Looks()


def end() -> None:
    """Note nothing more."""
    global _looks  # noqa: PLW0603
    _looks = None


def are_noted() -> bool:
    """Tell whether what is asked is noted."""
    return _looks is not None


def take() -> Looks | None:
    """Return what was asked since this was called last, `None` where it is not noted."""
    taken = _looks
    if taken is not None:
        begin()
    return taken


def add(looks: Looks | None) -> None:
    """Take in what another process asked, where it is noted."""
    if _looks is not None and looks is not None:
        _looks.add(looks)


# What is asked


def status(path: str) -> os.stat_result | None:
    """Return what the system says of a path, of that to which a link leads, `None` where there is nothing."""
    found = _stat(path)
    if _looks is not None:
        _looks.note(_looks.paths, path, _state(found), _changed(found))
    return found


def exists(path: str) -> bool:
    """Tell whether there is anything at a path."""
    return status(path) is not None


def is_file(path: str) -> bool:
    """Tell whether there is a file at a path, or a link to one."""
    found = status(path)
    return found is not None and stat.S_ISREG(found.st_mode)


def is_dir(path: str) -> bool:
    """Tell whether there is a directory at a path, or a link to one."""
    found = status(path)
    return found is not None and stat.S_ISDIR(found.st_mode)


def at(path: str) -> None:
    """Note that a path is about to be read."""
    if _looks is not None:
        status(path)


def at_entries(folder: str) -> None:
    """Note that the entries of a directory are about to be listed."""
    if _looks is not None:
        found = _stat(folder)
        _looks.note(_looks.folders, folder, _listing(found), found.st_mtime_ns if found else 0)


def at_answer(asked: Asked, answer: bytes | None) -> None:
    """Note what git has said."""
    if _looks is not None:
        _looks.is_firm &= _looks.answers.setdefault(asked, answer) == answer


@contextmanager
def in_doubt() -> Iterator[None]:
    """Let no answer stand on an error that may pass without a trace, as one of a disk in a network."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError:
        if _looks is not None:
            _looks.is_firm = False
        raise


# Whether it still is so


def are_so(paths: dict[str, State]) -> bool:
    """Tell whether paths are as they were."""
    return all(_state(_stat(path)) == state for path, state in paths.items())


def are_listed_so(folders: dict[str, State]) -> bool:
    """Tell whether the entries of directories are as they were."""
    return all(_listing(_stat(path)) == state for path, state in folders.items())


def _stat(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except (OSError, ValueError):
        return None


def _state(found: os.stat_result | None) -> State:
    """Directories come and go as files do, and may be closed; what changes in them is not this question's."""
    if found is None:
        return ()
    if stat.S_ISDIR(found.st_mode):
        return (found.st_mode,)
    return found.st_dev, found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _changed(found: os.stat_result | None) -> int:
    return 0 if found is None or stat.S_ISDIR(found.st_mode) else max(found.st_mtime_ns, found.st_ctime_ns)


def _listing(found: os.stat_result | None) -> State:
    return () if found is None else (found.st_dev, found.st_mode, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
