"""What receives a value: variables, attributes, keys, arguments, and functions that return it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flake8_uec.model.values import dataclass
from flake8_uec.semantics.describe import annotated
from flake8_uec.semantics.facts import dotted

if TYPE_CHECKING:
    from flake8_uec.semantics.module import Module

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_HOLDERS = (ast.List, ast.Tuple, ast.ListComp)
_TRANSPARENT = (ast.IfExp, ast.BoolOp, ast.NamedExpr, ast.Starred, *_HOLDERS)
_YIELDING = {
    f"{module}.{name}"
    for module in ("typing", "collections.abc")
    for name in ("Generator", "Iterator", "Iterable", "AsyncGenerator", "AsyncIterator", "AsyncIterable")
}


@dataclass(frozen=True, slots=True)
class Target:
    """What receives a value.

    node: where it does so.
    name: of the variable, attribute, key, keyword or function; `""` where it has none.
    annotation: the dotted names that stand in its annotation.
    owner: what the value becomes an attribute of, or the stubbed function whose result it becomes.
    whole: the value itself is received, not a list or tuple with it inside.
    is_result: the value is what a function of the name returns.
    argument_of: the call that it is an argument of, named by `name` or counted by `position`.
    """

    node: ast.AST
    name: str = ""
    annotation: tuple[str, ...] = ()
    owner: str = ""
    whole: bool = True
    is_result: bool = False
    argument_of: ast.Call | None = None
    position: int = -1


def targets(value: ast.AST, module: Module) -> Iterator[Target]:
    """Yield what receives a value, by way of conditions, lists, tuples and comprehensions."""
    whole, child = True, value
    parent = module.parent(child)
    while isinstance(parent, _TRANSPARENT):
        if isinstance(parent, ast.NamedExpr):
            yield Target(parent.target, parent.target.id)
        if isinstance(parent, _HOLDERS):
            whole = False
        if child is getattr(parent, "test", None):
            return
        child, parent = parent, module.parent(parent)
    yield from _received(value, child, parent, whole, module)


def _received(value: ast.AST, child: ast.AST, parent: ast.AST | None, whole: bool, module: Module) -> Iterator[Target]:
    match parent:
        case ast.Assign():
            for one in parent.targets:
                yield from _assigned(one, child, value, whole)
        case ast.AnnAssign() if parent.value is child:
            names = annotated(parent.annotation, module.resolve)
            yield from _named(parent.target, whole, names if whole else ())
        case ast.Return() | ast.Yield():
            yield from _returned(parent, child, value, module)
        case ast.keyword():
            yield from _keyword(parent, whole, module)
        case ast.Dict():
            index = _place(child, parent, parent.values, module)
            yield from _key(parent.keys[index] if index >= 0 else None, whole)
        case ast.Call() if child is not parent.func:
            position = _place(child, parent, parent.args, module)
            if position >= 0 and whole:
                yield Target(child, argument_of=parent, position=position)


def _place(child: ast.AST, parent: ast.AST, items: Sequence[ast.AST], module: Module) -> int:
    """Return where a node stands among those of a dict or call, which may have thousands; -1 where it does not."""
    places: dict[ast.AST, int] | None = module.memo.get((_place, parent))
    if places is None:
        places = module.memo[_place, parent] = {one: at for at, one in enumerate(items)}
    return places.get(child, -1)


def _assigned(target: ast.expr, child: ast.AST, value: ast.AST, whole: bool) -> Iterator[Target]:
    pairs = isinstance(target, (ast.Tuple, ast.List)) and isinstance(child, (ast.Tuple, ast.List))
    if not pairs:
        yield from _named(target, whole)
    elif len(target.elts) == len(child.elts):  # type: ignore[attr-defined]
        for one, its_value in zip(target.elts, child.elts, strict=True):  # type: ignore[attr-defined]
            if its_value is value:
                yield from _named(one, True)


def _named(target: ast.expr, whole: bool, annotation: tuple[str, ...] = ()) -> Iterator[Target]:
    match target:
        case ast.Name():
            yield Target(target, target.id, annotation, whole=whole)
        case ast.Attribute(attr="return_value", value=ast.Attribute() as stub):
            yield Target(target, stub.attr, owner=dotted(stub.value), whole=whole, is_result=True)
        case ast.Attribute(attr="return_value", value=ast.Name() as stub):
            yield Target(target, stub.id, whole=whole, is_result=True)
        case ast.Attribute():
            yield Target(target, target.attr, owner=dotted(target.value), whole=whole)
        case ast.Subscript():
            yield from _key(target.slice, whole)


def _returned(statement: ast.AST, child: ast.AST, value: ast.AST, module: Module) -> Iterator[Target]:
    function = function_of(statement, module)
    if not isinstance(function, _FUNCTIONS):
        return
    names = annotated(function.returns, module.resolve)
    if names and names[0] in _YIELDING:
        names = names[1:]
    if child is value:
        yield Target(statement, function.name, names, is_result=True)
    elif isinstance(child, ast.Tuple) and isinstance(function.returns, ast.Subscript):
        yield from _element(function.returns.slice, child, value, module)


def _element(types: ast.expr, whole: ast.Tuple, value: ast.AST, module: Module) -> Iterator[Target]:
    if isinstance(types, ast.Tuple) and len(types.elts) == len(whole.elts):
        for one, its_value in zip(types.elts, whole.elts, strict=True):
            if its_value is value:
                yield Target(value, annotation=annotated(one, module.resolve), whole=False)


def _keyword(keyword: ast.keyword, whole: bool, module: Module) -> Iterator[Target]:
    call = module.parent(keyword)
    if not isinstance(call, ast.Call) or keyword.arg is None:
        return
    if keyword.arg != "return_value":
        yield Target(keyword, keyword.arg, whole=whole, argument_of=call)
        return
    texts = [one.value for one in call.args[:2] if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    for text in texts[-1:]:
        yield Target(keyword, text.rpartition(".")[2], whole=whole, is_result=True)
    for target in targets(call, module):
        yield Target(keyword, target.name, owner=target.owner, whole=whole, is_result=True)


def _key(key: ast.expr | None, whole: bool) -> Iterator[Target]:
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        yield Target(key, key.value, whole=whole)


def function_of(node: ast.AST, module: Module) -> ast.AST:
    """Return the innermost function, class or module around a node."""
    scope = module.names.scope_of(node)
    while not isinstance(scope, (*_FUNCTIONS, ast.ClassDef, ast.Module)):
        scope = module.names.scope_of(scope)
    return scope
