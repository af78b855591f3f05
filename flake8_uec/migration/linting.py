"""Lints and fixes one file of a work tree, in memory, as it is now."""

from __future__ import annotations

import ast
import threading
import warnings
from collections import Counter
from collections.abc import Callable, Collection, Mapping

from flake8_uec.migration.choices import Choices
from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.source import Source, UndecodableError
from flake8_uec.project.config import Resolver
from flake8_uec.project.overrides import Overrides
from flake8_uec.project.session import Session
from flake8_uec.project.vocabulary import known
from flake8_uec.project.worker import Outcome, Worker

BROKEN = frozenset({"UEC000", "UEC002", "UEC005"})
"""A file with one of these afterwards was broken by its fixes."""

_ONE_AT_A_TIME = threading.Lock()
"""Python's filter of warnings belongs to the process, and linting silences it."""


class Linting:
    """The linter of one work tree.

    here: the place in it that the working directory has in the user's.
    held: returns the policy names that the project's files take from one another.
    copy_of: the tops of the work tree and of the user's, where they are not the same.
    """

    def __init__(
        self,
        choices: Choices,
        here: str,
        held: Callable[[], Collection[str] | None],
        copy_of: tuple[str, str] | None = None,
    ) -> None:
        self._choices = choices
        self._copy_of = copy_of
        self._here = here
        self._held = held

    def resolver(self) -> Resolver:
        """Return the configuration of the work tree, as it is now. Known findings are what a migration is about."""
        chosen = self._choices
        overrides = Overrides(
            fixable=chosen.rules or None, unsafe_fixes=chosen.unsafe_fixes or None, baseline=""
        )  # fmt: skip
        return Resolver(
            known(), overrides, isolated=chosen.isolated, config=chosen.config or None, directory=self._here,
            copy_of=self._copy_of,
        )  # fmt: skip

    def lint(self, data: bytes, path: str) -> tuple[Diagnostic, ...]:
        """Return the findings of the bytes of a file; `path` is absolute."""
        with _ONE_AT_A_TIME:
            return Worker(self.resolver()).lint_bytes(data, path).diagnostics

    def fix(self, data: bytes, path: str) -> Outcome | None:
        """Make the fixes of the bytes of a file, `None` where there are none to make."""
        with _ONE_AT_A_TIME:
            worker = Worker(self.resolver())
            if any(one.fix and one.fix.unless for one in worker.lint_bytes(data, path).diagnostics):
                worker.know(None, self._held())
            return worker.fix_bytes(data, path)

    def held(self, root: str) -> Collection[str] | None:
        """Return the policy names that the files below a root take from one another, `None` where it is no project."""
        # No process is forked from a thread.
        jobs = 1 if self._choices.jobs > 1 else None
        return Session(self.resolver(), jobs).check([root]).held


def parses(data: bytes, path: str) -> bool:
    """Tell whether the bytes of a file are Python."""
    try:
        with _ONE_AT_A_TIME, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(Source.from_bytes(data, path).text)
    except (SyntaxError, ValueError, UndecodableError, RecursionError, MemoryError):
        return False
    return True


def counts(found: Collection[Diagnostic]) -> dict[str, int]:
    """Return the number of findings by code."""
    return dict(sorted(Counter(one.code for one in found).items()))


def came(before: Collection[Diagnostic], after: Collection[Diagnostic]) -> list[Diagnostic]:
    """Return the findings that are new: more of a rule in a function or class than there were."""
    left = Counter((one.code, one.scope) for one in before)
    new = []
    for one in after:
        left[one.code, one.scope] -= 1
        if left[one.code, one.scope] < 0:
            new.append(one)
    return new


def fewer(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """Return by how many findings each rule has become less."""
    return {code: number - after.get(code, 0) for code, number in before.items() if number > after.get(code, 0)}
