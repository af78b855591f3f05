"""What one process does with one file: read, decode, lint, suppress."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from flake8_uec.engine.annotate import Annotate
from flake8_uec.engine.baseline import Comparison, compare
from flake8_uec.engine.control import Codes, Controlled, control
from flake8_uec.engine.fix import Fixed, Fixer
from flake8_uec.engine.fixable import may_apply
from flake8_uec.engine.lint import SYNTAX_ERROR, Linter
from flake8_uec.model.diagnostic import Diagnostic, Range
from flake8_uec.model.entry import Entry
from flake8_uec.model.rule import Phase
from flake8_uec.model.settings import Settings
from flake8_uec.model.source import Position, Source, UndecodableError
from flake8_uec.project.baseline import Baseline, load
from flake8_uec.project.config import Resolver
from flake8_uec.project.disk import Disk
from flake8_uec.project.files import reason
from flake8_uec.project.index import DiskProject
from flake8_uec.rules import rules_for
from flake8_uec.semantics.identity import scopes

IO_ERROR = "UEC005"
NAMELESS = ("-", "stdin")
"""How the command and flake8 call standard input that was given no name."""

BINARY_WITHIN = 8192
"""A file with a NUL in so many bytes from its start is no text, as git has it."""

_START = Range(Position(1, 1), Position(1, 1))


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a file, or of some.

    hidden: the files that failed in a way that is not selected.
    files: how many there were.
    path: the file, of one.
    renames: the new names that it gives to names of the policy, each after its module.
    held: the names of the policy that it takes from other modules.
    known: the findings that the baseline knows, each with its entry there.
    excused: the findings that a comment hides.
    undecided: what a rule could not decide, as findings that say why.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    hidden: tuple[str, ...] = ()
    files: int = 0
    path: str = ""
    renames: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    undecided: tuple[Diagnostic, ...] = ()
    known: tuple[tuple[Entry, Diagnostic], ...] = ()
    excused: tuple[Diagnostic, ...] = ()

    @classmethod
    def of(cls, results: Iterable[Result]) -> Result:
        """Return one result of many."""
        results = list(results)
        diagnostics = tuple(one for result in results for one in result.diagnostics)
        hidden = tuple(path for result in results for path in result.hidden)
        return cls(diagnostics, hidden, sum(result.files for result in results))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What fixing one file gave: its bytes before and after, and the findings that were fixed, or got a comment.

    unsettled: the codes of fixes that undo each other; nothing was changed then.
    """

    path: str
    before: bytes
    after: bytes
    applied: tuple[Diagnostic, ...]
    unsettled: tuple[str, ...] = ()


