"""What pytest collects in a directory, by the configuration file that pytest would find from there."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Mapping
from typing import Any

from flake8_uec.model.facts import PytestOptions
from flake8_uec.project.disk import Disk
from flake8_uec.project.toml import parse

Options = Mapping[str, Any]


class PytestConfig:
    """The pytest options of each directory, remembered."""

    def __init__(self, disk: Disk | None = None) -> None:
        self._disk = disk or Disk()
        self._known: dict[str, PytestOptions] = {}

    def options(self, directory: str) -> PytestOptions:
        """Return the options that hold for files of a directory, an absolute path."""
        if directory not in self._known:
            self._known[directory] = self._find(directory)
        return self._known[directory]

    def _find(self, directory: str) -> PytestOptions:
        for name, read in _READERS.items():
            found = self._read(os.path.join(directory, name), read)
            if found is not None:
                return _collection(found)
        parent = os.path.dirname(directory)
        return PytestOptions() if parent == directory else self.options(parent)

    def _read(self, path: str, read: Callable[[str], Options | None]) -> Options | None:
        """Return the pytest options of a file, `None` where it is none or says nothing of pytest."""
        if not self._disk.is_file(path):
            return None
        try:
            text = self._disk.read(path).decode("utf-8")
            return read(text.replace("\r\n", "\n").replace("\r", "\n"))
        except (OSError, ValueError):
            return None


def _ini(text: str, section: str) -> Options | None:
    from configparser import Error, RawConfigParser  # noqa: PLC0415 -- slow to import, and seldom needed

    parser = RawConfigParser(strict=False, allow_no_value=True, default_section="")
    try:
        parser.read_string(text)
    except Error:
        return None
    return dict(parser[section]) if section in parser else None


def _table(text: str, *keys: str) -> Options | None:
    value: Any = parse(text)
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else None


def _pyproject(text: str) -> Options | None:
    own = _table(text, "tool", "pytest") or {}
    legacy = own.get("ini_options")
    return legacy if isinstance(legacy, dict) else own or None


_READERS: Mapping[str, Callable[[str], Options | None]] = {
    "pytest.toml": lambda text: _table(text, "pytest") or {},
    ".pytest.toml": lambda text: _table(text, "pytest") or {},
    "pytest.ini": lambda text: _ini(text, "pytest") or {},
    ".pytest.ini": lambda text: _ini(text, "pytest") or {},
    "pyproject.toml": _pyproject,
    "tox.ini": lambda text: _ini(text, "pytest"),
    "setup.cfg": lambda text: _ini(text, "tool:pytest"),
}
"""The files in pytest's order. The first four count even where they are empty."""

CONFIGURATIONS = frozenset(_READERS)
"""The names of all files that may hold pytest's options."""


def _collection(options: Options) -> PytestOptions:
    default = PytestOptions()
    return PytestOptions(
        _words(options.get("python_files"), default.files),
        _words(options.get("python_classes"), default.classes),
        _words(options.get("python_functions"), default.functions),
    )


def _words(value: Any, default: tuple[str, ...]) -> tuple[str, ...]:
    """Return the items of a list, or the words of a text, quoted as in a shell."""
    if isinstance(value, list):
        return tuple(map(str, value))
    if not isinstance(value, str):
        return default
    try:
        return tuple(shlex.split(value))
    except ValueError:
        return default
