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
from flake8_uec.project import looks
from flake8_uec.project.document import Document, read_config, read_pyproject
from flake8_uec.project.known import Known
from flake8_uec.project.layer import Layers
from flake8_uec.project.mistakes import ConfigError, Mistake
from flake8_uec.project.overrides import Overrides
from flake8_uec.project.sources import Sources
from flake8_uec.project.version import accepts, specifier_problem

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
    copy_of: the tops of a work tree of a run's own and of the user's that it is a copy of: what a configuration in
        the one extends outside of it lies where the other has it.
    """

    def __init__(
        self,
        known: Known,
        overrides: Overrides | None = None,
        *,
        isolated: bool = False,
        config: str | None = None,
        directory: str | None = None,
        copy_of: tuple[str, str] | None = None,
    ) -> None:
        self._known = known
        self._overrides = overrides or Overrides()
        self._isolated = isolated
        self._config = config
        self._here = Path(directory) if directory else _working_directory()
        self._copy_of = copy_of
        self._tables: dict[Path, _Table | None] = {}
        self._roots: dict[Path, Path | None] = {}
        self._by_root: dict[Path, Settings] = {}
        self._by_directory: dict[str, Settings] = {}
        self.files: set[str] = set()
        """The absolute paths of the files that settings were read from, those that could not be read among them."""

    def on(self, day: str) -> Resolver:
        """Return what gives the settings of another day, where the command line names none."""
        other = object.__new__(Resolver)  # the module `copy` is not asked: a project may have one
        vars(other).update(vars(self))
        other._overrides = self._overrides if self._overrides.today else replace(self._overrides, today=day)
        other._by_root, other._by_directory = {}, {}
        return other

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
        document = read_pyproject(path, self._shown(path)) if looks.is_file(str(path)) else None
        return _Table(folder, document) if document else None

    def _shown(self, path: Path) -> str:
        """Return a path as the user is told of it: relative where it lies below the working directory."""
        return str(path.relative_to(self._here) if path.is_relative_to(self._here) else path)

    def _settings(self, root: Path, document: Document | None) -> Settings:
        path = self._here / document.name if document else Path()
        settings = Settings(root=str(root), config=str(path) if document else "", today=strftime("%Y-%m-%d"))
        layers, sources = Layers(self._known), Sources(self._shown, self._copy_of)
        for one in sources.of(document, path):
            settings = layers.over(settings, one)
            _check_version(one, layers)
        self.files |= sources.files
        layers.mistakes += sources.mistakes
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
    return folder if any(looks.exists(str(folder / mark)) for mark in (PYPROJECT, ".git")) else None


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


def _check_version(document: Document, layers: Layers) -> None:
    """Note where a document does not take this version; one that is no version is told elsewhere."""
    wanted = document.table.get("required-version")
    if isinstance(wanted, str) and wanted and not specifier_problem(wanted) and not accepts(wanted, __version__):
        problem = f"this project takes flake8-uec {wanted}, and this is {__version__}"
        layers.mistakes.append(document.mistake(("required-version",), problem))
