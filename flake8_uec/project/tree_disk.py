"""The files of a commit, in the place of those of the disk."""

from __future__ import annotations

import errno
import os
import posixpath
from collections.abc import Mapping
from functools import cached_property

from flake8_uec.project.disk import Disk, Stamp
from flake8_uec.project.objects import LINK, SUBMODULE, Blob, Objects

MOST_LINKS = 40
"""How many symbolic links are followed on the way to a file, as Linux has it."""


class TreeDisk(Disk):
    """Shows a tree of git as though it lay in a directory. What is not in the tree is not there.

    top: the directory, absolute, that paths of the tree are relative to.
    files: the files of the tree, as `objects.tree` gives them.
    """

    def __init__(self, top: str, files: Mapping[str, Blob], objects: Objects) -> None:
        super().__init__()
        self._top = top
        self._files = files
        self._objects = objects

    def read(self, path: str) -> bytes:
        """Return the bytes of a file. Raise `OSError`."""
        blob = self.blob(path)
        data = self._objects.read(blob.id) if blob is not None else None
        if data is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return data

    def stamp(self, path: str) -> Stamp | None:
        """Return `None`: what lies on the disk at a path says nothing of the tree."""
        return None

    def is_file(self, path: str) -> bool:
        """Tell whether the tree holds a file at an absolute path, or a link to one."""
        return self.blob(path) is not None

    def is_dir(self, path: str) -> bool:
        """Tell whether the tree holds a directory at an absolute path, or a link to one. A submodule is one."""
        return self._resolve(self._relative(path)) in self._directories

    def blob(self, path: str) -> Blob | None:
        """Return the file at a path, links followed; `None` where there is none."""
        found = self._files.get(self._resolve(self._relative(path)))
        return None if found is None or found.mode == SUBMODULE else found

    def _relative(self, path: str) -> str:
        """Return a path from the top; one that lies outside begins with `..`, and is in no tree."""
        absolute = os.path.abspath(path)
        if absolute.startswith(f"{self._top}{os.sep}"):
            return absolute[len(self._top) + 1 :].replace(os.sep, "/")
        return "" if absolute == self._top else ".."

    @cached_property
    def _directories(self) -> frozenset[str]:
        found = {""} | {path for path, blob in self._files.items() if blob.mode == SUBMODULE}
        for path in self._files:
            folder = posixpath.dirname(path)
            while folder not in found:
                found.add(folder)
                folder = posixpath.dirname(folder)
        return frozenset(found)

    @cached_property
    def _links(self) -> frozenset[str]:
        return frozenset(path for path, blob in self._files.items() if blob.mode == LINK)

    def _resolve(self, path: str) -> str:
        """Return where a path leads to; one that cannot be followed leads outside."""
        if not self._links:
            return path
        for _ in range(MOST_LINKS):
            link = next((one for one in _ways(path) if one in self._links), None)
            if link is None:
                return path
            target = os.fsdecode(self._objects.read(self._files[link].id) or b"")
            path = posixpath.normpath(posixpath.join(posixpath.dirname(link), target) + path[len(link) :])
            path = "" if path == "." else path
        return ".."


def _ways(path: str) -> list[str]:
    """Return a path and the directories above it, the highest first."""
    parts = path.split("/")
    return ["/".join(parts[: length + 1]) for length in range(len(parts))]
