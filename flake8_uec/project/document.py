"""A TOML file that holds a configuration, with the places of its keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path as FilePath
from typing import Any

from flake8_uec import presets
from flake8_uec.model.values import dataclass
from flake8_uec.project import disk
from flake8_uec.project.locate import Path, key_lines, spell
from flake8_uec.project.mistakes import ConfigError, Mistake
from flake8_uec.project.toml import parse

TABLE = ("tool", "flake8-uec")
_PLACE = re.compile(r"\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


@dataclass(frozen=True)
class Document:
    """A table of settings. `name` is how the user is told of its file, `prefix` where the table lies in it.

    `label` stands for the places of a document that is no file of the user's.
    """

    name: str
    text: str
    table: Mapping[str, Any]
    prefix: Path = ()
    label: str = ""

    @cached_property
    def _lines(self) -> Mapping[Path, int]:
        return key_lines(self.text)

    def line(self, path: Path) -> int:
        """Return the 1-based line of a key of the table, or of what holds it; 0 where there is none."""
        full = (*self.prefix, *path)
        lines = (self._lines.get(full[:length]) for length in range(len(full), 0, -1))
        return next((line for line in lines if line), 0)

    def origin(self, path: Path) -> str:
        """Return where a key of the table is set, for a reader."""
        return self.label or f"{self.name}:{self.line(path)}"

    def mistake(self, path: Path, message: str) -> Mistake:
        """Return a mistake at a key of the table."""
        return Mistake(self.name, self.line(path), spell(path), message)


def read_pyproject(path: FilePath, name: str) -> Document | None:
    """Return the table of a `pyproject.toml`, `None` where it has none. Raise `ConfigError`.

    A file that never says `flake8-uec` is not parsed: it is not ours to judge.
    """
    text = _read(path, name)
    return _table(_parse(text, name), text, name) if TABLE[-1] in text else None


def read_config(path: FilePath, name: str) -> Document:
    """Return the settings of the file that `--config` names. Raise `ConfigError`."""
    text = _read(path, name)
    data = _parse(text, name)
    document = _table(data, text, name)
    if document is None and path.name == "pyproject.toml":
        raise ConfigError([Mistake(name, 0, "", f"has no [{spell(TABLE)}] table")])
    return document or Document(name, text, data)


@cache
def read_preset(preset: str) -> Document:
    """Return a preset that the package ships."""
    # `importlib.resources` would take longer to import than the rest of this takes.
    text = FilePath(presets.__path__[0], f"{preset}.toml").read_text(encoding="utf-8")
    return Document(f"{preset}.toml", text, parse(text), label=f"preset {preset}")


def _read(path: FilePath, name: str) -> str:
    try:
        data = disk.read(str(path))
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError([Mistake(name, line, "", f"not valid UTF-8: {error.reason}")]) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigError([Mistake(name, 0, "", f"cannot be read: {reason}")]) from error


def _parse(text: str, name: str) -> dict[str, Any]:
    try:
        return parse(text)
    except ValueError as error:
        message = str(error)
        place = _PLACE.search(message)
        line = int(place["line"] or text.count("\n") + 1) if place else 0
        raise ConfigError([Mistake(name, line, "", f"not valid TOML: {_PLACE.sub('', message)}")]) from error


def _table(data: Mapping[str, Any], text: str, name: str) -> Document | None:
    table: Any = data
    for depth, part in enumerate(TABLE, 1):
        table = table.get(part)
        if table is None:
            return None
        if not isinstance(table, dict):
            mistake = Document(name, text, {}).mistake(TABLE[:depth], "expected a table")
            raise ConfigError([mistake])
    return Document(name, text, table, TABLE)
