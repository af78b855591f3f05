"""Where what is remembered lies, and which build of the linter it is true for."""

from __future__ import annotations

import os
import sys
from functools import cache

from flake8_uec import __version__

DIRECTORY = ".flake8_uec_cache"
"""The cache directory at a configuration's root, where the user names no other."""

VARIABLE = "FLAKE8_UEC_CACHE_DIR"
"""The environment variable by which the user may name one."""


def named_directory() -> str | None:
    """Return the directory that the environment names, `None` where it names none."""
    return os.environ.get(VARIABLE) or None


def here() -> str:
    """Return the working directory, `""` where it is gone."""
    try:
        return os.getcwd()
    except OSError:
        return ""


def nearest_directory() -> str | None:
    """Return the nearest cache directory upward from the working directory, `None` where there is none."""
    folder = here()
    while not os.path.isdir(os.path.join(folder, DIRECTORY)):
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
    return os.path.join(folder, DIRECTORY)


@cache
def build() -> str:
    """Return what tells this linter and this Python from others; an installation may be edited in place."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    folders = [folder for folder, _, _ in os.walk(package) if not folder.endswith("__pycache__")]
    changed = max(entry.stat().st_mtime_ns for folder in folders for entry in os.scandir(folder) if entry.is_file())
    return f"{__version__} {changed}\0{sys.version}"
