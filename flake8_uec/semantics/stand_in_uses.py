"""Whether what is done with a mock of the context could be done with a real one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Applicability
from flake8_uec.model.facts import ClassFacts, Member, MemberKind
from flake8_uec.semantics.acceptance import SAFE, UNSAFE, worst
from flake8_uec.semantics.assembly import Assembly
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.raising import is_expected_to_raise

_PASSES_ON = (
    ast.Assign, ast.AnnAssign, ast.Return, ast.Yield, ast.List, ast.Tuple, ast.keyword, ast.IfExp, ast.BoolOp,
    ast.NamedExpr, ast.Compare, ast.FormattedValue, ast.If, ast.While, ast.Assert, ast.Expr, ast.Lambda,
    ast.ListComp, ast.UnaryOp,
)  # fmt: skip
"""What does nothing with a value but hand it on, or ask whether there is one."""

_TYPE_CHECKS = frozenset({"builtins.isinstance", "builtins.issubclass", "builtins.type", "builtins.callable"})
_HASHING = frozenset({"builtins.hash", "builtins.set", "builtins.frozenset"})
_OPENING = frozenset(
    {"builtins.vars", "builtins.dir", "builtins.len", "builtins.iter", "builtins.setattr", "builtins.delattr"}
)
_REFUSED = _TYPE_CHECKS | _HASHING | _OPENING
_ASKING = frozenset({"builtins.getattr", "builtins.hasattr"})
_REPLACING = (".patch.object", ".patch.multiple", ".MonkeyPatch.setattr", ".MonkeyPatch.delattr")
"""How the names of functions end that put something else in the place of a member."""

_OF_MOCKS = re.compile(r"assert_\w+|called|call_\w+|mock_\w+|method_calls|await_\w+|awaited|return_value|side_effect")
_READING = frozenset({"get", "keys", "values", "items", "copy"})
_METHODS = (MemberKind.METHOD, MemberKind.CLASS_METHOD, MemberKind.STATIC_METHOD)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def bears_a_real_one(made: Assembly, cls: ClassFacts, module: Module) -> Applicability | None:
    """Tell whether the code around a mock goes on with a real context in its place: surely, perhaps, or (`None`) not.

    What the file does with it where a function that returns it is called, or a fixture that does is asked for, counts.
    """
    judge = _Judge(cls, {one.name for one in made.fields}, module)
    uses = (*made.uses, *(read for use in made.uses for read in _returned(use, module)))
    return worst(judge.use(use) for use in uses)


class _Judge:
    def __init__(self, cls: ClassFacts, given: set[str], module: Module) -> None:
        self._cls = cls
        self._given = given
        self._module = module

    def use(self, node: ast.expr) -> Applicability | None:
        """Judge one read of the mock."""
        parent = self._module.parent(node)
        if is_expected_to_raise(node, self._module):
            return None
        match parent:
            case ast.Attribute():
                return self._member(parent)
            case ast.Call() if parent.func is not node:
                return self._argument(parent, node)
            case ast.Dict():
                return SAFE if any(one is node for one in parent.values) else None
        return SAFE if isinstance(parent, _PASSES_ON) else None

    def _argument(self, call: ast.Call, node: ast.expr) -> Applicability | None:
        names = {*self._module.resolve(call.func)}
        if names & _REFUSED or any(name.endswith(_REPLACING) for name in names):
            return None
        if not names & _ASKING:
            return None if _is_turned_down(call, self._module) else SAFE
        match call.args:
            case [first, ast.Constant(value=str(name)), *_] if first is node:
                return self._read(name, self._module.parent(call), call)
        return None

    def _member(self, node: ast.Attribute) -> Applicability | None:
        return self._read(node.attr, self._module.parent(node), node) if isinstance(node.ctx, ast.Load) else None

    def _read(self, name: str, parent: ast.AST | None, node: ast.expr) -> Applicability | None:
        """Judge what is done with a member."""
        member = None if name.startswith("__") else self._module.classes.member(self._cls, name)
        if name.startswith("__") or not self._module.classes.offers(self._cls, name):
            return None
        if member is not None and member.kind in _METHODS:
            return self._method(member, parent, node)
        if isinstance(parent, ast.Attribute) and _OF_MOCKS.fullmatch(parent.attr):
            return None
        if member is not None and member.copies:
            return UNSAFE if _only_reads(parent) else None
        return SAFE if name in self._given else UNSAFE

    def _method(self, member: Member, parent: ast.AST | None, node: ast.expr) -> Applicability | None:
        """A method may be called, or handed on; what else is done with it is done with a mock's."""
        if isinstance(parent, ast.Attribute):
            return None
        is_called = isinstance(parent, ast.Call) and parent.func is node
        is_awaited = is_called and isinstance(self._module.parent(parent), ast.Await)  # type: ignore[arg-type]
        return UNSAFE if member.is_async or not is_awaited else None


def _is_turned_down(call: ast.Call, module: Module) -> bool:
    """Tell whether a test asserts that a call answers `False` or `None`, or something that says so."""
    parent = module.parent(call)
    return any(_is_denied(use, module) for use in module.flow.uses(parent if isinstance(parent, ast.Await) else call))


def _is_denied(node: ast.expr, module: Module) -> bool:
    child: ast.AST = node
    parent = module.parent(child)
    while isinstance(parent, (ast.Attribute, ast.Subscript)):
        child, parent = parent, module.parent(parent)
    match parent:
        case (
            ast.UnaryOp(op=ast.Not())
            | ast.Compare(ops=[ast.Is() | ast.Eq()], comparators=[ast.Constant(value=False | None)])
        ):
            return _is_asserted(parent, module)
        case ast.Call(func=ast.Attribute(attr="assertFalse" | "assertIsNone")):
            return True
    return False


def _is_asserted(node: ast.AST | None, module: Module) -> bool:
    while isinstance(node, ast.expr):
        node = module.parent(node)
    return isinstance(node, ast.Assert)


def _only_reads(parent: ast.AST | None) -> bool:
    match parent:
        case ast.Subscript(ctx=ctx):
            return isinstance(ctx, ast.Load)
        case ast.Attribute(attr=name):
            return name in _READING
    return True


def _returned(use: ast.expr, module: Module) -> Iterator[ast.expr]:
    """Yield where else in the file a value is read that a function returns or yields."""
    function = module.names.scope_of(use)
    if not isinstance(module.parent(use), (ast.Return, ast.Yield)) or not isinstance(function, _FUNCTIONS):
        return
    for node in module.tree.nodes_with([function.name]):
        match node:
            case ast.arg(arg=name) if name == function.name:
                yield from module.flow.reads(node, name)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name == function.name:
                given = module.parent(node)
                yield from module.flow.uses(given if isinstance(given, ast.Await) else node)[1:]
