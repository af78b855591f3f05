"""Read a class from its statement: bases, members, signatures, dataclass fields."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any
from weakref import WeakKeyDictionary

from flake8_uec.model.facts import CALL, UNKNOWN, ClassFacts, DataclassFacts, Member, MemberKind, Parameter, Passing
from flake8_uec.semantics.later import LaterClass, LaterMember
from flake8_uec.semantics.outline import walk

Resolve = Callable[[ast.expr], tuple[str, ...]]
"""Gives the absolute dotted names that an expression may stand for."""

_DATACLASS = frozenset({"dataclasses.dataclass", "pydantic.dataclasses.dataclass"})
_FIELD = frozenset({"dataclasses.field", "pydantic.Field", "pydantic.fields.Field"})
_ABSTRACT = frozenset({"abc.abstractmethod", "abc.abstractproperty"})
_PLAIN_DECORATORS = frozenset({"abc.abstractmethod", "typing.override", "typing.final", "typing_extensions.override"})
_KINDS = {
    "builtins.classmethod": MemberKind.CLASS_METHOD,
    "builtins.staticmethod": MemberKind.STATIC_METHOD,
    "builtins.property": MemberKind.PROPERTY,
    "functools.cached_property": MemberKind.PROPERTY,
    "pytest.fixture": MemberKind.FIXTURE,
    "pytest_asyncio.fixture": MemberKind.FIXTURE,
}
_COPIERS = frozenset({"builtins.dict", "builtins.list", "builtins.set", "copy.copy", "copy.deepcopy"})
_HARMLESS_METACLASSES = frozenset({"abc.ABCMeta"})
_MAKING = frozenset({"__init__", "__new__", "__post_init__"})

LONGEST_SPELLED = 24
"""How long a string may be, in characters, to be taken for a value that a class refuses."""


def describe(node: ast.ClassDef, name: str, resolve: Resolve) -> ClassFacts:
    """Return the facts of a class. `name` is its absolute dotted name."""
    self_use = cache(partial(_self_use, node))
    known = {
        "name": name,
        "bases": tuple(_base(_generic(base), resolve) for base in node.bases),
        "decorators": tuple(_decorator(one, resolve) for one in node.decorator_list),
        "members": {member.name: member for member in _members(node, resolve)},
        "is_test": _is_test(node),
        "dataclass": _dataclass(node, resolve),
        "has_metaclass": any(_is_odd_keyword(one, resolve) for one in node.keywords),
        "line": node.lineno,
    }
    due = {
        "attributes": lambda: self_use()[0],
        "awaited": lambda: self_use()[1],
        "spelled": lambda: frozenset(_spelled(node)),
    }
    described: ClassFacts = LaterClass.of(known, due)
    return described


def _generic(base: ast.expr) -> ast.expr:
    """`Base[T]` inherits from `Base`."""
    return base.value if isinstance(base, ast.Subscript) else base


def _base(node: ast.expr, resolve: Resolve) -> tuple[str, ...]:
    return resolve(node) or (made_by(node, resolve) if isinstance(node, ast.Call) else (UNKNOWN,))


def made_by(node: ast.Call, resolve: Resolve) -> tuple[str, ...]:
    """Return the functions that a call may call; one that is passed a name may give a class of that name."""
    arguments = (*node.args, *(keyword.value for keyword in node.keywords))
    if any(isinstance(inner, ast.Name) for argument in arguments for inner in walk(argument)):
        return (UNKNOWN,)
    return tuple(f"{name}{CALL}" for name in resolve(node.func)) or (UNKNOWN,)


def _decorator(node: ast.expr, resolve: Resolve) -> str:
    names = resolve(node.func if isinstance(node, ast.Call) else node)
    return names[0] if names else UNKNOWN


def _is_odd_keyword(keyword: ast.keyword, resolve: Resolve) -> bool:
    return keyword.arg != "metaclass" or _HARMLESS_METACLASSES.isdisjoint(resolve(keyword.value))


# Members


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a class body, those in its branches too."""
    for statement in body:
        yield statement
        if isinstance(statement, (ast.If, ast.Try, ast.With, ast.For, ast.While)):
            for name in ("body", "orelse", "finalbody"):
                yield from statements(getattr(statement, name, []))
            for handler in getattr(statement, "handlers", ()):
                yield from statements(handler.body)


