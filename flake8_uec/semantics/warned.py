"""The calls of a module that warn of a deprecation, and what they say."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from flake8_uec.model.values import dataclass
from flake8_uec.semantics.facts import dotted
from flake8_uec.semantics.messages import HOLE, text_of
from flake8_uec.semantics.module import Module

CATEGORIES = frozenset(
    f"builtins.{name}" for name in ("DeprecationWarning", "PendingDeprecationWarning", "FutureWarning")
)
Function = (ast.FunctionDef, ast.AsyncFunctionDef)
AnyFunction = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Warned:
    """A statement that warns, and the message that it is given.

    function: the function that it stands in; holder: that, or the module, where it is run whenever that is.
    """

    statement: ast.Expr
    message: ast.expr
    function: AnyFunction | None
    holder: AnyFunction | ast.Module | None


def find_warned(module: Module) -> Iterator[Warned]:
    """Yield the statements of a module that warn of a deprecation."""
    for node in module.tree.nodes_with(["warn"]):
        statement = module.parent(node)
        if not isinstance(node, ast.Call) or not isinstance(statement, ast.Expr):
            continue
        message = _message(node, module) if "warnings.warn" in module.resolve(node.func) else None
        if message is not None:
            yield Warned(statement, message, _function(statement, module), _holder(statement, module))


def _message(call: ast.Call, module: Module) -> ast.expr | None:
    """Return the message of a call of `warnings.warn`, `None` where its category is no deprecation."""
    keywords = {one.arg: one.value for one in call.keywords}
    message = next(iter(call.args), keywords.get("message"))
    category = call.args[1] if len(call.args) > 1 else keywords.get("category")
    if isinstance(message, ast.Call) and _is_category(message.func, module):
        return next(iter(message.args), ast.Constant(""))
    return message if category is not None and _is_category(category, module) else None


def _is_category(node: ast.expr, module: Module) -> bool:
    names = module.resolve(node)
    found = [cls for name in names if (cls := module.classes.find(name)) is not None]
    bases = {name for cls in found for name in module.classes.lineage(cls).outside}
    return not CATEGORIES.isdisjoint({*names, *bases})


def _function(node: ast.AST, module: Module) -> AnyFunction | None:
    parent = module.parent(node)
    while parent is not None and not isinstance(parent, Function):
        parent = module.parent(parent)
    return parent


def _holder(statement: ast.AST, module: Module) -> AnyFunction | ast.Module | None:
    parent = module.parent(statement)
    while isinstance(parent, (ast.With, ast.AsyncWith)):
        parent = module.parent(parent)
    return parent if isinstance(parent, (*Function, ast.Module)) else None


def message_of(warned: Warned, module: Module, known: Mapping[str, str]) -> str:
    """Return what a warning says; `known` are the values of some names."""
    values = {"__name__": module.name, **known}
    assigned = [*module.tree.root.body, *(ast.walk(warned.function) if warned.function else ())]
    for one in assigned:
        if isinstance(one, ast.Assign) and len(one.targets) == 1 and dotted(one.targets[0]):
            text = text_of(one.value, values)
            if HOLE not in text:
                values.setdefault(dotted(one.targets[0]), text)
    return text_of(warned.message, values)
