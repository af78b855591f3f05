"""Where the caches of the projects of a run lie."""

from __future__ import annotations

import os

from flake8_uec.model.settings import Settings
from flake8_uec.project.cache import Cache, cache_file
from flake8_uec.project.places import DIRECTORY, build


class Caches:
    """Gives each project its cache: one file, for one version of the linter and of Python."""

    def __init__(self, directory: str | None = None, *, is_on: bool = False) -> None:
        """`directory`: where all caches lie, `None` for the root of each configuration."""
        self.is_on = is_on
        self._directory = directory and os.path.abspath(directory)
        self._caches: dict[str, Cache] = {}

    def of(self, settings: Settings) -> Cache:
        """Return the cache of a project; with caches off, one that remembers nothing."""
        if settings.root not in self._caches:
            self._caches[settings.root] = Cache(self._file(settings), is_trusted=self._directory is not None)
        return self._caches[settings.root]

    def _file(self, settings: Settings) -> str:
        if not self.is_on:
            return ""
        directory = self._directory or os.path.join(settings.root, DIRECTORY)
        return cache_file(directory, build(), (settings.root, *settings.files.src))
