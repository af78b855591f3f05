"""The flake8 plugin.

flake8 hands over a tree of each file that parses; for one that does not, it runs no plugin at all. So that a
conflict is never a silent success, `parse_options` wraps the one method of flake8 that builds the tree.

flake8 remembers nothing between runs. What the command remembers of a project's files and modules serves here too, and
grows; where there is no such cache, none is made.
"""

from __future__ import annotations

import argparse
import ast
import functools
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar, TypeAlias

from flake8.checker import FileChecker
from flake8.exceptions import ExecutionError
from flake8.options.manager import OptionManager

from flake8_uec import __version__
from flake8_uec.engine.control import FORBIDDEN, UNUSED
from flake8_uec.engine.lint import INTERNAL_ERROR, SYNTAX_ERROR
from flake8_uec.engine.suppress import parse as parse_suppressions
from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.settings import Settings
from flake8_uec.model.source import Source
from flake8_uec.project.caches import Caches
from flake8_uec.project.config import Resolver
from flake8_uec.project.mistakes import ConfigError
from flake8_uec.project.overrides import Overrides
from flake8_uec.project.paths import relative_to
from flake8_uec.project.places import named_directory
from flake8_uec.project.remembering import Remembering
from flake8_uec.project.vocabulary import known
from flake8_uec.project.worker import Worker
from flake8_uec.rules import CODES

_FLAKE8S = (SYNTAX_ERROR, UNUSED, FORBIDDEN)
"""What flake8 reports itself, and what is about comments, on which it acts in its own way."""

Reported: TypeAlias = "tuple[int, int, str, type[Plugin]]"
_METHOD = "run_ast_checks"
_FAILURES = ("E902", "E999", INTERNAL_ERROR)
"""A file that cannot be read or parsed, and a rule that failed."""


class Plugin:
    """A tree plugin: flake8 makes one for each file."""

    name = "flake8-uec"
    version = __version__
    worker: ClassVar[Worker]
    remembering: ClassVar[Remembering]

    def __init__(self, tree: ast.Module, filename: str, lines: Sequence[str]) -> None:
        self.tree = tree
        self.filename = filename
        self.lines = lines

    @staticmethod
    def add_options(manager: OptionManager) -> None:
        """Add the option that `flake8 --help` shows."""
        manager.add_option(
            "--uec-config",
            metavar="FILE",
            parse_from_config=True,
            normalize_paths=True,
            help="TOML file with the policy of flake8-uec, in place of the nearest pyproject.toml",
        )

    @classmethod
    def parse_options(cls, manager: OptionManager, options: argparse.Namespace, args: list[str]) -> None:
        """Take flake8's options over. Runs once in each process, and again in each that is spawned.

        Raise flake8's `ExecutionError` where the configuration of the working directory is wrong.
        """
        try:
            cls.worker = Worker(_resolver(options), caches=Caches(named_directory(), is_on=True))
            cls.remembering = Remembering(cls.worker)
            cls.worker.resolver.settings_for(os.curdir)
        except ConfigError as error:
            raise _unusable(error) from None
        _select_failures(options)
        _wrap_tree_building()

    def run(self) -> Iterator[Reported]:
        """Yield what flake8 reports: 1-based line, 0-based column, text and type.

        Raise flake8's `ExecutionError` where the configuration of the file is wrong.
        """
        for line, column, text in _lint(self.filename, self.lines, self.tree):
            yield line, column, text, type(self)


def _resolver(options: argparse.Namespace) -> Resolver:
    """Return what finds the settings; an opt-in rule is on where flake8 itself selects its whole code."""
    chosen = (*(options.select or ()), *(options.extend_select or ()))
    named = tuple(code for code in chosen if code in CODES or code == "ALL")
    return Resolver(known(), Overrides(extend_select=named or None), config=options.uec_config)


def _lint(filename: str, lines: Sequence[str], tree: ast.Module | None) -> Iterator[tuple[int, int, str]]:
    """Yield what is found in a file; flake8 itself reports the syntax error, and acts on comments."""
    try:
        settings = Plugin.worker.settings_of(filename)
    except ConfigError as error:
        raise _unusable(error) from None
    source = Source(filename, "".join(lines), relative_to(settings.root, filename))
    linted = Plugin.remembering.lint(source, tree)
    found = sorted((*linted.shown, *linted.excused), key=lambda one: one.sort_key)
    reported = [one for one in found if one.code not in _FLAKE8S]
    for one in _unknown(reported, source, settings):
        yield one.range.start.line, one.range.start.column - 1, f"{one.code} {one.message}"


def _unknown(reported: Sequence[Diagnostic], source: Source, settings: Settings) -> Iterator[Diagnostic]:
    """Yield what the baseline does not know; what a comment hides, which flake8 sees to, is none of its business."""
    suppressions = parse_suppressions(source)
    hidden = [one for one in reported if suppressions.hides(one)]
    shown = [one for one in reported if one not in hidden]
    try:
        yield from Plugin.worker.new(shown, source)
    except ConfigError as error:
        raise _unusable(error) from None
    yield from hidden


def _unusable(error: ConfigError) -> ExecutionError:
    """Return the error that flake8 prints once, without a traceback, whichever process raises it."""
    return ExecutionError(f"flake8-uec: the configuration cannot be used\n{error}")


def _select_failures(options: argparse.Namespace) -> None:
    """Show what must not look like clean code though `--select` names other codes only; `--ignore` can hide it."""
    if not options.select:
        return
    lists = (options.select, options.extend_select, options.ignore, options.extend_ignore)
    decided = tuple(code for codes in lists for code in codes or ())
    missing = [code for code in _FAILURES if not code.startswith(decided)]
    options.extend_select = [*(options.extend_select or ()), *missing]


def _wrap_tree_building() -> None:
    """Report what can be had of a file that does not parse, then let flake8 report its E999.

    A flake8 without that method still reports the E999, and nothing of ours.
    """
    original: Callable[[Any], None] | None = getattr(FileChecker, _METHOD, None)
    if original is None or getattr(original, "reports_uec", False):
        return

    @functools.wraps(original)
    def run_ast_checks(checker: FileChecker) -> None:
        try:
            original(checker)
        except SyntaxError:
            for line, column, text in _lint(checker.display_name, checker.processor.lines, None):
                checker.report(None, line, column, text)
            raise

    run_ast_checks.reports_uec = True  # type: ignore[attr-defined]
    setattr(FileChecker, _METHOD, run_ast_checks)
