"""A change: which files a run about it looks at, and what there was before."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cached_property

from flake8_uec.model.settings import Settings
from flake8_uec.project.affected import Affected
from flake8_uec.project.base_disk import BaseDisk, base_disk
from flake8_uec.project.before import Before
from flake8_uec.project.changes import Changes
from flake8_uec.project.config import Resolver
from flake8_uec.project.disk import Disk
from flake8_uec.project.files import PYTHON, Discovery
from flake8_uec.project.git import ls_files


class Since:
    """What has changed since a commit.

    changes: what differs.
    resolver: gives the settings of today, by which both sides are judged, without a baseline.
    only_new: what was found before the change is not told.
    """

    def __init__(self, changes: Changes, resolver: Resolver, *, only_new: bool) -> None:
        self._changes = changes
        self._resolver = resolver
        self._only_new = only_new

    @cached_property
    def _disk(self) -> BaseDisk:
        return base_disk(self._changes)

    def before(self) -> Before | None:
        """Return what tells the findings of old, `None` where they are to be told like new ones."""
        if not self._only_new:
            return None
        moved = frozenset(self._changes.renamed.values())
        gone = [path for path in sorted(self._changes.before, key=os.fsencode) if self._is_gone(path)]
        return Before(self._disk, self._resolver, self._changes, [path for path in gone if path not in moved])

    def _is_gone(self, path: str) -> bool:
        return path.endswith(PYTHON) and self._disk.is_file(path) and not os.path.isfile(path)

    def narrow(self, found: Discovery) -> Discovery:
        """Return the files of a run that differ, and those whose answer depends on them."""
        by_path = {os.path.abspath(path): path for path in found.python}
        affected = self._affected(by_path)
        python = tuple(path for absolute, path in by_path.items() if absolute in affected)
        text = tuple(path for path in found.text if os.path.abspath(path) in self._changes.before)
        return Discovery(python, text, found.problems)

    def _affected(self, files: Iterable[str]) -> frozenset[str]:
        top = self._changes.top
        others = [f"{top}/{one.path}" for one in ls_files(top) or () if one.path.endswith(PYTHON)]
        rest = self._by_project(path for path in others if os.path.isfile(path))
        found: frozenset[str] = frozenset()
        for root, (settings, its_files) in self._by_project(files).items():
            its_others = rest[root][1] if root in rest else []
            found |= Affected(settings, Disk(), self._disk, self._changes.before).among(its_files, its_others)
        return found

    def _by_project(self, files: Iterable[str]) -> dict[str, tuple[Settings, list[str]]]:
        """Return files by the root of their project, with its settings."""
        found: dict[str, tuple[Settings, list[str]]] = {}
        for path in files:
            settings = self._resolver.settings_for(os.path.dirname(path))
            found.setdefault(settings.root, (settings, []))[1].append(path)
        return found
