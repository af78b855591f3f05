"""What a rule is: one frozen value, from which checks, documentation and tests are made."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import Any

from flake8_uec.model.diagnostic import Finding, Undecided
from flake8_uec.model.policy import Policy
from flake8_uec.model.values import dataclass

Check = Callable[..., Iterator[Finding | Undecided]]
Words = Callable[[Policy], Iterable[str]]


class Phase(Enum):
    """What a rule looks at."""

    ENGINE = "engine"
    """Documented as a rule; emitted by the engine or the session (syntax, I/O, suppression)."""
    TEXT = "text"
    """`check(source, policy)`, on every file."""
    NODE = "node"
    """`check(node, module)`, for each node of the given types on a line that holds a trigger word."""
    NAME = "name"
    """`check(reference, module)`, for each reference to one of the given names."""


class Where(Enum):
    """The files that a rule looks at."""

    EVERYWHERE = "everywhere"
    TESTS = "tests"
    COLLECTED = "collected"
    """Test files that pytest itself would collect, by the project's `python_files`."""


@dataclass(frozen=True, slots=True)
class Example:
    """A defect in the sample project's terms, and what to write instead.

    `path` is where the code would lie in the sample project under `examples/`.
    """

    bad: str
    good: str = ""
    path: str = "tests/test_sample.py"

    def __post_init__(self) -> None:
        object.__setattr__(self, "bad", _code(self.bad))
        object.__setattr__(self, "good", _code(self.good))


@dataclass(frozen=True, slots=True)
class Allowed:
    """A near miss that must stay silent, and why it is one."""

    code: str
    because: str
    path: str = "tests/test_sample.py"

    def __post_init__(self) -> None:
        object.__setattr__(self, "code", _code(self.code))


def _code(text: str) -> str:
    """Take off the indentation that the code has in the rule's file."""
    return textwrap.dedent(text).strip("\n") + "\n" if text else ""


def _nothing(policy: Policy) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule.

    words: the literal words without which it cannot fire; a file with none of them is not parsed for it.
    names: the dotted names that a NAME rule asks for.
    requires: the dotted names that must resolve in the project, else the rule is off.
    optional: on only where its full code, or `ALL`, is selected.
    table: the table of the policy that it is about, where there may be several of it.
    yields_to: codes that win where they point at the same place: one defect, one finding.
    changed: the version in which it came, or last found more than before.
    """

    code: str
    name: str
    phase: Phase
    doc: str
    check: Check | None = None
    nodes: tuple[type[ast.AST], ...] = ()
    words: Words = _nothing
    names: Words = _nothing
    requires: Words = _nothing
    table: str = ""
    where: Where = Where.EVERYWHERE
    optional: bool = False
    yields_to: tuple[str, ...] = ()
    changed: str = "0.1.0"
    examples: tuple[Example, ...] = ()
    allowed: tuple[Allowed, ...] = ()

    @property
    def is_fixable(self) -> bool:
        """Whether some of its findings have a fix: its documentation then says how safe that is."""
        return "## Fix safety" in self.doc

    @property
    def summary(self) -> str:
        """The first sentence of what the rule does."""
        return self.doc.strip().partition("\n")[0]


def rule(code: str, name: str, *, phase: Phase | None = None, **options: Any) -> Callable[[Check], Rule]:
    """Make a rule of the function that checks it. Nothing is registered: see `flake8_uec.rules`."""

    def decorate(check: Check) -> Rule:
        chosen = phase or (Phase.NAME if "names" in options else Phase.NODE)
        return Rule(code=code, name=name, phase=chosen, doc=inspect.getdoc(check) or "", check=check, **options)

    return decorate
