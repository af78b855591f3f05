"""Where the caches of the projects of a run lie."""

from __future__ import annotations

import os
from functools import cache

from flake8_uec import __version__
from flake8_uec.model.settings import Settings
from flake8_uec.project.cache import Cache, cache_file

DIRECTORY = ".flake8_uec_cache"
"""The cache directory at a configuration's root, where the user names no other."""


VARIABLE = "FLAKE8_UEC_CACHE_DIR"
"""The environment variable by which the user may name one."""


def named_directory() -> str | None:
    """Return the directory that the environment names, `None` where it names none."""
    return os.environ.get(VARIABLE) or None


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
        return cache_file(directory, f"{__version__} {built()}", (settings.root, *settings.files.src))


@cache
def built() -> int:
    """Return when a module of the linter was changed last, in nanoseconds: an installation may be edited in place."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    folders = [folder for folder, _, _ in os.walk(package) if not folder.endswith("__pycache__")]
    return max(entry.stat().st_mtime_ns for folder in folders for entry in os.scandir(folder) if entry.is_file())