class Worker:
    """Lints files, each by the settings of its directory. Holds what is worth remembering between files."""

    def __init__(self, resolver: Resolver, disk: Disk | None = None) -> None:
        self.resolver = resolver
        self.disk = disk or Disk()
        self.renames: Collection[str] | None = None
        self.held: Collection[str] | None = None
        self._linters: dict[int, Linter] = {}
        self._baselines: dict[str, Baseline | None] = {}

    def linter(self, settings: Settings) -> Linter:
        """Return the linter of a configuration."""
        key = id(settings)
        if key not in self._linters:
            rules = rules_for(settings.policy)
            self._linters[key] = Linter(rules, settings, DiskProject(settings, self.disk), self.renames, self.held)
        return self._linters[key]

    def know(self, renames: Collection[str] | None, held: Collection[str] | None = None) -> None:
        """Take over the new names of policy names, and which of them the project's files take from one another."""
        if (renames, held) != (self.renames, self.held):
            self.renames, self.held = renames, held
            self._linters.clear()

    def lint(self, paths: Sequence[str], renames: Collection[str] | None = None) -> list[Result]:
        """Lint Python files. `renames` are the new names of policy names that are known of the whole project."""
        self.know(renames)
        return [replace(self._lint_file(path), path=path) for path in paths]

    def _lint_file(self, path: str) -> Result:
        try:
            data = self.disk.read(path)
        except (OSError, ValueError) as error:
            return self.unreadable(path, reason(error))
        return self.lint_bytes(data, path)

    def lint_bytes(self, data: bytes, path: str) -> Result:
        """Lint the bytes of one file, which need not lie on the disk."""
        settings = self.settings_of(path)
        try:
            source = Source.from_bytes(data, path, relative_to(settings.root, path))
        except UndecodableError as error:
            return self.unreadable(path, str(error))
        linter = self.linter(settings)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            examined = linter.examine(source)
        found = examined.diagnostics
        is_broken = any(one.code == SYNTAX_ERROR for one in found) and not linter.selector.enabled(SYNTAX_ERROR)
        controlled = _controlled(found, source, linter)
        compared = self.compared(controlled.shown, source, settings)
        undecided = _reported(examined.undecided, source, linter)
        known = tuple(compared.known.items())
        hidden = (path,) * is_broken
        told = Result(compared.new, hidden, 1, path, examined.renames, examined.held, undecided, known)
        return replace(told, excused=controlled.hidden)

    def compared(self, found: Sequence[Diagnostic], source: Source, settings: Settings) -> Comparison:
        """Hold the findings of a file against the baseline. Raise `ConfigError` where that cannot be read."""
        baseline = self.baseline(settings)
        if baseline is None:
            return Comparison({}, tuple(found))
        known = baseline.by_path.get(source.relative, ())
        return compare(found, source.relative, known, baseline.homeless, partial(scopes, source.text))

    def baseline(self, settings: Settings) -> Baseline | None:
        """Return the known findings of a project, `None` where it has no file of them."""
        if settings.root not in self._baselines:
            self._baselines[settings.root] = load(settings)
        return self._baselines[settings.root]

    def fix(
        self, paths: Sequence[str], renames: Collection[str] | None = None, held: Collection[str] | None = None
    ) -> list[Outcome]:
        """Make the fixes of Python files, in memory; those that have none to make are left out.

        `held` are the policy names that the project's files take from one another, `None` where that is not known.
        """
        self.know(renames, held)
        return [outcome for path in paths if (outcome := self._fix_file(path)) is not None]

    def _fix_file(self, path: str) -> Outcome | None:
        try:
            data = self.disk.read(path)
        except (OSError, ValueError):
            return None  # linting has told it
        return self.fix_bytes(data, path)

    def fix_bytes(self, data: bytes, path: str) -> Outcome | None:
        """Make the fixes of the bytes of one file, which need not lie on the disk; `None` where there are none."""
        settings = self.settings_of(path)
        linter = self.linter(settings)
        try:
            source = Source.from_bytes(data, path, relative_to(settings.root, path))
        except UndecodableError:
            return None
        fixer = Fixer(
            lambda now: self.compared(_reported(linter.lint(now), now, linter), now, settings).new,
            lambda one: may_apply(one, settings.fixing),
            linter.tidy,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fixed = fixer.fix(source)
        return _outcome(fixed, source, data)

    def annotate(
        self,
        paths: Sequence[str],
        annotate: Annotate,
        renames: Collection[str] | None = None,
        held: Collection[str] | None = None,
    ) -> list[Outcome]:
        """Write comments about the findings of Python files, in memory; those that get none are left out."""
        self.know(renames, held)
        return [outcome for path in paths if (outcome := self._annotate_file(path, annotate)) is not None]

    def _annotate_file(self, path: str, annotate: Annotate) -> Outcome | None:
        settings = self.settings_of(path)
        linter = self.linter(settings)
        try:
            data = self.disk.read(path)
            source = Source.from_bytes(data, path, relative_to(settings.root, path))
        except (OSError, ValueError):
            return None  # linting has told it
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reported = _reported(linter.lint(source), source, linter)
            annotated = annotate(source, self.compared(reported, source, settings).new)
        return _outcome(annotated, source, data)

    def lint_text(self, paths: Sequence[str]) -> Result:
        """Look for conflict markers in files that are no Python; those that are no text are passed over."""
        return Result.of(self._lint_text_file(path) for path in paths)

    def _lint_text_file(self, path: str) -> Result:
        settings = self.settings_of(path)
        linter = self.linter(settings)
        if not any(active.rule.phase is Phase.TEXT for active in linter.active):
            return Result(files=1)
        try:
            data = self.disk.read(path)
        except (OSError, ValueError) as error:
            return self.unreadable(path, reason(error))
        if b"\0" in data[:BINARY_WITHIN]:
            return Result(files=1)
        source = Source(path, data.decode("utf-8", "replace"), relative_to(settings.root, path))
        return Result(_reported(linter.lint_text(source), source, linter), files=1)

    def fix_text(self, paths: Sequence[str]) -> list[Outcome]:
        """Make the fixes of files that are no Python, in memory; those that have none to make are left out."""
        return [outcome for path in paths if (outcome := self._fix_text_file(path)) is not None]

    def _fix_text_file(self, path: str) -> Outcome | None:
        settings = self.settings_of(path)
        linter = self.linter(settings)
        try:
            data = self.disk.read(path)
            source = Source(path, data.decode(), relative_to(settings.root, path))
        except (OSError, ValueError):
            return None  # not to be read, or no text in UTF-8
        fixer = Fixer(
            lambda now: _reported(linter.lint_text(now), now, linter),
            lambda one: may_apply(one, settings.fixing),
            lambda _, edits: edits,
            lambda _: True,
        )
        return _outcome(fixer.fix(source), source, data)

    def unreadable(self, path: str, problem: str) -> Result:
        """Return what comes of a file that cannot be read."""
        settings = self.settings_of(path)
        linter = self.linter(settings)
        if linter.reports(IO_ERROR, relative_to(settings.root, path)):
            return Result((Diagnostic(path, IO_ERROR, "io-error", problem, _START),), files=1)
        return Result(hidden=(path,) * (not linter.selector.enabled(IO_ERROR)), files=1)

    def settings_of(self, path: str) -> Settings:
        """Return the settings that hold for a file."""
        return self.resolver.settings_for(os.path.dirname(path) or ".")

    def renames_in(self, paths: Sequence[str], renames: Collection[str]) -> set[str]:
        """Return the new names that files which are not linted give to names of the policy."""
        self.know(renames)
        return {name for path in paths for name in self._renames_in_file(path)}

    def _renames_in_file(self, path: str) -> frozenset[str]:
        settings = self.settings_of(path)
        try:
            source = Source.from_bytes(self.disk.read(path), path, relative_to(settings.root, path))
        except (OSError, UndecodableError):
            return frozenset()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return self.linter(settings).renames_in(source)

    def mentioning(self, paths: Sequence[str], renames: Collection[str]) -> list[str]:
        """Return the files that may import one of some new names from the module that gives it."""
        pairs = [_Rename.of(name) for name in renames]
        return [path for path in paths if self._mentions(path, pairs)]

    def _mentions(self, path: str, renames: Iterable[_Rename]) -> bool:
        """A relative import need not spell the module, and a star import names nothing."""
        try:
            data = self.disk.read(path)
        except (OSError, ValueError):
            return False
        relative, starred = b"from ." in data, b"import *" in data
        return any(
            (relative or one.module in data) and (starred or (one.name in data and one.word.search(data)))
            for one in renames
        )


@dataclass(frozen=True, slots=True)
class _Rename:
    """A new name as a whole word, and the last part of its module's name."""

    module: bytes
    name: bytes
    word: re.Pattern[bytes]

    @classmethod
    def of(cls, rename: str) -> _Rename:
        module, _, name = rename.rpartition(".")
        word = re.compile(rb"(?<!\w)%s(?!\w)" % re.escape(name.encode()))
        return cls(module.rpartition(".")[2].encode(), name.encode(), word)


def _outcome(fixed: Fixed, source: Source, data: bytes) -> Outcome | None:
    """Return what fixing the bytes of a file gave, `None` where that is nothing."""
    after = _encoded(fixed.source, data, source)
    if after is None or not (fixed.applied or fixed.unsettled):
        return None
    return Outcome(source.path, data, after, fixed.applied, fixed.unsettled)


def _encoded(after: Source, data: bytes, before: Source) -> bytes | None:
    """Return a text as bytes, `None` where its encoding would change others than those of the edits."""
    try:
        return after.to_bytes() if before.to_bytes() == data else None
    except UnicodeEncodeError:
        return None


def relative_to(root: str, path: str) -> str:
    """Return a path relative to the configuration's root, POSIX. Standard input without a name lies nowhere."""
    if path in NAMELESS:
        return path
    return os.path.relpath(path or ".", root).replace(os.sep, "/")


def _reported(found: Iterable[Diagnostic], source: Source, linter: Linter) -> tuple[Diagnostic, ...]:
    """Drop what is not selected, ignored for this file or suppressed in it."""
    return _controlled(found, source, linter).shown


def _controlled(found: Iterable[Diagnostic], source: Source, linter: Linter) -> Controlled:
    """Drop what is not selected or ignored for this file, and part what its comments hide from what is shown."""
    kept = tuple(one for one in found if linter.reports(one.code, source.relative))
    if linter.settings.ignore_noqa:
        return Controlled(kept)
    codes = Codes(linter.codes, lambda code: linter.reports(code, source.relative))
    return control(kept, source, linter.settings.suppressing, codes)
