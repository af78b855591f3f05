"""What was found in a file before a change, asked for where something is found in it now."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from functools import cached_property

from flake8_uec.model.entry import Entry, entries
from flake8_uec.project.base_disk import BaseDisk
from flake8_uec.project.changes import Changes
from flake8_uec.project.config import Resolver
from flake8_uec.project.paths import relative_to
from flake8_uec.project.worker import Worker


class Before:
    """The time before a change. It may be handed to another process.

    disk: shows the files as they were.
    resolver: gives the settings of today, by which both times are judged, without a baseline.
    changes: what differs since then.
    gone: the Python files that are no more, and have no new name. All paths are absolute.
    """

    def __init__(self, disk: BaseDisk, resolver: Resolver, changes: Changes, gone: Collection[str]) -> None:
        self._disk = disk
        self._resolver = resolver
        self._renamed = changes.renamed
        self._untracked = changes.untracked
        self._gone = gone

    @cached_property
    def _worker(self) -> Worker:
        return Worker(self._resolver, self._disk)

    def known(self, path: str) -> list[Entry]:
        """Return what was found in a file, under the name that it has now; nothing where it was not there."""
        absolute = os.path.abspath(path)
        old = self._renamed.get(absolute, absolute)
        return self._entries(old, self._relative(absolute)) if self._disk.is_file(old) else []

    def homeless(self, path: str) -> list[Entry]:
        """Return what was found in the files that a file may have been, of which git does not tell that."""
        if os.path.abspath(path) not in self._untracked:
            return []
        return self._homeless.get(self._worker.settings_of(path).root, [])

    @cached_property
    def _homeless(self) -> Mapping[str, list[Entry]]:
        """What was found in the files that are no more, by the root of their project."""
        found: dict[str, list[Entry]] = {}
        for path in self._gone:
            found.setdefault(self._worker.settings_of(path).root, []).extend(self._entries(path, self._relative(path)))
        return found

    def _entries(self, path: str, name: str) -> list[Entry]:
        return [*entries(self._worker.found(path), name)]

    def _relative(self, path: str) -> str:
        return relative_to(self._worker.settings_of(path).root, path)
