"""Which files a run looks at."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from flake8_uec.model.settings import Settings
from flake8_uec.project import git
from flake8_uec.semantics.patterns import Patterns

if TYPE_CHECKING:
    from pathspec import PathSpec

SettingsFor = Callable[[str], Settings]
PYTHON = (".py", ".pyi")
LARGEST_TEXT = 1_000_000
"""Bytes above which a file that is no Python is not searched for conflict markers."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A path that cannot be linted, and why."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a run looks at: Python files, other text files (for UEC001 alone), and paths that failed."""

    python: tuple[str, ...]
    text: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Found:
    python: dict[str, str] = field(default_factory=dict)
    text: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def discover(paths: Sequence[str], settings_for: SettingsFor) -> Discovery:
    """Return the files to lint, each once, in the order of their paths as bytes. Raise `ConfigError`."""
    found = _Found()
    for path in paths:
        path = os.path.normpath(path)
        try:
            mode = os.stat(path).st_mode
        except (OSError, ValueError) as error:
            found.problems.append(Problem(path, getattr(error, "strerror", "") or str(error)))
            continue
        if stat.S_ISDIR(mode):
            _Walk(path, settings_for, found).run()
        elif not stat.S_ISREG(mode):
            found.problems.append(Problem(path, "not a regular file"))
        elif not _excluded_by_force(path, settings_for):
            found.python.setdefault(os.path.abspath(path), path)
    return Discovery(_ordered(found.python), _ordered(found.text), tuple(found.problems))


def _ordered(files: dict[str, str]) -> tuple[str, ...]:
    return tuple(sorted(files.values(), key=os.fsencode))


def _excluded_by_force(path: str, settings_for: SettingsFor) -> bool:
    """Tell whether a file that the user names is left out all the same: excluded, or ignored by git."""
    folder = os.path.dirname(path) or "."
    settings = settings_for(folder)
    if not settings.files.force_exclude:
        return False
    relative = _relative(path, settings.root)
    parts = relative.split("/")
    heads = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
    return any(_excludes(settings).matches(head) for head in heads)


def _relative(path: str, root: str) -> str:
    return os.path.relpath(path, root).replace(os.sep, "/")


@lru_cache(maxsize=64)
def _compiled(patterns: tuple[str, ...]) -> Patterns:
    return Patterns(patterns)


def _excludes(settings: Settings) -> Patterns:
    return _compiled((*settings.files.exclude, *settings.files.extend_exclude))


class _Walk:
    """The walk of one directory that the user named."""

    def __init__(self, top: str, settings_for: SettingsFor, found: _Found) -> None:
        self.top = top
        self.settings_for = settings_for
        self.found = found
        self.seen: set[tuple[int, int]] = set()
        self.listed = git.ls_files(top, "-co", "--exclude-standard")
        self.kept = _with_parents(self.listed) if self.listed is not None else None

    def run(self) -> None:
        """Collect the Python files below the directory, and the text files that git tracks."""
        self._directory(self.top, "", [])
        if self.kept is not None:
            for name in git.ls_files(self.top, "-c") or ():
                self._text(name)

    def _directory(self, path: str, inner: str, ignores: list[tuple[str, PathSpec]]) -> None:
        settings = self.settings_for(path)
        gitignore = self.kept is None and settings.files.respect_gitignore
        try:
            entries = sorted(os.scandir(path), key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            self.found.problems.append(Problem(path, error.strerror or str(error)))
            return
        if gitignore and any(entry.name == ".gitignore" for entry in entries):
            ignores = [*ignores, (inner, _gitignore(os.path.join(path, ".gitignore")))]
        for entry in entries:
            name = f"{inner}/{entry.name}" if inner else entry.name
            if not self._left_out(entry, name, settings, ignores):
                self._entry(entry, name, ignores)

    def _entry(self, entry: os.DirEntry[str], name: str, ignores: list[tuple[str, PathSpec]]) -> None:
        path = entry.path if self.top != "." else name
        if entry.is_dir(follow_symlinks=False):
            self._directory(path, name, ignores)
        elif entry.name.endswith(PYTHON) and entry.is_file():
            self.found.python.setdefault(os.path.abspath(path), path)

    def _left_out(
        self, entry: os.DirEntry[str], name: str, settings: Settings, ignores: list[tuple[str, PathSpec]]
    ) -> bool:
        if _excludes(settings).matches(_relative(entry.path, settings.root)):
            return True
        if not settings.files.respect_gitignore:
            return False
        if self.kept is not None:
            return name not in self.kept
        slash = "/" * entry.is_dir(follow_symlinks=False)
        return any(spec.match_file((name[len(base) + 1 :] if base else name) + slash) for base, spec in ignores)

    def _text(self, name: str) -> None:
        path = os.path.join(self.top, name) if self.top != "." else name
        settings = self.settings_for(os.path.dirname(path) or ".")
        relative = _relative(path, settings.root)
        if name.endswith(PYTHON) or _compiled(settings.policy.conflict_exclude).matches(relative):
            return
        parts = relative.split("/")
        if any(_excludes(settings).matches("/".join(parts[:end])) for end in range(1, len(parts) + 1)):
            return
        if _is_small_file(path):
            self.found.text.setdefault(os.path.abspath(path), path)


def _is_small_file(path: str) -> bool:
    try:
        status = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size < LARGEST_TEXT


def _with_parents(names: Sequence[str]) -> set[str]:
    """Return paths and every directory that leads to one."""
    kept = set(names)
    for name in names:
        while (name := name.rpartition("/")[0]) and name not in kept:
            kept.add(name)
    return kept


def _gitignore(path: str) -> PathSpec:
    from pathspec import PathSpec  # noqa: PLC0415 -- only outside a repository

    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return PathSpec.from_lines("gitwildmatch", file)
    except OSError:
        return PathSpec([])
