"""Paths as patterns and caches have them: relative to the root of a configuration, with `/`."""

from __future__ import annotations

import os
from functools import cache

NAMELESS = ("-", "stdin")
"""How the command and flake8 call standard input that was given no name."""


def relative_to(root: str, path: str) -> str:
    """Return a path relative to the configuration's root, POSIX. Standard input without a name lies nowhere."""
    if path in NAMELESS:
        return path
    folder, separator, name = path.rpartition(os.sep)
    if name in ("", os.curdir, os.pardir):
        return _relative(root, path, os.getcwd())
    prefix = _relative(root, folder or separator, os.getcwd())
    return name if prefix == os.curdir else f"{prefix}/{name}"


@cache
def _relative(root: str, folder: str, _here: str) -> str:
    """A run asks for many files of few folders; what it gets depends on the working directory, too."""
    return os.path.relpath(folder or os.curdir, root).replace(os.sep, "/")