def _members(node: ast.ClassDef, resolve: Resolve) -> Iterator[Member]:
    setters = set()
    found = []
    for statement in statements(node.body):
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() if _is_setter(statement):
                setters.add(statement.name)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                found.append(_function(statement, resolve))
            case ast.ClassDef():
                found.append(Member(statement.name, MemberKind.ATTRIBUTE, line=statement.lineno))
            case ast.Assign() | ast.AnnAssign() | ast.Import() | ast.ImportFrom():
                found += [Member(name, MemberKind.ATTRIBUTE, line=statement.lineno) for name in _bound(statement)]
    for member in found:
        yield member if member.name not in setters else _settable(member)


def _bound(statement: ast.Assign | ast.AnnAssign | ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return [alias.asname or alias.name.partition(".")[0] for alias in statement.names]
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return [node.id for target in targets for node in walk(target) if isinstance(node, ast.Name)]


def _is_setter(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(one, ast.Attribute) and one.attr in ("setter", "deleter") for one in node.decorator_list)


def _settable(member: Member) -> Member:
    return Member(member.name, member.kind, member.parameters, line=member.line, copies=member.copies)


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef, resolve: Resolve) -> Member:
    decorators = [_decorator(one, resolve) for one in node.decorator_list]
    kind = next((_KINDS[name] for name in decorators if name in _KINDS), MemberKind.METHOD)
    known = {
        "kind": kind,
        "settable": kind is not MemberKind.PROPERTY or "functools.cached_property" in decorators,
        "known": all(name in _KINDS or name in _PLAIN_DECORATORS for name in decorators),
        "is_abstract": not _ABSTRACT.isdisjoint(decorators),
    }

    def parameters() -> tuple[Parameter, ...]:
        found = signature(node.args, resolve)
        return found if kind is MemberKind.STATIC_METHOD else _without_first(found)

    def copies() -> bool:
        return kind is MemberKind.PROPERTY and _returns_copy(node, resolve)

    return _member(node, resolve, known, {"parameters": parameters, "copies": copies})


def function(node: ast.FunctionDef | ast.AsyncFunctionDef, resolve: Resolve) -> Member:
    """Return the facts of a function that lies in no class."""
    known = {
        "kind": MemberKind.STATIC_METHOD,
        "settable": True,
        "known": not node.decorator_list,
        "is_abstract": False,
        "copies": False,
    }
    return _member(node, resolve, known, {"parameters": partial(signature, node.args, resolve)})


def _member(
    node: ast.FunctionDef | ast.AsyncFunctionDef,
    resolve: Resolve,
    known: dict[str, Any],
    due: dict[str, Callable[[], Any]],
) -> Member:
    own = {"name": node.name, "is_async": isinstance(node, ast.AsyncFunctionDef), "line": node.lineno}
    body = {"hands_out": partial(_hands_out, node, resolve), "returns": partial(annotated, node.returns, resolve)}
    member: Member = LaterMember.of({**own, **known}, {**due, **body})
    return member


def _hands_out(node: ast.FunctionDef | ast.AsyncFunctionDef, resolve: Resolve) -> tuple[str, ...]:
    """Return the names whose calls make what a function returns, by way of one variable at the most."""
    imported: dict[str, str] = {}
    values: list[ast.expr | None] = []
    given: dict[str, list[ast.expr]] = {}
    for statement in statements(node.body):
        match statement:
            case ast.Return():
                values.append(statement.value)
            case ast.Assign(targets=[ast.Name(id=name)]):
                given.setdefault(name, []).append(statement.value)
            case ast.ImportFrom(module=str(source), level=0):
                imported.update((one.asname or one.name, f"{source}.{one.name}") for one in statement.names)
    made = [one for value in values for one in (given.get(value.id, []) if isinstance(value, ast.Name) else [value])]
    calls = [one.func for one in made if isinstance(one, ast.Call)]
    return tuple(dict.fromkeys(name for call in calls for name in _called(call, imported, resolve)))


