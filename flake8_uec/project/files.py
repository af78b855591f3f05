"""Which files a run looks at."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence

from flake8_uec.model.settings import Settings
from flake8_uec.model.values import dataclass
from flake8_uec.project import looks
from flake8_uec.project.disk import entries, is_file
from flake8_uec.project.ignored import Scope, scope_of
from flake8_uec.project.places import DIRECTORY
from flake8_uec.semantics.patterns import Patterns, patterns

SettingsFor = Callable[[str], Settings]

PYTHON = (".py", ".pyi")
LARGEST_TEXT = 1_000_000
"""Bytes from which on a file that is no Python is not searched for conflict markers."""

ROOT_MARKS = frozenset({"pyproject.toml", ".git"})
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
    problems = sorted(search.problems.values(), key=lambda problem: os.fsencode(problem.path))
    return Discovery(_in_order(search.python), _in_order(search.text), tuple(problems))


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

    @property
    def absolute(self) -> str:
        """The same as an absolute path."""
        return os.path.abspath(self.path).rstrip("/") + "/"


def is_left_out(path: str, settings: Settings) -> bool:
    """Tell whether a file that is named, rather than found, is excluded all the same."""
    return settings.files.force_exclude and is_excluded(path, settings)


def is_excluded(path: str, settings: Settings) -> bool:
    """Tell whether a file, or a directory that it lies in, is excluded from a walk."""
    return _excludes(settings).match_within(_relative(path, settings))


class _Search:
    """Collects by absolute path, so that two ways to write one path count once."""

    def __init__(self, settings_for: SettingsFor) -> None:
        self._settings_for = settings_for
        self.python: dict[str, str] = {}
        self.text: dict[str, str] = {}
        self.problems: dict[str, Problem] = {}

    def add(self, path: str) -> None:
        """Collect a path that the user named."""
        looks.at(path)
        try:
            mode = os.stat(path).st_mode
        except (OSError, ValueError) as error:
            self._fail(path, reason(error))
            return
        path = os.path.normpath(path)
        settings = self._settings_for(path if stat.S_ISDIR(mode) else os.path.dirname(path) or ".")
        if is_left_out(path, settings):
            return
        if stat.S_ISDIR(mode):
            self._walk(path, settings)
        elif stat.S_ISREG(mode):
            self.python.setdefault(os.path.abspath(path), path)
        else:
            self._fail(path, "not a regular file")

    def _walk(self, top: str, settings: Settings) -> None:
        pending = [_Folder(top, settings, scope_of(top, settings.files.respect_gitignore))]
        while pending:
            folder = pending.pop()
            try:
                pending += self._visit(folder)
            except OSError as error:
                self._fail(folder.path, reason(error))

    def _visit(self, folder: _Folder) -> list[_Folder]:
        """Collect the files of a directory, and return the directories in it. Raise `OSError`."""
        found = entries(folder.path)
        settings = folder.settings
        if any(entry.name in ROOT_MARKS for entry in found):
            settings = self._settings_for(folder.path)
        excludes, relative = _excludes(settings), _prefix(_relative(folder.path, settings))
        meant = patterns(settings.policy.conflict_exclude)
        inner, absolute = [], folder.absolute
        for entry in found:
            if entry.name == DIRECTORY or excludes.matches(relative + entry.name):
                continue
            path = folder.prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                scope = folder.scope.enter(path)
                inner += [_Folder(path, settings, scope)] if scope else []
            elif entry.name.endswith(PYTHON):
                if folder.scope.keeps(path) and is_file(entry):
                    self.python.setdefault(absolute + entry.name, path)
            elif folder.scope.tracks(path) and not meant.matches(relative + entry.name) and _may_be_text(entry):
                self.text.setdefault(absolute + entry.name, path)
        return inner

    def _fail(self, path: str, message: str) -> None:
        self.problems.setdefault(os.path.abspath(path), Problem(path, message))


def reason(error: OSError | ValueError) -> str:
    """Return why a path cannot be used, in the words of the system."""
    return getattr(error, "strerror", None) or str(error)


def _may_be_text(entry: os.DirEntry[str]) -> bool:
    """Leave out links: what they lead to is found where it lies. A file that cannot be asked is reported later."""
    try:
        if not entry.is_file(follow_symlinks=False):
            return False
    except OSError:
        return True
    status = looks.status(entry.path)
    return status is None or status.st_size < LARGEST_TEXT


def _excludes(settings: Settings) -> Patterns:
    return patterns((*settings.files.exclude, *settings.files.extend_exclude))


def _relative(path: str, settings: Settings) -> str:
    return os.path.relpath(path, settings.root).replace(os.sep, "/")


def _prefix(relative: str) -> str:
    return "" if relative == "." else relative + "/"
