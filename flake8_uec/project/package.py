"""Finds a file of an installed package. Nothing of the package is imported or run."""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePosixPath

from flake8_uec.project import looks


class PackageError(Exception):
    """There is no such file. `str()` says why."""


def file_of_package(name: str) -> Path:
    """Return the file that `package:path/in/it.toml` names. Raise `PackageError`."""
    package, _, file = name.partition(":")
    inner = PurePosixPath(file)
    if not package.isidentifier() or not file or inner.is_absolute() or ".." in inner.parts:
        raise PackageError(f"`{name}` names no file of a package: write `package:policy.toml`")
    folders = _folders(package)
    if not folders:
        raise PackageError(f"there is no package `{package}` where flake8-uec is installed ({sys.prefix})")
    for folder in folders:
        if looks.is_file(str(folder / inner)):
            return folder / inner
    raise PackageError(f"the package `{package}`, in `{folders[0]}`, has no file `{file}`")


def _folders(package: str) -> list[Path]:
    """Return where a package at the top lies. To find one imports nothing: it has no package above it."""
    from importlib.util import find_spec  # noqa: PLC0415  (only where a preset names a package)

    for place in sys.path:
        looks.at_entries(place)
        looks.at_entries(os.path.join(place, package))
    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        return []
    return [Path(folder) for folder in (spec and spec.submodule_search_locations) or ()]
