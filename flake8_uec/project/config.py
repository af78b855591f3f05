"""Finds the configuration of a directory: command line, then the nearest table, then the preset."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from time import strftime
from typing import TypeVar

from flake8_uec import __version__
from flake8_uec.model.settings import Settings
from flake8_uec.model.values import dataclass
from flake8_uec.project.document import Document, read_config, read_preset, read_pyproject
from flake8_uec.project.known import PRESETS, Known
from flake8_uec.project.layer import Layers
from flake8_uec.project.mistakes import ConfigError, Mistake
from flake8_uec.project.overrides import Overrides
from flake8_uec.project.version import accepts

PYPROJECT = "pyproject.toml"

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class _Table:
    folder: Path
    document: Document


class Resolver:
    """Gives each directory its settings; directories with one root share one object.

    known: what a configuration may name.
    overrides: what the command line said.
    isolated: read no configuration.
    config: a TOML file to read for every directory, a `pyproject.toml` or one with our keys at its top. Its
        patterns are relative to the working directory.
    directory: an absolute directory to stand for the working directory.
    """

    def __init__(
        self,
        known: Known,
        overrides: Overrides | None = None,
        *,
        isolated: bool = False,
        config: str | None = None,
        directory: str | None = None,
    ) -> None:
        self._known = known
        self._overrides = overrides or Overrides()
        self._isolated = isolated
        self._config = config
        self._here = Path(directory) if directory else _working_directory()
        self._tables: dict[Path, _Table | None] = {}
        self._roots: dict[Path, Path | None] = {}
        self._by_root: dict[Path, Settings] = {}
        self._by_directory: dict[str, Settings] = {}

    def on(self, day: str) -> Resolver:
        """Return what gives the settings of another day, where the command line names none."""
        overrides = self._overrides if self._overrides.today else replace(self._overrides, today=day)
        options = {"isolated": self._isolated, "config": self._config, "directory": str(self._here)}
        return Resolver(self._known, overrides, **options)  # type: ignore[arg-type]

    def settings_for(self, directory: str) -> Settings:
        """Return the settings of the files in a directory, which need not exist. Raise `ConfigError`."""
        if directory not in self._by_directory:
            root, document = self._find(Path(os.path.normpath(self._here / directory)))
            if root not in self._by_root:
                self._by_root[root] = self._settings(root, document)
            self._by_directory[directory] = self._by_root[root]
        return self._by_directory[directory]

    def _find(self, directory: Path) -> tuple[Path, Document | None]:
        """Return the root of a directory, and the table that holds for it.

        Without a table, the root is the nearest project, else the working directory, else the directory.
        """
        if self._named:
            return self._here, self._named
        if not self._isolated and (found := _inherited(self._tables, directory, self._table_in)):
            return found.folder, found.document
        fallback = self._here if directory.is_relative_to(self._here) else directory
        return _inherited(self._roots, directory, _root_in) or fallback, None

    @cached_property
    def _named(self) -> Document | None:
        if self._config is None or self._isolated:
            return None
        path = self._here / self._config
        return read_config(path, self._shown(path))

    def _table_in(self, folder: Path) -> _Table | None:
        path = folder / PYPROJECT
        document = read_pyproject(path, self._shown(path)) if _holds(path.is_file) else None
        return _Table(folder, document) if document else None

    def _shown(self, path: Path) -> str:
        """Return a path as the user is told of it: relative where it lies below the working directory."""
        return str(path.relative_to(self._here) if path.is_relative_to(self._here) else path)

    def _settings(self, root: Path, document: Document | None) -> Settings:
        preset = _preset_of(document)
        config = str(self._here / document.name) if document else ""
        settings = Settings(root=str(root), config=config, preset=preset, today=strftime("%Y-%m-%d"))
        layers = Layers(self._known)
        if preset != "none":
            settings = layers.over(settings, read_preset(preset))
        if document:
            settings = layers.over(settings, document)
        wanted = settings.required_version
        if document and wanted and not accepts(wanted, __version__):
            problem = f"this project takes flake8-uec {wanted}, and this is {__version__}"
            layers.mistakes.append(document.mistake(("required-version",), problem))
        layers.check()
        self._overrides.check(self._known, layers.codes)
        return self._overrides.over(replace(settings, origins=layers.origins), str(self._here))


def _working_directory() -> Path:
    try:
        return Path.cwd()
    except OSError as error:
        message = f"the working directory cannot be had: {error.strerror}"
        raise ConfigError([Mistake("", 0, "", message)]) from error


def _root_in(folder: Path) -> Path | None:
    return folder if any(_holds((folder / mark).exists) for mark in (PYPROJECT, ".git")) else None


def _inherited(known: dict[Path, Found | None], folder: Path, look: Callable[[Path], Found | None]) -> Found | None:
    """Return what the nearest folder upward holds, and remember it for each folder on the way."""
    found, on_the_way = None, []
    for one in chain((folder,), _upward(folder)):
        found = known[one] if one in known else look(one)
        on_the_way.append(one)
        if found is not None or one in known:
            break
    known.update(dict.fromkeys(on_the_way, found))
    return found


def _upward(folder: Path) -> Iterator[Path]:
    """Yield the folders above one, made as they are asked for: mostly the first is known."""
    while (parent := folder.parent) != folder:
        folder = parent
        yield folder


def _holds(look: Callable[[], bool]) -> bool:
    """Ask the disk; what may not be looked at, or cannot be a path, is not there."""
    try:
        return look()
    except (OSError, ValueError):
        return False


def _preset_of(document: Document | None) -> str:
    """Return the preset that a document asks for; the default where it names none that there is."""
    preset = document.table.get("preset") if document else None
    return preset if isinstance(preset, str) and preset in PRESETS else PRESETS[0]
