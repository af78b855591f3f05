"""Put a policy into a `pyproject.toml` that has none."""

from __future__ import annotations

import os
from pathlib import Path

from flake8_uec.project import disk, toml
from flake8_uec.project.config import PYPROJECT
from flake8_uec.project.document import read_pyproject
from flake8_uec.project.mistakes import ConfigError, Mistake


class ExistsError(Exception):
    """There is a table, or a file, that must not be overwritten. The message is for the user."""


def check_absent(folder: str, shown: str) -> None:
    """Raise `ExistsError` where the `pyproject.toml` of a directory has a table, `ConfigError` where it is broken."""
    path = Path(folder, PYPROJECT)
    if path.is_file():
        toml_of(path.read_bytes(), shown)
        if read_pyproject(path, shown) is not None:
            raise ExistsError(f"`{shown}` has a [tool.flake8-uec] table already; `init -o -` shows what it would get")


def toml_of(data: bytes, shown: str) -> None:
    """Raise `ConfigError` where bytes are no TOML that a table can be added to."""
    try:
        toml.parse(data.decode("utf-8-sig"))
    except ValueError as error:
        raise ConfigError([Mistake(shown, 0, "", f"not valid TOML: {error}")]) from error


def add(folder: str, shown: str, table: str) -> None:
    """Add a table to the end of the `pyproject.toml` of a directory, or make one. What is there stays byte for byte.

    Raise `ExistsError`, `ConfigError` or `OSError`; nothing is written then.
    """
    path = os.path.join(folder, PYPROJECT)
    if not os.path.lexists(path):
        disk.create(path, table.encode())
        return
    check_absent(folder, shown)
    before = Path(path).read_bytes()
    newline = b"\r\n" if b"\r\n" in before else b"\n"
    gap = newline * (0 if not before.strip() else 1 if before.endswith(b"\n") else 2)
    after = before + gap + table.encode().replace(b"\n", newline)
    toml_of(after, shown)
    disk.write(path, before, after)
