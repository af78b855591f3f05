"""What one file may know of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum
from typing import Protocol

from flake8_uec.model.values import dataclass

UNKNOWN = "?"
"""Stands among dotted names for an expression that cannot be resolved."""


CALL = "()"
"""Ends the dotted name of a function where what its call gives is meant."""

LOCALS = "<locals>"
"""Stands in the dotted name of a class behind the function that holds it."""


class Passing(Enum):
    """How an argument reaches a parameter."""

    POSITIONAL_ONLY = "positional only"
    EITHER = "positional or keyword"
    REST = "*"
    KEYWORD_ONLY = "keyword only"
    KEYWORDS = "**"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function, or a field that a dataclass makes one of.

    `annotation` holds the absolute dotted names that stand in it, empty where it has none.
    """

    name: str
    passing: Passing = Passing.EITHER
    required: bool = True
    annotation: tuple[str, ...] = ()


class MemberKind(Enum):
    """What a name of a class is."""

    METHOD = "method"
    CLASS_METHOD = "class method"
    STATIC_METHOD = "static method"
    PROPERTY = "property"
    FIXTURE = "fixture"
    ATTRIBUTE = "attribute"


@dataclass(frozen=True, slots=True)
class Member:
    """A name that a class defines, or a function of a module.

    parameters: of a method, `self` or `cls` left out.
    hands_out: what is called to make what it returns, as dotted names.
    settable: a property with a setter, or an attribute.
    copies: a property that hands out a copy on each read.
    known: the signature is the function's own: no decorator may have changed it.
    returns: the dotted names that stand in its return annotation.
    is_abstract: a subclass must define it before it can be made.
    line: 1-based.
    """

    name: str
    kind: MemberKind
    parameters: tuple[Parameter, ...] = ()
    is_async: bool = False
    settable: bool = True
    copies: bool = False
    known: bool = True
    is_abstract: bool = False
    line: int = 0
    hands_out: tuple[str, ...] = ()
    returns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataclassFacts:
    """What `@dataclass` was told, and the fields in the class's own body that its `__init__` takes."""

    init: bool = True
    frozen: bool = False
    fields: tuple[Parameter, ...] = ()
    excluded: tuple[str, ...] = ()
    """Fields with `init=False`: they take an inherited field's place, and no argument."""


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """A class as its own statement has it.

    name: absolute and dotted, `package.module.Outer.Inner`.
    bases: what each base may stand for, a tuple of dotted names a base; `UNKNOWN` for an expression, a name with
        `CALL` after it for what a function gives that was passed no name.
    decorators: dotted names, `UNKNOWN` for an expression.
    attributes: names that are set on instances: `self.x = ...` in any of its methods.
    spelled: short strings in those of its methods that raise: the values it may refuse.
    awaited: names of methods that one of its methods runs as coroutines: `await self.x()`, `run(self.x())`.
    is_test: what it sets `__test__` to, `None` where it does not.
    has_metaclass: it names one that may change how it is made (`ABCMeta` may not).
    line: 1-based.
    """

    name: str
    bases: tuple[tuple[str, ...], ...] = ()
    decorators: tuple[str, ...] = ()
    members: Mapping[str, Member] = field(default_factory=dict)
    attributes: frozenset[str] = frozenset()
    spelled: frozenset[str] = frozenset()
    awaited: frozenset[str] = frozenset()
    is_test: bool | None = None
    dataclass: DataclassFacts | None = None
    has_metaclass: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """The names that a module offers.

    `names` maps each top-level name to what it may stand for, as absolute dotted names: an import's target,
    an alias' value, or `module.name` itself where it is defined here. `stars` are the modules it imports
    everything from, in order. `exported` is its `__all__`, where that is a plain list of strings. `classes`
    are those of the module and of its classes, by their name within it (`Outer.Inner`). `functions` are those
    of the module itself. `made` maps a top-level name that a call gives its value to the function, as a base
    has it.
    """

    module: str
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stars: tuple[str, ...] = ()
    exported: tuple[str, ...] | None = None
    classes: Mapping[str, ClassFacts] = field(default_factory=dict)
    functions: Mapping[str, Member] = field(default_factory=dict)
    made: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PytestOptions:
    """What pytest collects, as its configuration has it; the defaults are pytest's own.

    files: globs of file names, or of paths where they hold a `/`.
    classes, functions: prefixes or globs of names.
    """

    files: tuple[str, ...] = ("test_*.py", "*_test.py")
    classes: tuple[str, ...] = ("Test",)
    functions: tuple[str, ...] = ("test",)


Bases = tuple[tuple[str, ...], ...]
"""What each base of a class may be, as dotted names; none where it cannot be told."""


@dataclass(frozen=True, slots=True)
class Inferred:
    """What inference says of the bases of a class, and the modules whose text it read to say so."""

    bases: Bases = ()
    read: frozenset[str] = frozenset()


Question = tuple[str, str]
"""What a file wants to know of its project: one of the topics below, and a module or, of `PYTEST`, a path."""

FACTS, MODULE, TEXT, PYTEST = "facts", "module", "text", "pytest"


class Project(Protocol):
    """The linted project as the rules see it. It holds no policy and runs no linted code."""

    def module_name(self, relative: str) -> str:
        """Return the dotted name of the module at a path, `""` where it has none."""

    def is_package(self, relative: str) -> bool:
        """Tell whether the file at a path is a package's `__init__`."""

    def has_module(self, module: str) -> bool:
        """Tell whether the project holds this module or package (a namespace package too)."""

    def facts(self, module: str) -> Facts | None:
        """Return what a module offers, `None` where the project has none or cannot read it."""

    def inferred_bases(self, module: str, line: int, text: str | None) -> Inferred:
        """Return what each base of the class on a line may be, found by inference; no bases where that fails.

        `line` is 1-based. `text` is what the module holds, `None` for what it holds on the disk. This is slow: it
        is for what facts leave open.
        """

    def pytest_options(self, relative: str) -> PytestOptions:
        """Return what the pytest configuration nearest to the file at a path says of collection."""
