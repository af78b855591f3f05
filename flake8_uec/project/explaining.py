"""Explain a line of a file on the disk."""

from __future__ import annotations

import os
import stat
import warnings
from collections.abc import Iterator

from flake8_uec.engine.explain import Line, Status
from flake8_uec.engine.lint import SYNTAX_ERROR
from flake8_uec.engine.suppress import parse
from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.explanation import Explained, Explanation
from flake8_uec.model.settings import Settings
from flake8_uec.model.source import Position, Source, UndecodableError
from flake8_uec.project.config import Resolver
from flake8_uec.project.files import is_excluded, reason
from flake8_uec.project.ignored import scope_of
from flake8_uec.project.paths import relative_to
from flake8_uec.project.policy_keys import PolicyKeys
from flake8_uec.project.worker import Result, Worker
from flake8_uec.rules import rules_for
from flake8_uec.semantics.places import Places


class NoLineError(Exception):
    """There is no such line to explain. The message is for the user."""


def explain(resolver: Resolver, path: str, at: Position) -> Explanation:
    """Explain a line of a file, or a column of it; column 0 is the whole line. Raise `NoLineError` or `ConfigError`."""
    data, worker = _read(path), Worker(resolver)
    settings = worker.settings_of(path)
    try:
        source = Source.from_bytes(data, path, relative_to(settings.root, path))
    except UndecodableError as error:
        raise NoLineError(f"`{path}` cannot be read: {error}") from error
    _check(source, at)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _explain(source, worker.lint_bytes(data, path), at, worker)


def _read(path: str) -> bytes:
    try:
        if stat.S_ISDIR(os.stat(path).st_mode):
            example = os.path.join(path, "module.py:12")
            raise NoLineError(f"`{path}` is a directory: name a file and a line of it, as `{example}`")
        with open(path, "rb") as stream:
            return stream.read()
    except (OSError, ValueError) as error:
        raise NoLineError(f"`{path}` cannot be read: {reason(error)}") from error


def _check(source: Source, at: Position) -> None:
    number, column, starts = at.line, at.column, source.line_starts
    lines = len(starts) - (starts[-1] == len(source.text))
    if not 1 <= number <= lines:
        raise NoLineError(f"`{source.path}` has {lines} line{'s' * (lines != 1)}: there is no line {number}")
    columns = len(source.line(number))
    if column > max(columns, 1):
        raise NoLineError(f"line {number} of `{source.path}` has {columns} columns: there is no column {column}")


def _explain(source: Source, result: Result, at: Position, worker: Worker) -> Explanation:
    settings = worker.settings_of(source.path)
    linter, project, keys = worker.linter(settings), worker.project(settings), PolicyKeys(settings)
    line = Line(source, at, linter, rules_for(settings.policy))
    chains = line.chains(Places(linter.tracer, project.source), keys.naming())
    found = tuple(line.findings(dict(_statuses(result, source, settings)), chains, keys.setting, keys.beside))
    notes = [*_notes(source, settings), *_of_text(source, at.line, result, bool(line.nodes))]
    if not linter.is_candidate(source):
        notes.append("the file holds no word that a rule which is on looks for, and is not parsed in a long run")
    return Explanation(
        source.path,
        at,
        settings.config,
        project.module_name(source.relative),
        tuple(notes),
        found,
        chains,
        tuple(line.silent(found, result.undecided)),
        _text(found, source),
    )


def _statuses(result: Result, source: Source, settings: Settings) -> Iterator[tuple[Diagnostic, Status]]:
    for one in result.diagnostics:
        yield one, ("reported", ())
    for _, one in result.known:
        yield one, ("known", (f"`{settings.baseline}` has it",))
    directives = parse(source).directives
    for one in result.excused:
        hiding = [directive for directive in directives if directive.hides(one)]
        lines = dict.fromkeys(source.line_number(directive.span.start) for directive in hiding)
        yield one, ("suppressed", tuple(f"the comment on line {line} hides it" for line in lines))


def _notes(source: Source, settings: Settings) -> Iterator[str]:
    if is_excluded(source.path, settings):
        yield "`exclude` or `extend-exclude` leaves the file out of a run that does not name it"
    folder, name = os.path.split(source.path)
    kept = scope_of(folder or ".", settings.files.respect_gitignore)
    if not kept.keeps(f"{folder}/{name}" if folder else name):
        yield "git ignores the file: a run that does not name it leaves it out"


def _of_text(source: Source, number: int, result: Result, has_nodes: bool) -> Iterator[str]:
    if result.hidden or any(one.code == SYNTAX_ERROR for one in (*result.diagnostics, *result.excused)):
        yield "the file does not parse as a whole: of the rest, what parses is linted"
    text = source.line(number).strip()
    if not text or text.startswith("#"):
        yield "the line is empty" if not text else "the line is a comment"
    elif not has_nodes:
        yield "nothing that could be looked at begins here: ask for the line on which the statement begins"


def _text(found: tuple[Explained, ...], source: Source) -> tuple[tuple[int, str], ...]:
    ranges = [one.diagnostic.range for one in found]
    numbers = sorted({line for one in ranges for line in range(one.start.line, one.end.line + 1)})
    return tuple((line, source.line(line)) for line in numbers)
