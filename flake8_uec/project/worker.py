"""What one process does with one file: read, decode, lint, suppress."""

from __future__ import annotations

import ast
import os
import warnings
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from flake8_uec.engine.baseline import Comparison, compare
from flake8_uec.engine.control import Codes, Controlled, control
from flake8_uec.engine.fix import Fixed, Fixer
from flake8_uec.engine.fixable import may_apply, wanted_fix
from flake8_uec.engine.lint import SYNTAX_ERROR, Linter
from flake8_uec.model.diagnostic import Diagnostic, Range
from flake8_uec.model.entry import Entry
from flake8_uec.model.facts import Question
from flake8_uec.model.rule import Phase
from flake8_uec.model.settings import Settings
from flake8_uec.model.source import Position, Source, UndecodableError
from flake8_uec.model.values import dataclass
from flake8_uec.project import looks
from flake8_uec.project.baseline import Baseline, load
from flake8_uec.project.cache import Answered
from flake8_uec.project.caches import Caches
from flake8_uec.project.config import Resolver
from flake8_uec.project.digest import digest
from flake8_uec.project.disk import Disk, Stamp
from flake8_uec.project.files import reason
from flake8_uec.project.index import DiskProject
from flake8_uec.project.paths import relative_to
from flake8_uec.project.record import LINTED, Batch, Linted, Record
from flake8_uec.rules import rules_for
from flake8_uec.semantics.identity import scopes
from flake8_uec.semantics.words import stands_in

if TYPE_CHECKING:
    from flake8_uec.engine.annotate import Annotate
    from flake8_uec.model.proposal import Surveyed
    from flake8_uec.project.before import Before
    from flake8_uec.project.surveying import LookedFor, Surveyor

IO_ERROR = "UEC005"
BINARY_WITHIN = 8192
"""A file with a NUL in so many bytes from its start is no text, as git has it."""

Present = Callable[[], Collection[str]]
"""Gives the scopes that a file has now."""

Looked = tuple[Linted, Collection[Question]]
"""What came of a file, and what it wanted to know of its project."""

