"""The policy of one migration: every name that the rules speak of, as data.

Each class is a table of `[tool.flake8-uec]` and each field a key of it (underscores become hyphens). A
field's type is its validation; `metadata` tells what the value means where the type does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, fields, replace
from typing import Any

from flake8_uec.model.clause import Clause, Table
from flake8_uec.model.values import dataclass

NAME: Any = {"kind": "name"}
"""Metadata of a field that holds dotted Python names."""

CODE: Any = {"kind": "code"}
"""Metadata of a field that holds rule codes."""

PATTERN: Any = {"kind": "pattern"}
"""Metadata of a field that holds regular expressions, each for a whole name."""

MOCKS = (
    *(
        f"{module}.{name}"
        for module in ("unittest.mock", "mock", "pytest_mock.MockerFixture")
        for name in ("Mock", "MagicMock", "AsyncMock", "NonCallableMock", "NonCallableMagicMock", "create_autospec")
    ),
    "types.SimpleNamespace",
)
"""What makes an object that takes any attribute."""

ENVIRONMENT_METHODS = ("get", "set", "delete", "exists", "update")
"""What is done to a process environment: see `Environment.methods`."""

KINDS = ("import", "renamed", "sibling", "call", "use", "patch")
"""The ways to hold on to a deprecated name: see `Deprecation.codes`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecation(Clause):
    """A name that is to go, and what takes its place.

    name: the deprecated name, in full; with `renames`, no more than what the entry goes by.
    also: other full names of it; one that is an alias of the replacement does not count.
    replacement: the full name to use instead.
    renames: many names at once: for each that is to go, the full name to use instead. All else that the entry says
        holds for each of them.
    expression: what to write in place of a use, as Python with its names in full, where that is no name or none that
        an import could take from its module: `-numpy.inf`, `numpy.char.chararray`.
    safe: whether every replacement is the same thing under another name, so that its fix is safe; what lies in the
        project is looked up.
    allow_fallback: whether the old name may stay where it makes up for the new one: in the `except` of a `try` that
        takes the replacement, as code has it that runs with both versions of a library.
    code: the code of every kind of finding but `sibling`.
    codes: a code a kind: `import`, `renamed` (imported under the replacement's name), `sibling` (any other
        name from its modules, which are deprecated whole), `call`, `use` (any other use), `patch` (a
        `patch("...")` string). A kind without a code is off.
    arguments: how the arguments of a call map to the replacement's: the old parameter's name, then the new one's.
    via: a factory that builds the replacement from the old arguments.
    exempt: path patterns of files left alone; the modules that define the name always are.
    missing_modules: patterns of module names; an import from such a module is a `sibling` where the module
        does not exist.
    """

    name: str = field(metadata=NAME)
    also: tuple[str, ...] = field(default=(), metadata=NAME)
    replacement: str = field(default="", metadata=NAME)
    renames: Mapping[str, str] = field(default_factory=dict, metadata={**NAME, "key_kind": "name"})
    expression: str = field(default="", metadata={"kind": "expression"})
    safe: bool = False
    allow_fallback: bool = False
    code: str = field(default="", metadata=CODE)
    codes: Mapping[str, str] = field(default_factory=dict, metadata={**CODE, "keys": KINDS})
    arguments: Mapping[str, str] = field(default_factory=dict)
    via: str = field(default="", metadata=NAME)
    missing_modules: tuple[str, ...] = field(default=(), metadata={"kind": "modules"})

    @property
    def names(self) -> tuple[str, ...]:
        """Every full name of what is deprecated."""
        return self.name, *self.also

    @property
    def modules(self) -> tuple[str, ...]:
        """The modules that the names lie in."""
        return tuple(name.rpartition(".")[0] for name in self.names)

    @property
    def problem(self) -> str:
        """What is wrong with the entry as a whole, `""` where nothing is."""
        if self.renames and (self.replacement or self.also):
            return "says twice what is to go: `renames` takes the place of `replacement` and `also`"
        return "" if self.code or self.codes else "reports nothing: give it a `code`, or `codes` by kind"

    def each(self) -> tuple[Deprecation, ...]:
        """Return an entry for each of its `renames`, or itself where it has none."""
        pairs = self.renames.items()
        one_by_one = (replace(self, name=old, replacement=new, renames={}) for old, new in pairs)
        return tuple(one_by_one) if pairs else (self,)

    def code_of(self, kind: str) -> str:
        """Return the code of a kind of finding, `""` where the kind is off."""
        return self.codes.get(kind) or ("" if kind == "sibling" else self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextFactory:
    """A function that makes a real context, for a fix to call in place of the class (UEC101, UEC102, UEC104, UEC105).

    It is called where it takes, as keywords, all that was set on the mock.

    name: its full name.
    paths: path patterns of the files that it is for; empty: all.
    fields: the fields that must have been set.
    """

    name: str = field(default="", metadata=NAME)
    paths: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context(Table):
    """The class that carries one user's identity through a call.

    name: the full name of the class.
    deprecated_modules: modules that re-export it and are to go (UEC115).
    mocks: what makes a mock object; the `mocker` fixture is a `pytest_mock.MockerFixture`.
    identity_fields: the fields that carry a user's identity.
    renamed_fields: the fields that took the place of former ones, by the names of those.
    other_fields: fields that mark an object as another kind of context.
    names: patterns (regular expressions) of what a user's context is called; one identity field decides.
    loose_names: patterns of what any context is called; two decide.
    not_names: patterns of names that end like a context and are none: methods, factories, managers.
    fake_classes: patterns of what a hand-written stand-in is called (UEC106).
    mock_factories: functions that hand out a mock context (UEC104).
    factories: functions that make a real one, in the order of preference; a fix calls the first that fits, else the
        class.
    parameters: parameters of tests that take a context (UEC107).
    """

    name: str = field(default="", metadata=NAME)
    deprecated_modules: tuple[str, ...] = field(default=(), metadata=NAME)
    mocks: tuple[str, ...] = field(default=MOCKS, metadata=NAME)
    identity_fields: tuple[str, ...] = ()
    renamed_fields: Mapping[str, str] = field(default_factory=dict)
    other_fields: tuple[str, ...] = ()
    names: tuple[str, ...] = field(default=(), metadata=PATTERN)
    loose_names: tuple[str, ...] = field(default=(), metadata=PATTERN)
    not_names: tuple[str, ...] = field(default=(), metadata=PATTERN)
    fake_classes: tuple[str, ...] = field(default=(), metadata=PATTERN)
    mock_factories: tuple[str, ...] = field(default=(), metadata=NAME)
    factories: tuple[ContextFactory, ...] = ()
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholders:
    """The values that the context class refuses for an identity field (UEC112), compared in lower case.

    Only what the class itself spells in a method that raises counts, so that the lists may cover many
    versions of it.

    refused: values refused at any length, beside the blank ones.
    refused_prefixes: what a short value may not begin with.
    test_prefixes: what it may not begin with outside a test environment.
    short_below: the length, in characters, from which on a prefix does not count.
    allowed: short values that are fine in spite of their prefix.
    test_environment: whether the code is run in a test environment.
    """

    refused: tuple[str, ...] = ()
    refused_prefixes: tuple[str, ...] = ()
    test_prefixes: tuple[str, ...] = ()
    short_below: int = 20
    allowed: tuple[str, ...] = ()
    test_environment: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine(Table):
    """The class that runs agents for one user (UEC205, UEC207, UEC208).

    name: the full name of the class.
    context_parameter: the parameter that takes the user's context.
    """

    name: str = field(default="", metadata=NAME)
    context_parameter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bypass(Table):
    """The ways around the context's own checks (UEC121).

    identifiers: names of functions, classes and marks that switch a check off.
    variables: environment variables that do, where what `environment.names` names reads or sets them.
    """

    identifiers: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agents(Table):
    """The classes that do the work of a user's request, and how they are run (UEC303 to UEC308).

    modules: path patterns of the modules that hold agents.
    bases: classes whose descendants are agents, wherever they are defined.
    entry: the method by which an agent is run.
    signature: how `entry` is to be written, as messages show it.
    legacy_parameters: the first parameters of the `entry` of old.
    legacy_hooks: methods that stood beside it and took a deprecated context.
    stream_parameter: the parameter of `entry`, of old and of today, that no other method has.
    validators: patterns of the names of functions that check a context; the first is the one to recommend.
    legacy_notifiers: methods that send an event in the way of old.
    notifiers: the methods to use instead, as messages show them.
    max_lines: the length, in lines, that a module of agents may have.
    """

    modules: tuple[str, ...] = ()
    bases: tuple[str, ...] = field(default=(), metadata=NAME)
    entry: str = ""
    signature: str = ""
    legacy_parameters: tuple[str, ...] = ()
    legacy_hooks: tuple[str, ...] = ()
    stream_parameter: str = ""
    validators: tuple[str, ...] = ()
    legacy_notifiers: tuple[str, ...] = ()
    notifiers: str = ""
    max_lines: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Mocks(Table):
    """Mock classes that are to come from one factory (UEC403).

    names: the mock classes that the factory serves.
    factory: the class to take them from.
    """

    names: tuple[str, ...] = field(default=(), metadata=NAME)
    factory: str = field(default="", metadata=NAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment(Table):
    """The one way to the process environment (UEC404).

    names: what reaches it directly; the `monkeypatch` fixture is a `pytest.MonkeyPatch`.
    replacement: the class to use instead.
    getter: the function that hands it out.
    methods: the methods of that class that do what the environment's own do, by what that is: `get` a value or a
        default, `set` one, `delete` it, `exists`, and `update` from a mapping. What has none is not fixed.
    """

    names: tuple[str, ...] = field(default=(), metadata=NAME)
    replacement: str = field(default="", metadata=NAME)
    getter: str = field(default="", metadata=NAME)
    methods: Mapping[str, str] = field(default_factory=dict, metadata={"keys": ENVIRONMENT_METHODS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner(Table):
    """The one way to run tests (UEC405).

    names: functions that start a runner of their own.
    commands: programs that do, when started as a subprocess.
    replacement: the module, class or function to use instead.
    """

    names: tuple[str, ...] = field(default=(), metadata=NAME)
    commands: tuple[str, ...] = ()
    replacement: str = field(default="", metadata=NAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bases(Table):
    """The base classes of all tests (UEC401, UEC406, UEC408).

    names: the bases; where the first is not in the project, nothing is asked of its tests.
    asynchronous: the one of them for a class with `async def` tests, where that is not the first.
    aliases: other class names that the bases go by, last parts only.
    """

    names: tuple[str, ...] = field(default=(), metadata=NAME)
    asynchronous: str = field(default="", metadata=NAME)
    aliases: tuple[str, ...] = ()


COMMIT_MESSAGE = """\
Migrate {file}

{rules}
Batch {batch}, file {position} of {total}
{issue}
{unsafe}
"""
"""The message of a commit: see `Migration.message`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Files that are migrated together.

    name: what the batch is called, as `P0`.
    title: what it holds, for a reader.
    paths: path patterns of its files.
    """

    name: str = ""
    title: str = ""
    paths: tuple[str, ...] = ()

    @property
    def problem(self) -> str:
        """What is wrong with the entry as a whole, `""` where nothing is."""
        if self.name in ("rest", "total") or "," in self.name or self.name != self.name.strip():
            return (
                f"cannot be called `{self.name}`: that is taken, or cannot be told from other words on a command line"
            )
        return "" if self.paths else "takes no file: give it `paths`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """How the files are carried over, batch by batch (`flake8-uec plan`, `flake8-uec migrate`).

    batches: in the order of their priority; a file belongs to the first with a pattern that matches its path, and
        one of none to `rest`, which comes last.
    skip: path patterns of files that a plan leaves out.
    issue: the issue that each commit message refers to, as `#346`.
    message: the template of a commit message, with `{file}`, `{rules}` (codes and counts), `{batch}`, `{position}`,
        `{total}`, `{issue}` and `{unsafe}` (a line for each unsafe fix); a line that is left empty goes.
    """

    batches: tuple[Batch, ...] = ()
    skip: tuple[str, ...] = ()
    issue: str = ""
    message: str = field(default=COMMIT_MESSAGE, metadata={"kind": "message"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """The tables of a kind beside the first. Its fields are those of `Policy` of which there may be several."""

    context: tuple[Context, ...] = ()
    engine: tuple[Engine, ...] = ()
    bypass: tuple[Bypass, ...] = ()
    agents: tuple[Agents, ...] = ()
    mocks: tuple[Mocks, ...] = ()
    environment: tuple[Environment, ...] = ()
    runner: tuple[Runner, ...] = ()
    bases: tuple[Bases, ...] = ()


SEVERAL = tuple(one.name for one in fields(Others))
"""The tables of which there may be several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Everything the rules know of one codebase.

    test_files: path patterns of test files.
    not_test_files: path patterns of files that only look like tests.
    conflict_exclude: path patterns of text files in which conflict markers are meant.
    conflict_resolve: the side that a fix keeps of a conflict, `ours` or `theirs`; none is made by default.
    """

    deprecated: tuple[Deprecation, ...] = ()
    context: Context = Context()
    placeholders: Placeholders = Placeholders()
    engine: Engine = Engine()
    bypass: Bypass = Bypass()
    agents: Agents = Agents()
    mocks: Mocks = Mocks()
    environment: Environment = Environment()
    runner: Runner = Runner()
    bases: Bases = Bases()
    others: Others = field(default=Others(), metadata={"is_key": False})
    migration: Migration = Migration()
    test_files: tuple[str, ...] = ("test_*.py", "*_test.py", "conftest.py", "tests/**", "**/tests/**")
    not_test_files: tuple[str, ...] = ()
    conflict_exclude: tuple[str, ...] = ("*.diff", "*.patch", "*.rej")
    conflict_resolve: str = field(default="", metadata={"kind": "side"})

    def every(self, kind: str) -> tuple[Table, ...]:
        """Return all tables of a kind, which is one of `SEVERAL`, but an empty one."""
        tables = (getattr(self, kind), *getattr(self.others, kind))
        return tuple(one for one in tables if one != type(one)())

    def with_every(self, kind: str, tables: Sequence[Table]) -> Policy:
        """Return the policy with other tables of a kind; the first takes the place of the one that there is."""
        first, *others = tables or (type(getattr(self, kind))(),)
        rest: Any = {kind: tuple(others)}
        changed: Any = {kind: first, "others": replace(self.others, **rest)}
        return replace(self, **changed)

    def views(self) -> Iterator[tuple[str, Table, Policy]]:
        """Yield each table with its kind, and the policy as it would be, were there no other of that kind."""
        for kind in SEVERAL:
            yield kind, getattr(self, kind), self
            for table in getattr(self.others, kind):
                changed: Any = {kind: table}
                yield kind, table, replace(self, **changed)

    @property
    def _clauses(self) -> Iterator[Clause]:
        yield from self.deprecated
        yield from (table for kind in SEVERAL for table in self.every(kind))

    @property
    def has_dates(self) -> bool:
        """Whether the policy is not the same on every day."""
        return any(one.since or one.until for one in self._clauses)

    def on(self, day: str) -> Policy:
        """Return the policy as it is on a day, without the clauses that do not hold then; `""` is any day."""
        if not day or not self.has_dates:
            return self
        policy = replace(self, deprecated=tuple(one for one in self.deprecated if one.holds_on(day)))
        for kind in SEVERAL:
            policy = policy.with_every(kind, [one for one in policy.every(kind) if one.holds_on(day)])
        return policy

    def everywhere(self) -> Policy:
        """Return the policy as it would be, did every clause hold in all files on all days."""
        policy = replace(self, deprecated=tuple(one.everywhere() for one in self.deprecated))
        for kind in SEVERAL:
            policy = policy.with_every(kind, [one.everywhere() for one in policy.every(kind)])
        return policy

    def one_by_one(self) -> Policy:
        """Return the same policy with an entry of its own for every deprecated name."""
        return replace(self, deprecated=tuple(one for entry in self.deprecated for one in entry.each()))
