"""What a mock object is built from, and which of its attributes are set."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from flake8_uec.model.values import dataclass
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import Form, Reference

_SPEC = ("spec", "spec_set")
_NO_FIELDS = frozenset({*_SPEC, "name", "return_value", "side_effect", "wraps", "unsafe", "new_callable", "instance"})
_SPECLESS = frozenset({"types.SimpleNamespace"})


@dataclass(frozen=True, slots=True)
class Field:
    """An attribute that is set on an object, and the place that does so.

    value: what it is set to, `None` where that is not spelled out.
    statement: what sets it, `None` for a keyword of the creation.
    """

    name: str
    node: ast.AST
    value: ast.expr | None = None
    statement: ast.stmt | None = None


@dataclass(frozen=True, slots=True)
class Mock:
    """The creation of a mock object.

    maker: the last part of the name that is called, `MagicMock`.
    spec: what the mock is built from, `None` where it is built from nothing.
    """

    call: ast.Call
    maker: str
    spec: ast.expr | None


def creation(reference: Reference, module: Module) -> Mock | None:
    """Return the mock that a reference to a mock class creates, `None` where it does no such thing.

    A name that may also stand for something else, after an `except ImportError`, creates none.
    """
    call = module.parent(reference.node)
    if reference.form is not Form.USE or not isinstance(call, ast.Call) or call.func is not reference.node:
        return None
    return mock_of(call, module)


def mock_of(call: ast.Call, module: Module) -> Mock | None:
    """Return the mock that a call creates, `None` where it may create something else."""
    names = module.resolve(call.func)
    if not names or any(name not in module.policy.context.mocks for name in names):
        return None
    return Mock(call, names[0].rpartition(".")[2], None if names[0] in _SPECLESS else _spec(call))


def _spec(call: ast.Call) -> ast.expr | None:
    given = [*call.args[:1], *(one.value for one in call.keywords if one.arg in _SPEC)]
    return next((one for one in given if not _is_no_class(one)), None)


def _is_no_class(spec: ast.expr) -> bool:
    """`None`, and a list of names, make no mock of a class."""
    return isinstance(spec, (ast.Starred, ast.List, ast.Tuple)) or (
        isinstance(spec, ast.Constant) and spec.value is None
    )


# Fields


def fields(call: ast.Call, module: Module) -> list[Field]:
    """Return the attributes that are set on a new object: as keywords, and by statements on its variables."""
    return [*given(call), *(field for use in module.flow.uses(call) for field in set_on(use, module))]


def given(call: ast.Call) -> list[Field]:
    """Return the attributes that the creation of an object sets itself."""
    return [one for one in _keywords(call) if one.name not in _NO_FIELDS]


def _keywords(call: ast.Call, statement: ast.stmt | None = None) -> Iterator[Field]:
    for keyword in call.keywords:
        if keyword.arg is not None:
            yield Field(keyword.arg, keyword, keyword.value, statement)
        else:
            yield from (Field(name, call, None, statement) for name in keys(keyword.value))


def set_on(use: ast.expr, module: Module) -> Iterator[Field]:
    """Yield the attributes that one read of a variable serves to set on its value."""
    parent = module.parent(use)
    match parent:
        case ast.Attribute(ctx=ast.Store()):
            yield from _stored(parent, module)
        case ast.Attribute(attr="configure_mock"):
            call = module.parent(parent)
            if isinstance(call, ast.Call) and call.func is parent:
                yield from _keywords(call, _statement(call, module))
        case ast.Call(func=ast.Name(id="setattr"), args=[first, name, value]) if first is use:
            known = value if isinstance(name, ast.Constant) else None
            yield from (Field(one, parent, known, _statement(parent, module)) for one in _names(name, module))


def _stored(attribute: ast.Attribute, module: Module) -> Iterator[Field]:
    match module.parent(attribute):
        case ast.Assign(targets=[_], value=value) as statement:
            yield Field(attribute.attr, attribute, value, statement)
        case ast.AugAssign():
            return
        case _:
            yield Field(attribute.attr, attribute, None, _statement(attribute, module))


def _statement(node: ast.AST, module: Module) -> ast.stmt:
    """Return the statement that an expression stands in."""
    while not isinstance(node, ast.stmt):
        node = module.parent(node)  # type: ignore[assignment]
    return node


def _names(name: ast.expr, module: Module) -> Iterable[str]:
    """Return the strings that an expression may be: a literal, or the variable of a loop over literals."""
    match name:
        case ast.Constant(value=str(text)):
            return (text,)
        case ast.Name():
            return [text for binding in module.names.reaching(name) or () for text in _looped(binding.node, module)]
    return ()


def _looped(variable: ast.AST, module: Module) -> Iterable[str]:
    loop = module.parent(variable)
    is_pair = isinstance(loop, ast.Tuple)
    if is_pair:
        if loop.elts[0] is not variable:  # type: ignore[union-attr]
            return ()
        loop = module.parent(loop)  # type: ignore[arg-type]
    if not isinstance(loop, (ast.For, ast.AsyncFor)):
        return ()
    items = _literal(loop.iter, module)
    return _firsts(items) if is_pair and not isinstance(items, ast.Dict) else keys(items)


def _literal(node: ast.expr, module: Module) -> ast.expr:
    """Return the literal behind `.items()` and behind a variable."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("items", "keys"):
        node = node.func.value
    if isinstance(node, ast.Name):
        for binding in module.names.reaching(node) or ():
            owner = module.parent(binding.node)
            if isinstance(owner, (ast.Assign, ast.AnnAssign)) and owner.value is not None:
                return owner.value
    return node


def keys(node: ast.expr) -> list[str]:
    """Return the strings of a list, tuple or set, or the keys of a dict, literal or `dict(...)`."""
    match node:
        case ast.Dict(keys=items) | ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            return [one.value for one in items if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        case ast.Call(func=ast.Name(id="dict"), keywords=keywords):
            return [one.arg for one in keywords if one.arg]
    return []


def _firsts(node: ast.expr) -> list[str]:
    """Return the first strings of a list of pairs."""
    pairs = node.elts if isinstance(node, (ast.List, ast.Tuple, ast.Set)) else []
    return [text for pair in pairs if isinstance(pair, (ast.Tuple, ast.List)) for text in keys(pair)[:1]]
