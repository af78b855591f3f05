"""What git ignores, as a walk over directories asks for it.

As ruff, only inside a work tree: a `.gitignore` elsewhere says nothing.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from flake8_uec.model.values import dataclass
from flake8_uec.project import git, looks

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class Scope(Protocol):
    """The answers for one directory. Paths are as the walk writes them, below the directory it began with."""

    def keeps(self, path: str) -> bool:
        """Tell whether a file is not ignored."""

    def tracks(self, path: str) -> bool:
        """Tell whether git tracks a file."""

    def enter(self, path: str) -> Scope | None:
        """Return the answers for a directory in this one, `None` where it is ignored."""


@dataclass(frozen=True, slots=True)
class _Everything:
    """Nothing is ignored: outside a work tree, or because the user said so."""

    tracked: frozenset[str] = frozenset()

    def keeps(self, path: str) -> bool:
        return True

    def tracks(self, path: str) -> bool:
        return path in self.tracked

    def enter(self, path: str) -> Scope:
        return scope_of(path, respect_gitignore=False) if path in self.tracked else self


@dataclass(frozen=True, slots=True)
class _Listing:
    """What git itself lists; a directory in `files` is a repository of its own."""

    files: frozenset[str]
    tracked: frozenset[str]
    folders: frozenset[str]

    def keeps(self, path: str) -> bool:
        return path in self.files

    def tracks(self, path: str) -> bool:
        return path in self.tracked

    def enter(self, path: str) -> Scope | None:
        if path in self.folders:
            return self
        if path in self.files:
            return scope_of(path)
        # Git is silent on a directory that it may not look into; the walk is to stumble over it.
        looks.at(path)
        return None if os.access(path, os.R_OK | os.X_OK) or git.is_ignored(path) else self


@dataclass(frozen=True, slots=True)
class _Gitignores:
    """Where git does not answer for a work tree: its `.gitignore` files, the outermost first."""

    specs: tuple[tuple[str, GitIgnoreSpec], ...]

    def keeps(self, path: str) -> bool:
        return not self._ignores(os.path.abspath(path))

    def tracks(self, path: str) -> bool:
        return False

    def enter(self, path: str) -> Scope | None:
        folder = os.path.abspath(path)
        return None if self._ignores(folder + "/") else self.within(folder)

    def within(self, folder: str) -> _Gitignores:
        """Return these with the directory's own `.gitignore`."""
        from pathspec import GitIgnoreSpec  # noqa: PLC0415 -- slow to import, and seldom needed

        file = os.path.join(folder, ".gitignore")
        looks.at(file)
        try:
            lines = Path(file).read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return self
        return _Gitignores(((folder + "/", GitIgnoreSpec.from_lines(lines)), *self.specs))

    def _ignores(self, path: str) -> bool:
        """The innermost file that says anything of a path decides."""
        answers = (spec.check_file(path.removeprefix(base)).include for base, spec in self.specs)
        return next((answer for answer in answers if answer is not None), False)


def scope_of(directory: str, respect_gitignore: bool = True) -> Scope:
    """Return what git ignores and tracks below a directory; the directory itself counts as kept."""
    tree = git.work_tree(directory)
    if tree is None:
        return _Everything()
    listed = git.ls_files(directory)
    if respect_gitignore and listed is None:
        return _read_gitignores(tree, os.path.abspath(directory))
    prefix = "" if directory == "." else f"{directory}/".replace("//", "/")
    tracked = frozenset(prefix + one.path for one in listed or () if one.tracked)
    if not respect_gitignore or (not listed and git.is_ignored(directory)):
        return _Everything(tracked)
    files = frozenset(prefix + one.path for one in listed or ())
    return _Listing(files, tracked, _folders(files))


def _folders(files: frozenset[str]) -> frozenset[str]:
    folders: set[str] = set()
    for path in files:
        while (path := path.rpartition("/")[0]) and path not in folders:
            folders.add(path)
    return frozenset(folders)


def _read_gitignores(tree: str, directory: str) -> _Gitignores:
    scope = _Gitignores(()).within(tree)
    folder = tree
    for part in Path(directory).relative_to(tree).parts:
        folder = os.path.join(folder, part)
        scope = scope.within(folder)
    return scope
