"""Which files a run looks at."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flake8_uec.model.settings import Settings
from flake8_uec.project.ignored import Everything, Scope, scope_of
from flake8_uec.semantics.patterns import Patterns, patterns

SettingsFor = Callable[[str], Settings]

PYTHON = (".py", ".pyi")
LARGEST_TEXT = 1_000_000
"""Bytes from which on a file that is no Python is not searched for conflict markers."""

_ROOT_MARKS = frozenset({"pyproject.toml", ".git"})
"""Without one of these, a directory has the settings of the one above."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A path that cannot be linted, and why."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a run looks at, each in the order of the paths as bytes.

    python: files to lint; those below the working directory are named relative to it, if the paths were.
    text: other files that git tracks, small enough to be searched for conflict markers. Not yet read: some
        may be binary.
    problems: paths that cannot be linted.
    """

    python: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def discover(paths: Sequence[str], settings_for: SettingsFor) -> Discovery:
    """Return the files to lint below some paths, each once. Raise `ConfigError`.

    A path that is named is linted whatever its suffix, and though it be ignored or excluded;
    `force_exclude` lets exclusions hold for it too. Symbolic links to files are followed, those to
    directories only where they are named.
    """
    search = _Search(settings_for)
    for path in paths:
        search.add(path)
    return Discovery(_in_order(search.python), _in_order(search.text), tuple(search.problems))


def _in_order(files: dict[str, str]) -> tuple[str, ...]:
    return tuple(sorted(files.values(), key=os.fsencode))


@dataclass(frozen=True, slots=True)
class _Folder:
    """A directory on the way. `prefix` is what its entries' paths begin with."""

    path: str
    settings: Settings
    scope: Scope

    @property
    def prefix(self) -> str:
        return "" if self.path == "." else self.path.rstrip("/") + "/"


class _Search:
    """Collects files by absolute path, so that two ways to write one path count once."""

    def __init__(self, settings_for: SettingsFor) -> None:
        self._settings_for = settings_for
        self.python: dict[str, str] = {}
        self.text: dict[str, str] = {}
        self.problems: list[Problem] = []

    def add(self, path: str) -> None:
        """Collect a path that the user named."""
        try:
            mode = os.stat(path).st_mode
        except (OSError, ValueError) as error:
            self._fail(path, error)
            return
        path = os.path.normpath(path)
        settings = self._settings_for(path if stat.S_ISDIR(mode) else os.path.dirname(path) or ".")
        if settings.files.force_exclude and _excludes(settings).match_within(_relative(path, settings)):
            return
        if stat.S_ISDIR(mode):
            self._walk(path, settings)
        elif stat.S_ISREG(mode):
            self.python.setdefault(os.path.abspath(path), path)
        else:
            self.problems.append(Problem(path, "not a regular file"))

    def _walk(self, top: str, settings: Settings) -> None:
        scope = scope_of(top) if settings.files.respect_gitignore else Everything()
        pending = [_Folder(top, settings, scope)]
        while pending:
            folder = pending.pop()
            try:
                pending += self._visit(folder)
            except OSError as error:
                self._fail(folder.path, error)

    def _visit(self, folder: _Folder) -> list[_Folder]:
        """Collect the files of a directory, and return the directories in it. Raise `OSError`."""
        with os.scandir(folder.path) as scan:
            entries = list(scan)
        settings = folder.settings
        if any(entry.name in _ROOT_MARKS for entry in entries):
            settings = self._settings_for(folder.path)
        excludes, relative = _excludes(settings), _prefix(_relative(folder.path, settings))
        meant = patterns(settings.policy.conflict_exclude)
        inner = []
        for entry in entries:
            if excludes.matches(relative + entry.name):
                continue
            path = folder.prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                scope = folder.scope.enter(path)
                inner += [_Folder(path, settings, scope)] if scope else []
            elif entry.name.endswith(PYTHON):
                self._add_python(path, folder.scope)
            elif folder.scope.tracks(path) and not meant.matches(relative + entry.name):
                self._add_text(path, entry)
        return inner

    def _add_python(self, path: str, scope: Scope) -> None:
        """Pipes, sockets and links that lead nowhere are left out."""
        if scope.keeps(path) and os.path.isfile(path):
            self.python.setdefault(os.path.abspath(path), path)

    def _add_text(self, path: str, entry: os.DirEntry[str]) -> None:
        if entry.is_file(follow_symlinks=False) and entry.stat().st_size < LARGEST_TEXT:
            self.text.setdefault(os.path.abspath(path), path)

    def _fail(self, path: str, error: OSError | ValueError) -> None:
        self.problems.append(Problem(path, getattr(error, "strerror", None) or str(error)))


def _excludes(settings: Settings) -> Patterns:
    return patterns((*settings.files.exclude, *settings.files.extend_exclude))


def _relative(path: str, settings: Settings) -> str:
    return os.path.relpath(path, settings.root).replace(os.sep, "/")


def _prefix(relative: str) -> str:
    return "" if relative == "." else relative + "/"
