"""What a value surely is, as far as the text of one file tells."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import product

from flake8_uec.model.values import dataclass
from flake8_uec.semantics.describe import annotated
from flake8_uec.semantics.instances import stores
from flake8_uec.semantics.module import Module

MOCK = "unittest.mock.Mock"
"""The class of what any maker of mocks gives."""

_DEEPEST = 8
"""How many names a value is followed through."""

_STR = "builtins.str"
_DISPLAYS = {
    ast.Dict: "dict", ast.DictComp: "dict", ast.List: "list", ast.ListComp: "list", ast.Set: "set",
    ast.SetComp: "set", ast.Tuple: "tuple", ast.GeneratorExp: "generator", ast.Lambda: "function",
    ast.Compare: "bool",
}  # fmt: skip
_MAKERS = {
    **{
        f"builtins.{name}": f"builtins.{name}"
        for name in ("str", "int", "float", "bool", "dict", "list", "set", "tuple")
    },
    **{f"uuid.{name}": "uuid.UUID" for name in ("UUID", "uuid1", "uuid3", "uuid4", "uuid5")},
    **{f"datetime.datetime.{name}": "datetime.datetime" for name in ("now", "utcnow", "today", "fromtimestamp")},
    "datetime.datetime": "datetime.datetime",
    **{f"time.{name}": "builtins.float" for name in ("time", "monotonic", "perf_counter")},
    "builtins.object": "builtins.object",
    "builtins.repr": _STR,
}
_UUID_LENGTH, _HEX_LENGTH = 36, 32
_STR_METHODS = frozenset(
    {"format", "join", "lower", "upper", "strip", "lstrip", "rstrip", "replace", "title", "capitalize", "zfill"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """What is known of a value.

    kind: the dotted name of its class, `""` where that is not known.
    node: the expression that gives it, `None` for what a parameter brings.
    start: what a string surely begins with; all of it with `is_whole`.
    length: how many characters it has at least.
    """

    kind: str = ""
    node: ast.expr | None = None
    start: str = ""
    length: int = 0
    is_whole: bool = False


def values(node: ast.expr, module: Module) -> list[Value]:
    """Return what an expression may give: one value for each way in which a name of it may have got its own."""
    return _Reader(module).read(node, _DEEPEST)


class _Reader:
    def __init__(self, module: Module) -> None:
        self._module = module
        self._known: dict[tuple[ast.expr, int], list[Value]] = {}

    def read(self, node: ast.expr, depth: int) -> list[Value]:
        """Return each value once: those of names that are made of one another would be too many to count."""
        key = node, depth
        if key not in self._known:
            found = _spelled(node) or ([*self._read(node, depth - 1)] if depth else []) or [Value(node=node)]
            self._known[key] = [*dict.fromkeys(found)]
        return self._known[key]

    def _read(self, node: ast.expr, depth: int) -> Iterator[Value]:
        match node:
            case ast.Name():
                for binding in self._module.names.reaching(node) or ():
                    yield from self._bound(binding.node, depth)
            case ast.Attribute():
                yield from self._attribute(node, depth)
            case ast.Call():
                yield from self._call(node, depth)
            case ast.BinOp():
                yield from self._operation(node, depth)
            case ast.Subscript(value=inner, slice=ast.Slice()):
                yield from (Value(one.kind, node) for one in self.read(inner, depth))
            case ast.IfExp(body=one, orelse=other):
                yield from (*self.read(one, depth), *self.read(other, depth))
            case ast.BoolOp(values=parts):
                yield from (value for part in parts for value in self.read(part, depth))

    def _bound(self, target: ast.AST, depth: int) -> list[Value]:
        if isinstance(target, ast.arg):
            names = annotated(target.annotation, self._module.resolve)
            is_plain = len(names) == 1 and names[0].startswith("builtins.")
            return [Value(names[0])] if is_plain else [Value()]
        value = self._module.names.value_of(target) if isinstance(target, ast.Name) else self._assigned(target)
        return self.read(value, depth) if value is not None else [Value()]

    def _assigned(self, target: ast.AST) -> ast.expr | None:
        match self._module.parent(target):
            case ast.Assign(targets=[_], value=value):
                return value
            case ast.AnnAssign(value=value):
                return value
        return None

    def _attribute(self, node: ast.Attribute, depth: int) -> Iterator[Value]:
        match node:
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                for one in stores(node, self._module):
                    yield from self._bound(one, depth)
            case ast.Attribute(attr="hex", value=ast.Call() as inner):
                if all(one.kind == "uuid.UUID" for one in self.read(inner, depth)):
                    yield Value(_STR, node, length=_HEX_LENGTH)

    def _call(self, node: ast.Call, depth: int) -> Iterator[Value]:
        names = self._module.resolve(node.func)
        if any(name in self._module.policy.context.mocks for name in names):
            yield Value(MOCK, node)
        elif len(names) == 1 and names[0] in _MAKERS:
            is_uuid = any(one.kind == "uuid.UUID" for arg in node.args[:1] for one in self.read(arg, depth))
            yield Value(_MAKERS[names[0]], node, length=_UUID_LENGTH * is_uuid)
        elif isinstance(node.func, ast.Attribute) and self._is_of_str(node.func, depth):
            yield Value(_STR, node)

    def _is_of_str(self, method: ast.Attribute, depth: int) -> bool:
        return method.attr in _STR_METHODS and all(one.kind == _STR for one in self.read(method.value, depth))

    def _operation(self, node: ast.BinOp, depth: int) -> Iterator[Value]:
        for left, right in product(self.read(node.left, depth), self.read(node.right, depth)):
            match node.op:
                case ast.Add() if left.kind == right.kind == _STR:
                    start = left.start + right.start if left.is_whole else left.start
                    is_whole = left.is_whole and right.is_whole
                    yield Value(_STR, node, start, left.length + right.length, is_whole)
                case ast.Mult() if left.kind == _STR and right.kind == "builtins.int":
                    yield Value(_STR, node)
                case ast.Mod() if left.kind == _STR:
                    yield Value(_STR, node)
                case _:
                    yield Value(node=node)


def _spelled(node: ast.expr) -> list[Value]:
    """Return the value of a literal or a display."""
    match node:
        case ast.Constant(value=value):
            return [_constant(node, value)]
        case ast.JoinedStr():
            return [_joined(node)]
        case ast.UnaryOp(op=ast.Not()):
            return [Value("builtins.bool", node)]
    return [Value(f"builtins.{_DISPLAYS[type(node)]}", node)] if type(node) in _DISPLAYS else []


def _constant(node: ast.expr, value: object) -> Value:
    if isinstance(value, str):
        return Value(_STR, node, value, len(value), is_whole=True)
    return Value(f"builtins.{type(value).__name__}", node)


def _joined(node: ast.JoinedStr) -> Value:
    texts = [str(one.value) if isinstance(one, ast.Constant) else None for one in node.values]
    start = texts[0] if texts and texts[0] is not None else ""
    return Value(_STR, node, start, len("".join(text or "" for text in texts).strip()))