def _called(function: ast.expr, imported: dict[str, str], resolve: Resolve) -> tuple[str, ...]:
    root: ast.expr = function
    rest = ""
    while isinstance(root, ast.Attribute):
        rest = f".{root.attr}{rest}"
        root = root.value
    if isinstance(root, ast.Name) and root.id in imported:
        return (imported[root.id] + rest,)
    return resolve(function)


def _without_first(parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    first = parameters[:1]
    return parameters[1:] if first and first[0].passing in (Passing.POSITIONAL_ONLY, Passing.EITHER) else parameters


def _returns_copy(node: ast.FunctionDef | ast.AsyncFunctionDef, resolve: Resolve) -> bool:
    """Tell whether every `return` of a property makes a new value."""
    values = [inner.value for inner in walk(node) if isinstance(inner, ast.Return)]
    return bool(values) and all(value is not None and _is_new(value, node, resolve) for value in values)


def _is_new(value: ast.expr, function: ast.FunctionDef | ast.AsyncFunctionDef, resolve: Resolve) -> bool:
    match value:
        case ast.Dict() | ast.List() | ast.Set() | ast.DictComp() | ast.ListComp() | ast.SetComp():
            return True
        case ast.Call(func=ast.Attribute(attr="copy")):
            return True
        case ast.Call():
            return not _COPIERS.isdisjoint(resolve(value.func))
        case ast.Name():
            given = [one.value for one in walk(function) if isinstance(one, ast.Assign) and _assigns(one, value.id)]
            return bool(given) and all(_is_new(one, function, resolve) for one in given if one is not value)
        case ast.BinOp(op=ast.BitOr()):
            return True
    return False


def _assigns(node: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in node.targets)


def _self_use(node: ast.ClassDef) -> tuple[frozenset[str], frozenset[str]]:
    """Return the attributes that methods set on `self`, and the methods of it that they run as coroutines."""
    methods = [one for one in statements(node.body) if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))]
    uses = [_USES.get(method) or _USES.setdefault(method, _use_in(method)) for method in methods]
    return frozenset().union(*(use[0] for use in uses)), frozenset().union(*(use[1] for use in uses))


_Use = tuple[frozenset[str], frozenset[str]]
_USES: WeakKeyDictionary[ast.stmt, _Use] = WeakKeyDictionary()
"""What was found of methods: most of those of an edited file are the same as a keystroke ago."""


def _use_in(method: ast.FunctionDef | ast.AsyncFunctionDef) -> _Use:
    attributes, awaited = set(), set()
    first = method.args.args[0].arg if method.args.args else ""
    for inner in walk(method) if first else ():
        match inner:
            case ast.Attribute(value=ast.Name(id=name), attr=attribute, ctx=ast.Store()) if name == first:
                attributes.add(attribute)
            case ast.Await(value=value):
                awaited.add(_called_on(first, value))
            case ast.Call(args=arguments):
                awaited.update(_called_on(first, value) for value in arguments)
    return frozenset(attributes), frozenset(awaited - {""})


def _called_on(receiver: str, node: ast.expr) -> str:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)) if name == receiver:
            return method
    return ""


def _spelled(node: ast.ClassDef) -> Iterator[str]:
    """Yield the short strings of the methods of a class that raise, where the class has a say in its making."""
    methods = [one for one in statements(node.body) if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))]
    if not any(one.name in _MAKING for one in methods):
        return
    for method in methods:
        inner = [*walk(method)]
        if any(isinstance(one, ast.Raise) for one in inner):
            values = (one.value for one in inner if isinstance(one, ast.Constant))
            yield from (value for value in values if isinstance(value, str) and len(value) <= LONGEST_SPELLED)


def _is_test(node: ast.ClassDef) -> bool | None:
    for statement in statements(node.body):
        match statement:
            case ast.Assign(targets=[ast.Name(id="__test__")], value=ast.Constant(value=value)):
                return bool(value)
            case ast.AnnAssign(target=ast.Name(id="__test__"), value=ast.Constant(value=value)):
                return bool(value)
    return None


