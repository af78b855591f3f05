"""What one process does with one file: read, decode, lint, suppress."""

from __future__ import annotations

import os
import warnings
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flake8_uec.engine.lint import SYNTAX_ERROR, Linter
from flake8_uec.engine.suppress import parse as parse_suppressions
from flake8_uec.model.diagnostic import Diagnostic, Range
from flake8_uec.model.settings import Settings
from flake8_uec.model.source import Position, Source, UndecodableError
from flake8_uec.project.config import Resolver
from flake8_uec.project.index import DiskProject
from flake8_uec.project.renames import renamed
from flake8_uec.rules import rules_for

IO_ERROR = "UEC005"
_START = Range(Position(1, 1), Position(1, 1))


@dataclass(frozen=True, slots=True)
class Result:
    """What came of some files. `broken` are the paths of files whose syntax errors are not selected."""

    diagnostics: tuple[Diagnostic, ...] = ()
    broken: tuple[str, ...] = ()
    files: int = 0


@dataclass(slots=True)
class _Collected:
    diagnostics: list[Diagnostic] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


class Worker:
    """Lints files, each by the settings of its directory. Holds what is worth remembering between files."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self.renames: Collection[str] | None = None
        self._linters: dict[int, Linter] = {}

    def linter(self, settings: Settings) -> Linter:
        """Return the linter of a configuration."""
        key = id(settings)
        if key not in self._linters:
            rules = rules_for(settings.policy)
            self._linters[key] = Linter(rules, settings, DiskProject(settings), self.renames)
        return self._linters[key]

    def know(self, renames: Collection[str] | None) -> None:
        """Take over the new names under which the project re-exports policy names."""
        if renames != self.renames:
            self.renames = renames
            self._linters.clear()

    def lint(self, paths: Sequence[str]) -> Result:
        """Lint Python files."""
        collected = _Collected()
        for path in paths:
            self._lint_file(path, collected)
        return Result(tuple(collected.diagnostics), tuple(collected.broken), len(paths))

    def _lint_file(self, path: str, collected: _Collected) -> None:
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            settings = self.resolver.settings_for(os.path.dirname(path) or ".")
            collected.diagnostics += self._io_error(path, error.strerror or str(error), settings)
            return
        self.lint_bytes(data, path, collected)

    def lint_bytes(self, data: bytes, path: str, collected: _Collected) -> None:
        """Lint the bytes of one file, which need not lie on the disk."""
        settings = self.resolver.settings_for(os.path.dirname(path) or ".")
        try:
            source = Source.from_bytes(data, path, relative_to(settings.root, path))
        except UndecodableError as error:
            collected.diagnostics += self._io_error(path, str(error), settings)
            return
        linter = self.linter(settings)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = linter.lint(source)
        if any(one.code == SYNTAX_ERROR for one in found) and not linter.selector.enabled(SYNTAX_ERROR):
            collected.broken.append(path)
        collected.diagnostics += _reported(found, source, linter)

    def _io_error(self, path: str, problem: str, settings: Settings) -> list[Diagnostic]:
        selector = self.linter(settings).selector
        ignored = selector.ignored_in(relative_to(settings.root, path), IO_ERROR)
        if ignored or not selector.enabled(IO_ERROR):
            return []
        return [io_error(path, problem)]

    def scan(self, paths: Sequence[str]) -> set[str]:
        """Return the new names that some files may give to the names of their policy."""
        found: set[bytes] = set()
        for path in paths:
            settings = self.resolver.settings_for(os.path.dirname(path) or ".")
            words = [word.encode() for word in self.linter(settings).wanted.words]
            try:
                found.update(renamed(Path(path).read_bytes(), words))
            except OSError:
                continue
        return {name.decode("utf-8", "replace") for name in found}


def io_error(path: str, problem: str) -> Diagnostic:
    """Return the diagnostic of a file that cannot be read."""
    return Diagnostic(path, IO_ERROR, "io-error", problem, _START)


def relative_to(root: str, path: str) -> str:
    """Return a path relative to the configuration's root, POSIX."""
    return os.path.relpath(path, root).replace(os.sep, "/")


def _reported(found: Iterable[Diagnostic], source: Source, linter: Linter) -> list[Diagnostic]:
    """Drop what is not selected, ignored for this file or suppressed in it."""
    found = [
        one
        for one in found
        if one.code == "UEC000"
        or (linter.selector.enabled(one.code) and not linter.selector.ignored_in(source.relative, one.code))
    ]
    if not found or linter.settings.ignore_noqa:
        return found
    suppressions = parse_suppressions(source)
    return [one for one in found if not suppressions.hides(one)]
