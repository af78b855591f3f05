"""The disk as it was: the files that differ are read from git, all others where they lie."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping

from flake8_uec.project.changes import Changes
from flake8_uec.project.disk import Disk
from flake8_uec.project.files import PYTHON
from flake8_uec.project.objects import Objects
from flake8_uec.project.pytest_config import CONFIGURATIONS


class BaseDisk(Disk):
    """Shows the working tree with its changes undone.

    before: the bytes of each file that differs, by its absolute path; `None` where there was none.
    directories: whether each directory above one of them was there.
    """

    def __init__(self, before: Mapping[str, bytes | None], directories: Mapping[str, bool]) -> None:
        super().__init__()
        self._before = before
        self._directories = directories

    def read(self, path: str) -> bytes:
        """Return the bytes that a file had. Raise `OSError`."""
        absolute = os.path.abspath(path)
        if absolute not in self._before:
            return super().read(path)
        data = self._before[absolute]
        if data is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return data

    def is_file(self, path: str) -> bool:
        """Tell whether there was a file at an absolute path."""
        if path in self._before:
            return self._before[path] is not None
        return super().is_file(path)

    def is_dir(self, path: str) -> bool:
        """Tell whether there was a directory at an absolute path."""
        known = self._directories.get(path)
        return super().is_dir(path) if known is None else known


def base_disk(changes: Changes) -> BaseDisk:
    """Return the disk as it was before some changes; of the files that differ, those are read that modules are."""
    with Objects(changes.top) as objects:
        before = {path: objects.read(blob) if blob else None for path, blob in changes.before.items() if _counts(path)}
        folders = {folder for path in changes.before for folder in _folders(path, changes.top)}
        directories = {folder: _was_there(folder, changes, objects) for folder in folders}
    return BaseDisk(before, directories)


def _counts(path: str) -> bool:
    return path.endswith(PYTHON) or os.path.basename(path) in CONFIGURATIONS


def _folders(path: str, top: str) -> Iterator[str]:
    """Yield the directories that a path lies in, below the top."""
    while (path := os.path.dirname(path)) != top:
        yield path


def _was_there(folder: str, changes: Changes, objects: Objects) -> bool:
    inner = os.path.relpath(folder, changes.top).replace(os.sep, "/")
    return objects.read(f"{changes.commit}:{inner}") is not None