# Signatures


def signature(arguments: ast.arguments, resolve: Resolve) -> tuple[Parameter, ...]:
    """Return the parameters of a function in order."""
    plain = [*arguments.posonlyargs, *arguments.args]
    without_default = len(plain) - len(arguments.defaults)
    found = [
        _parameter(
            one,
            Passing.POSITIONAL_ONLY if index < len(arguments.posonlyargs) else Passing.EITHER,
            index < without_default,
            resolve,
        )
        for index, one in enumerate(plain)
    ]
    if arguments.vararg:
        found.append(_parameter(arguments.vararg, Passing.REST, False, resolve))
    for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        found.append(_parameter(one, Passing.KEYWORD_ONLY, default is None, resolve))
    if arguments.kwarg:
        found.append(_parameter(arguments.kwarg, Passing.KEYWORDS, False, resolve))
    return tuple(found)


def _parameter(node: ast.arg, passing: Passing, required: bool, resolve: Resolve) -> Parameter:
    return Parameter(node.arg, passing, required, annotated(node.annotation, resolve))


def annotated(annotation: ast.expr | None, resolve: Resolve) -> tuple[str, ...]:
    """Return the dotted names that stand in an annotation, one in a string too."""
    expression = parsed(annotation)
    outermost = _chains(expression) if expression is not None else ()
    return tuple(name for node in outermost for name in resolve(node))


def parsed(annotation: ast.expr | None) -> ast.expr | None:
    """Return an annotation, or what its string says; `None` where that is no expression."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        try:
            return ast.parse(annotation.value.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
    return annotation


def _chains(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Name() | ast.Attribute():
            yield node
        case ast.Subscript(value=ast.Name(id="Literal") | ast.Attribute(attr="Literal")):
            yield node.value  # its strings are values
        case ast.Constant(value=str()):
            inner = parsed(node)
            yield from _chains(inner) if inner is not None else ()
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _chains(child) if isinstance(child, ast.expr) else ()


# Dataclasses


def _dataclass(node: ast.ClassDef, resolve: Resolve) -> DataclassFacts | None:
    for decorator in node.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        if not _DATACLASS.isdisjoint(resolve(call.func if call else decorator)):
            options = {one.arg: one.value for one in call.keywords} if call else {}
            fields, excluded = _fields(node, _is_true(options.get("kw_only")), resolve)
            return DataclassFacts(not _is_false(options.get("init")), _is_true(options.get("frozen")), fields, excluded)
    return None


def _fields(node: ast.ClassDef, keyword_only: bool, resolve: Resolve) -> tuple[tuple[Parameter, ...], tuple[str, ...]]:
    found, excluded = [], []
    for statement in node.body:
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            continue
        names = annotated(statement.annotation, resolve)
        if "dataclasses.KW_ONLY" in names:
            keyword_only = True
        elif "typing.ClassVar" not in names:
            options = _field_options(statement.value, resolve)
            if _is_false(options.get("init")):
                excluded.append(statement.target.id)
                continue
            alone = _is_true(options["kw_only"]) if "kw_only" in options else keyword_only
            passing = Passing.KEYWORD_ONLY if alone else Passing.EITHER
            found.append(Parameter(statement.target.id, passing, _has_no_default(statement.value, options), names))
    return tuple(found), tuple(excluded)


def _field_options(value: ast.expr | None, resolve: Resolve) -> dict[str | None, ast.expr]:
    """Return the arguments of a `field(...)`, and `None` as a key where there is such a call."""
    if isinstance(value, ast.Call) and not _FIELD.isdisjoint(resolve(value.func)):
        return {None: value, **{one.arg: one.value for one in value.keywords}}
    return {}


def _has_no_default(value: ast.expr | None, options: dict[str | None, ast.expr]) -> bool:
    return value is None or (None in options and not {"default", "default_factory"} & set(options))


def _is_true(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _is_false(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is False