Look = Callable[[bytes, str], Looked]

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
    old: those that it does not, and that were there before the change that the run is about, each as it was then.
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
    old: tuple[tuple[Entry, Diagnostic], ...] = ()
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

    def __init__(
        self,
        resolver: Resolver,
        disk: Disk | None = None,
        caches: Caches | None = None,
        before: Before | None = None,
    ) -> None:
        """`before` tells what was found before the change that the run is about."""
        self.resolver = resolver
        self.disk = disk or Disk()
        self.caches = caches or Caches()
        self.before = before
        self.renames: Collection[str] | None = None
        self.held: Collection[str] | None = None
        self._linters: dict[int, Linter] = {}
        self._projects: dict[int, DiskProject] = {}
        self._answers: dict[tuple[str, ...], Answered] = {}
        self._baselines: dict[str, Baseline | None] = {}
        self._surveyors: dict[int, Surveyor] = {}

    def linter(self, settings: Settings) -> Linter:
        """Return the linter of a configuration."""
        key = id(settings)
        if key not in self._linters:
            rules, project = rules_for(settings.policy), self.project(settings)
            self._linters[key] = Linter(rules, settings, project, self.renames, self.held)
        return self._linters[key]

    def project(self, settings: Settings) -> DiskProject:
        """Return the project of a configuration."""
        key = id(settings)
        if key not in self._projects:
            self._projects[key] = DiskProject(settings, self.disk, self.caches.of(settings).module)
        return self._projects[key]

    def know(self, renames: Collection[str] | None, held: Collection[str] | None = None) -> None:
        """Take over the new names of policy names, and which of them the project's files take from one another."""
        if (renames, held) != (self.renames, self.held):
            self.renames, self.held = renames, held
            self._linters.clear()

    def lint(self, paths: Sequence[str], renames: Collection[str] | None = None) -> Batch:
        """Lint Python files. `renames` are the new names of policy names that are known of the whole project."""
        return self._batch(paths, renames, self._lint)

    def screen(self, paths: Sequence[str], renames: Collection[str]) -> Batch:
        """Look only for the new names that files, which are not linted, give to names of the policy."""
        return self._batch(paths, renames, self._screen)

    def _batch(self, paths: Sequence[str], renames: Collection[str] | None, look: Look) -> Batch:
        self.know(renames)
        records = [self._record(path, look) for path in paths]
        modules = {project.root: project.take_read() for project in self._projects.values()}
        return Batch(paths, records, modules, looks.take())

    def _record(self, path: str, look: Look) -> Record:
        stamp = self.disk.stamp(path)
        try:
            data = self.disk.read(path)
        except (OSError, ValueError) as error:
            return Record(None, b"", {}, LINTED.encode(self._unreadable(path, reason(error))))
        return self.record(path, stamp, data, look(data, path))

    def record(self, path: str, stamp: Stamp | None, data: bytes, looked: Looked) -> Record:
        """Return what is to be remembered of a file."""
        linted, asked = looked
        project = self.project(self.settings_of(path))
        answers = dict(self._answered(question, project) for question in asked)
        return Record(stamp, digest(data), answers, LINTED.encode(linted))

    def _answered(self, question: Question, project: DiskProject) -> Answered:
        """Return a question with its answer, the same object each time: that is cheap to hand on."""
        key = (project.root, *question)
        if key not in self._answers:
            self._answers[key] = question, project.answer(question)
        return self._answers[key]

    def lint_bytes(self, data: bytes, path: str) -> Result:
        """Lint the bytes of one file, which need not lie on the disk."""
        return self.result(path, self._lint(data, path)[0], data)

    def _lint(self, data: bytes, path: str) -> Looked:
        settings = self.settings_of(path)
        try:
            source = Source.from_bytes(data, path, relative_to(settings.root, path))
        except UndecodableError as error:
            return self._unreadable(path, str(error)), ()
        return self.lint_source(source)

    def lint_source(self, source: Source, root: ast.Module | None = None) -> Looked:
        """Lint a text. `root` is its tree, where the caller has one."""
        linter = self.linter(self.settings_of(source.path))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            examined = linter.examine(source, root)
        found = examined.diagnostics
        is_broken = any(one.code == SYNTAX_ERROR for one in found) and not linter.selector.enabled(SYNTAX_ERROR)
        controlled = _controlled(found, source, linter)
        undecided = _reported(examined.undecided, source, linter)
        parts = controlled.shown, controlled.hidden, undecided, examined.renames, examined.held, is_broken
        return Linted(*parts), examined.asked

    def found(self, path: str) -> tuple[Diagnostic, ...]:
        """Return the findings of a file that can be read, whatever is known of them."""
        return self._lint(self.disk.read(path), path)[0].shown

    def result(self, path: str, linted: Linted, data: bytes | None = None) -> Result:
        """Return what a file gave, beside what is known. `data` are its bytes, if not those on the disk."""

        def present() -> Collection[str]:
            content = self.disk.read(path) if data is None else data
            return scopes(Source.from_bytes(content, path).text)

        compared, before = self._compared(linted.shown, path, present)
        known, old = tuple(compared.known.items()), tuple(before.known.items())
        renames, hidden = linted.renames or frozenset(), (path,) * linted.is_hidden
        return Result(before.new, hidden, 1, path, renames, linted.held, linted.undecided, known, old, linted.excused)

    def new(self, found: Sequence[Diagnostic], source: Source) -> tuple[Diagnostic, ...]:
        """Return the findings of a file that neither the baseline knows nor the time before the change.

        Raise `ConfigError` where the baseline cannot be read.
        """
        return self._compared(found, source.path, partial(scopes, source.text))[1].new

    def _compared(self, found: Sequence[Diagnostic], path: str, present: Present) -> tuple[Comparison, Comparison]:
        """Hold the findings of a file against the baseline, and against what was found before the change.

        Each sees all of them, for they are told apart by their number. What both know the baseline has.
        """
        by_file, before = self._against_file(found, path, present), self._against_before(found, path, present)
        new = {id(one) for one in by_file.new}
        old = {entry: one for entry, one in before.known.items() if id(one) in new}
        return by_file, Comparison(old, tuple(one for one in before.new if id(one) in new))

    def _against_file(self, found: Sequence[Diagnostic], path: str, present: Present) -> Comparison:
        settings = self.settings_of(path)
        baseline = self.baseline(settings)
        if baseline is None:
            return Comparison({}, tuple(found))
        relative = relative_to(settings.root, path)
        return compare(found, relative, baseline.by_path.get(relative, ()), baseline.strays, present)

    def _against_before(self, found: Sequence[Diagnostic], path: str, present: Present) -> Comparison:
        if self.before is None or not found:
            return Comparison({}, tuple(found))
        known = self.before.known(path)
        homeless = () if known else self.before.homeless(path)
        return compare(found, relative_to(self.settings_of(path).root, path), known, homeless, present)

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
            lambda now: self.new(_reported(linter.lint(now), now, linter), now),
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
            annotated = annotate(source, self.new(reported, source))
        return _outcome(annotated, source, data)

    def survey(self, paths: Sequence[str]) -> list[Surveyed]:
        """Return what each file has for a policy of its project."""
        return [self._surveyor(path).survey(path) for path in paths]

    def uses(self, paths: Sequence[str], looked_for: LookedFor) -> list[Mapping[str, int]]:
        """Return how often each file uses some names that are to go."""
        return [self._surveyor(path).uses(path, looked_for) for path in paths]

    def _surveyor(self, path: str) -> Surveyor:
        from flake8_uec.project.surveying import Surveyor  # noqa: PLC0415 -- for `init` alone

        settings = self.settings_of(path)
        if id(settings) not in self._surveyors:
            self._surveyors[id(settings)] = Surveyor(settings, self.disk)
        return self._surveyors[id(settings)]

    def lint_text(self, paths: Sequence[str], renames: Collection[str] | None = None) -> Batch:
        """Look for conflict markers in files that are no Python; those that are no text are passed over."""
        return self._batch(paths, renames, self._lint_text)

    def _lint_text(self, data: bytes, path: str) -> Looked:
        settings = self.settings_of(path)
        linter = self.linter(settings)
        is_on = any(active.rule.phase is Phase.TEXT for active in linter.active)
        if not is_on or b"\0" in data[:BINARY_WITHIN]:
            return Linted(), ()
        source = Source(path, data.decode("utf-8", "replace"), relative_to(settings.root, path))
        return Linted(_reported(linter.lint_text(source), source, linter)), ()

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
        linted = self._unreadable(path, problem)
        return Result(linted.shown, (path,) * linted.is_hidden, 1)

    def _unreadable(self, path: str, problem: str) -> Linted:
        settings = self.settings_of(path)
        linter = self.linter(settings)
        if linter.reports(IO_ERROR, relative_to(settings.root, path)):
            severity = linter.severity(IO_ERROR)
            return Linted((Diagnostic(path, IO_ERROR, "io-error", problem, _START, severity=severity),))
        return Linted(is_hidden=not linter.selector.enabled(IO_ERROR))

    def settings_of(self, path: str) -> Settings:
        """Return the settings that hold for a file."""
        return self.resolver.settings_for(os.path.dirname(path) or ".")

    def _screen(self, data: bytes, path: str) -> Looked:
        settings = self.settings_of(path)
        try:
            source = Source.from_bytes(data, path, relative_to(settings.root, path))
        except UndecodableError:
            return Linted(renames=frozenset()), ()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            examined = self.linter(settings).screen(source)
        return Linted(renames=examined.renames), examined.asked

    def mentioning(self, paths: Sequence[str], renames: Collection[str]) -> list[str]:
        """Return the files that may import one of some new names from the module that gives it."""
        sought = _Sought(renames)
        return [path for path in paths if self._mentions(path, sought)]

    def _mentions(self, path: str, sought: _Sought) -> bool:
        try:
            return sought.are_in(self.disk.read(path))
        except (OSError, ValueError):
            return False


