"""The policy of one migration: every name that the rules speak of, as data.

Each class is a table of `[tool.flake8-uec]` and each field a key of it (underscores become hyphens). A
field's type is its validation; `metadata` tells what the value means where the type does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

NAME: Any = {"kind": "name"}
"""Metadata of a field that holds dotted Python names."""

CODE: Any = {"kind": "code"}
"""Metadata of a field that holds rule codes."""

KINDS = ("import", "renamed", "sibling", "call", "use", "patch")
"""The ways to hold on to a deprecated name: see `Deprecation.codes`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecation:
    """A name that is to go, and what takes its place.

    name: the deprecated name, in full.
    also: other full names of it; one that is an alias of the replacement does not count.
    replacement: the full name to use instead.
    code: the code of every kind of finding but `sibling`.
    codes: a code a kind: `import`, `renamed` (imported under the replacement's name), `sibling` (any other
        name from its modules, which are deprecated whole), `call`, `use` (any other use), `patch` (a
        `patch("...")` string). A kind without a code is off.
    arguments: how the arguments of a call map to the replacement's.
    via: a factory that builds the replacement from the old arguments.
    exempt: path patterns of files left alone; the modules that define the name always are.
    message: what to write instead, in place of the standard advice.
    missing_modules: patterns of module names; an import from such a module is a `sibling` where the module
        does not exist.
    """

    name: str = field(metadata=NAME)
    also: tuple[str, ...] = field(default=(), metadata=NAME)
    replacement: str = field(default="", metadata=NAME)
    code: str = field(default="", metadata=CODE)
    codes: Mapping[str, str] = field(default_factory=dict, metadata={**CODE, "keys": KINDS})
    arguments: Mapping[str, str] = field(default_factory=dict)
    via: str = field(default="", metadata=NAME)
    exempt: tuple[str, ...] = ()
    message: str = ""
    missing_modules: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every full name of what is deprecated."""
        return self.name, *self.also

    @property
    def modules(self) -> tuple[str, ...]:
        """The modules that the names lie in."""
        return tuple(name.rpartition(".")[0] for name in self.names)

    def code_of(self, kind: str) -> str:
        """Return the code of a kind of finding, `""` where the kind is off."""
        return self.codes.get(kind) or ("" if kind == "sibling" else self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The class that carries one user's identity through a call.

    name: the full name of the class.
    deprecated_modules: modules that re-export it and are to go (UEC115).
    """

    name: str = field(default="", metadata=NAME)
    deprecated_modules: tuple[str, ...] = field(default=(), metadata=NAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bypass:
    """The ways around the context's own checks (UEC121).

    identifiers: names of functions, classes and marks that switch a check off.
    variables: environment variables that do.
    """

    identifiers: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mocks:
    """Mock classes that are to come from one factory (UEC403).

    names: the mock classes that the factory serves.
    factory: the class to take them from.
    exempt: path patterns of files left alone.
    """

    names: tuple[str, ...] = field(default=(), metadata=NAME)
    factory: str = field(default="", metadata=NAME)
    exempt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The one way to the process environment (UEC404).

    names: what reaches it directly; the `monkeypatch` fixture is a `pytest.MonkeyPatch`.
    replacement: the class to use instead.
    getter: the function that hands it out.
    exempt: path patterns of files left alone.
    """

    names: tuple[str, ...] = field(default=(), metadata=NAME)
    replacement: str = field(default="", metadata=NAME)
    getter: str = field(default="", metadata=NAME)
    exempt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """The one way to run tests (UEC405).

    names: functions that start a runner of their own.
    commands: programs that do, when started as a subprocess.
    replacement: the module, class or function to use instead.
    exempt: path patterns of files left alone.
    """

    names: tuple[str, ...] = field(default=(), metadata=NAME)
    commands: tuple[str, ...] = ()
    replacement: str = field(default="", metadata=NAME)
    exempt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Everything the rules know of one codebase.

    test_files: path patterns of test files.
    not_test_files: path patterns of files that only look like tests.
    conflict_exclude: path patterns of text files in which conflict markers are meant.
    """

    deprecated: tuple[Deprecation, ...] = ()
    context: Context = Context()
    bypass: Bypass = Bypass()
    mocks: Mocks = Mocks()
    environment: Environment = Environment()
    runner: Runner = Runner()
    test_files: tuple[str, ...] = ("test_*.py", "*_test.py", "conftest.py", "tests/**", "**/tests/**")
    not_test_files: tuple[str, ...] = ()
    conflict_exclude: tuple[str, ...] = ("*.diff", "*.patch", "*.rej")
