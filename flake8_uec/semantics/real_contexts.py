"""Fixes that construct a real context where a mock stands in for one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

from flake8_uec.model.diagnostic import Applicability, Fix
from flake8_uec.model.facts import ClassFacts, MemberKind, Parameter, Passing
from flake8_uec.model.values import dataclass
from flake8_uec.semantics.acceptance import SAFE, UNSAFE, accepts, worst
from flake8_uec.semantics.assembly import Assembly, assembly
from flake8_uec.semantics.call_layout import Argument, argument, rewritten
from flake8_uec.semantics.describe import annotated
from flake8_uec.semantics.factories import reached
from flake8_uec.semantics.fixtures import is_fixture
from flake8_uec.semantics.instances import function
from flake8_uec.semantics.made_up import made_up
from flake8_uec.semantics.mocks import Field, Mock
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.new_calls import to_do
from flake8_uec.semantics.patching import patched
from flake8_uec.semantics.paths import paths
from flake8_uec.semantics.placeholders import refuses
from flake8_uec.semantics.raising import is_expected_to_raise
from flake8_uec.semantics.remapping import Remapping
from flake8_uec.semantics.stand_in_uses import bears_a_real_one
from flake8_uec.semantics.stand_ins import is_context
from flake8_uec.semantics.super_calls import HOOKS
from flake8_uec.semantics.targets import function_of

_IDLE = frozenset({"spec", "spec_set", "name", "instance", "unsafe"})
"""What a mock can be told without another effect on what it does."""

_REFUSED = re.compile(
    r"(.*_)?(invalid|incomplete|minimal|partial|malformed|broken|corrupt(ed)?|bad|wrong|empty|missing)(_.*)?"
)
"""How a variable is called that holds what no context should be."""

_REFUSING = re.compile(
    r"test(?=.*(mock|fake|duck))(?=.*(context|real|reject|refus|forbid|bypass|block|detect|invalid|differ|vs)).*"
)
"""How a test is called that is about mocks: they are refused, or are not what real contexts are."""

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)


@dataclass(frozen=True, slots=True)
class _Maker:
    """What makes a real context: the class, or a factory."""

    name: str
    parameters: tuple[Parameter, ...]
    is_async: bool = False


def real_context(mock: Mock, module: Module, positional: Sequence[str] = (), *, is_patched: bool = False) -> Fix | None:
    """Return the fix that constructs a real context in the place of a mock and of what sets its fields.

    `positional` are the fields that positional arguments set. `None` where a real context could not take the mock's
    place, or where that cannot be told; where the class itself is patched, too, unless that goes at the same time
    (`is_patched`).
    """
    if not is_patched and _is_under_patch(mock.call, module):
        return None
    cls, made = module.classes.find(module.policy.context.name), assembly(mock, module)
    if cls is None or not made.is_straight or not _is_plain(made, positional, module):
        return None
    fields = [*map(Field, positional, mock.call.args, mock.call.args), *made.fields]
    for maker in _makers(cls, fields, module):
        named = _named(fields, maker, module)
        if named is not None:
            return _fix(made, named, maker, cls, module)
    return None


def by_hand(mock: Mock, module: Module, positional: Sequence[str] = ()) -> str:
    """Return the call that a person is to write in the place of a mock, `""` where it had better stay."""
    cls, made = module.classes.find(module.policy.context.name), assembly(mock, module)
    parameters = module.classes.constructor(cls) if cls is not None else None
    is_refused = any(is_expected_to_raise(one, module) for one in (mock.call, *made.uses))
    if parameters is None or is_refused or _is_meant(made, module):
        return ""
    fields = [*map(Field, positional, mock.call.args, mock.call.args), *made.fields]
    call = ast.Call(mock.call.func, [], [ast.keyword(one.name, one.value) for one in fields if one.value is not None])
    names, renamed = {one.name for one in fields}, module.policy.context.renamed_fields
    to = Remapping(parameters, {old: new for old, new in renamed.items() if old in names}, parameters)
    return to_do(call, module.policy.context.name, to, module)


def _is_under_patch(call: ast.Call, module: Module) -> bool:
    """Tell whether the context class is patched in the function around a call, or for it or its class."""
    return not _under_patch(module).isdisjoint(_around(call, module))


def _under_patch(module: Module) -> set[ast.AST]:
    """Return the functions and classes in which the context class is patched."""
    if _under_patch not in module.memo:
        name = module.policy.context.name
        calls = (one for one in module.tree.nodes_with([name.rpartition(".")[2]]) if isinstance(one, ast.Call))
        module.memo[_under_patch] = {
            owner
            if isinstance(owner := module.parent(call), (*_FUNCTIONS, ast.ClassDef))
            else function_of(call, module)
            for call in calls
            if any(one.replaces and name in module.tracer.trace(one.name) for one in patched(call, module.names))
        }
    found: set[ast.AST] = module.memo[_under_patch]
    return found


def _is_plain(made: Assembly, positional: Sequence[str], module: Module) -> bool:
    """Tell whether nothing about the creation of a mock says that it must be one."""
    call = made.mock.call
    told = {one.arg for one in call.keywords} - {one.name for one in made.fields}
    arguments = [one for one in call.args if one is not made.mock.spec]
    return (
        told <= (set() if made.mock.maker == "SimpleNamespace" else _IDLE)
        and len(arguments) <= len(positional)
        and not any(isinstance(one, ast.Starred) for one in arguments)
        and _may_be_declared_so(made, module)
        and not is_expected_to_raise(call, module)
        and not _is_meant(made, module)
    )


def _may_be_declared_so(made: Assembly, module: Module) -> bool:
    match made.statement:
        case ast.AnnAssign(annotation=annotation):
            return is_context(annotated(annotation, module.resolve), module)
    return True


def _is_meant(made: Assembly, module: Module) -> bool:
    """Tell whether a mock is there to be refused, by what its variable or the test is called."""
    name = ast.unparse(made.target).rpartition(".")[2] if made.target is not None else ""
    test = getattr(function_of(made.mock.call, module), "name", "")
    return bool(_REFUSED.fullmatch(name.lower()) or _REFUSING.fullmatch(test.lower()))


# What makes it


def _makers(cls: ClassFacts, fields: Sequence[Field], module: Module) -> Iterator[_Maker]:
    """Yield the factories of the policy that are for the place and for the fields, then the class."""
    for entry in module.policy.context.factories:
        found = function(entry.name, module)
        is_for_here = not entry.paths or paths(entry.paths).match(module.source.relative)
        is_for_these = {one.name for one in fields}.issuperset(entry.fields)
        if found and found.known and found.kind is not MemberKind.METHOD and is_for_here and is_for_these:
            yield _Maker(entry.name, found.parameters, found.is_async)
    parameters = module.classes.constructor(cls)
    if parameters is not None:
        yield _Maker(module.policy.context.name, parameters)


def _named(fields: Sequence[Field], maker: _Maker, module: Module) -> dict[str, Field] | None:
    """Return fields by the parameters that they reach, `None` where one has none, or two have the same."""
    renamed = module.policy.context.renamed_fields
    known = {one.name for one in maker.parameters if one.passing in (Passing.EITHER, Passing.KEYWORD_ONLY)}
    named = {one.name if one.name in known else renamed.get(one.name, ""): one for one in fields}
    are_public = not any(name.startswith("_") for name in named)
    return named if len(named) == len(fields) and named.keys() <= known and are_public else None


# How far it is trusted


def _trust(
    made: Assembly, named: Mapping[str, Field], maker: _Maker, cls: ClassFacts, module: Module
) -> Applicability | None:
    parameters = {one.name: one for one in maker.parameters}
    values = [accepts(cls, parameters[name], one.value, module) for name, one in named.items() if one.value is not None]
    is_whole = all(one.name in named for one in maker.parameters if one.required)
    copied = any(name != one.name and _is_copied(cls, one.name, module) for name, one in named.items())
    is_sure = is_whole and not copied and maker.name == module.policy.context.name
    return worst([bears_a_real_one(made, cls, module), *values, SAFE if is_sure else UNSAFE])


def _is_copied(cls: ClassFacts, former: str, module: Module) -> bool:
    """Tell whether the class does not hand out a renamed field, as it is, under its former name."""
    member = module.classes.member(cls, former)
    return member is None or member.copies


def _ids(named: Mapping[str, Field], maker: _Maker, made: Assembly, cls: ClassFacts, module: Module) -> dict[str, str]:
    """Return ids for what is required and was not set; `""` for what cannot be made up."""
    missing = [one.name for one in maker.parameters if one.required and one.name not in named]
    if not missing or made.target is None or not _runs_once(made.mock.call, module):
        return dict.fromkeys(missing, "")
    ids = made_up(missing, made.target, module)
    known = module.policy.context.identity_fields
    return {name: text if name in known and not refuses(text, cls, module) else "" for name, text in ids.items()}


def _runs_once(node: ast.AST, module: Module) -> bool:
    """Tell whether a node is run once in a test: in none of its loops, nor in a function that it may call again."""
    parent = module.parent(node)
    while parent is not None and not isinstance(parent, (*_FUNCTIONS, ast.ClassDef)):
        if isinstance(parent, _LOOPS):
            return False
        parent = module.parent(parent)
    if not isinstance(parent, _FUNCTIONS):
        return True
    return parent.name.startswith("test") or parent.name in HOOKS or is_fixture(parent, module)


# How it is written


def _fix(made: Assembly, named: Mapping[str, Field], maker: _Maker, cls: ClassFacts, module: Module) -> Fix | None:
    trust = _trust(made, named, maker, cls, module)
    ids = _ids(named, maker, made, cls, module)
    if trust is None or not all(ids.values()) or not _are_separate(made, module) or not _may_await(maker, made, module):
        return None
    given = [argument(name, one, module) for name, one in named.items()]
    callee = reached(maker.name, made.mock.call, module)
    if callee is None or None in given:
        return None
    written = [one for one in given if one is not None] + [Argument(name, f'"{text}"') for name, text in ids.items()]
    edit = rewritten(
        made.mock.call, _statements(made), f"{'await ' * maker.is_async}{callee.expression}", written, module
    )
    label = maker.name.rpartition(".")[2]
    title = f"Construct `{label}`" if maker.name == module.policy.context.name else f"Call `{maker.name}`"
    return Fix(title, (edit, *callee.edits), trust) if edit is not None else None


def _may_await(maker: _Maker, made: Assembly, module: Module) -> bool:
    return not maker.is_async or isinstance(module.names.scope_of(made.mock.call), ast.AsyncFunctionDef)


def _are_separate(made: Assembly, module: Module) -> bool:
    """Tell whether no field is set to what is read from another."""
    places = {made.mock.call, *_statements(made)}
    return not any(places.intersection(_around(use, module)) for use in made.uses)


def _around(node: ast.AST, module: Module) -> Iterator[ast.AST]:
    parent = module.parent(node)
    while parent is not None:
        yield parent
        parent = module.parent(parent)


def _statements(made: Assembly) -> list[ast.stmt]:
    """Return the statements that set fields, each once."""
    return [*dict.fromkeys(one.statement for one in made.fields if one.statement is not None)]