class _Sought:
    """New names to look for in the bytes of files, each with the last parts of the modules that give it."""

    def __init__(self, renames: Iterable[str]) -> None:
        self._modules: dict[bytes, set[bytes]] = {}
        for rename in renames:
            module, _, name = rename.rpartition(".")
            self._modules.setdefault(name.encode(), set()).add(module.rpartition(".")[2].encode())

    def are_in(self, data: bytes) -> bool:
        """Tell whether a text may import one of them. A star import names nothing."""
        if b"import *" in data:
            return any(_may_import_from(data, modules) for modules in self._modules.values())
        return any(
            name in data and _may_import_from(data, modules) and _stands_in(data, name)
            for name, modules in self._modules.items()
        )


def _may_import_from(data: bytes, modules: Iterable[bytes]) -> bool:
    """Tell whether a text may import from one of some modules: a relative import need not spell it."""
    return any(module in data for module in modules) or b"from ." in data


def _stands_in(data: bytes, name: bytes) -> bool:
    return stands_in(data.decode("utf-8", "replace"), name.decode())


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


def _reported(found: Iterable[Diagnostic], source: Source, linter: Linter) -> tuple[Diagnostic, ...]:
    """Drop what is not selected, ignored for this file or suppressed in it."""
    return _controlled(found, source, linter).shown


def _controlled(found: Iterable[Diagnostic], source: Source, linter: Linter) -> Controlled:
    """Drop what is not selected or ignored for this file, and part what its comments hide from what is shown."""
    kept = tuple(one for one in found if linter.reports(one.code, source.relative))
    if linter.settings.ignore_noqa:
        return Controlled(kept)
    codes = Codes(
        linter.codes,
        lambda code: linter.reports(code, source.relative),
        linter.severity,
        lambda code, fix: wanted_fix(code, fix, linter.settings.fixing),
    )
    return control(kept, source, linter.settings.suppressing, codes)
