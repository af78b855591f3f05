"""Uses of a deprecated name that need no change: another place answers for them, or takes the new name first."""

from __future__ import annotations

import ast

from flake8_uec.model.policy import Deprecation
from flake8_uec.semantics.facts import dotted
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.names import Binding
from flake8_uec.semantics.outline import first_line
from flake8_uec.semantics.references import Form, Reference
from flake8_uec.semantics.tree import Definition

_NO_MODULE = ("ImportError", "ModuleNotFoundError")
_NO_MEMBER = ("AttributeError",)


def is_passed_on(reference: Reference, module: Module) -> bool:
    """Tell whether a use reads a variable, to which the deprecated name was assigned where it is a use itself."""
    bindings = _bindings(reference, module)
    return bool(bindings) and not any(isinstance(one.node, ast.alias) for one in bindings)


def _bindings(reference: Reference, module: Module) -> list[Binding]:
    """Return what a use of a bare name may read, in the order of the text; nothing of any other reference."""
    name = reference.expression
    if reference.form is not Form.USE or not isinstance(name, ast.Name):
        return []
    return sorted(module.names.reaching(name) or (), key=lambda binding: binding.at)


def is_fallback(reference: Reference, entry: Deprecation, module: Module) -> bool:
    """Tell whether a reference only makes up for the replacement, where that cannot be had.

    It stands in, or was imported in, the `except` of a `try` that takes the replacement; or the name gets another
    meaning below its import.
    """
    if reference.is_dotted:
        return _falls_back(reference.node, _NO_MEMBER, entry, module)
    if reference.form is Form.IMPORT:
        return _falls_back(reference.node, _NO_MODULE, entry, module)
    last = _bindings(reference, module)[-1:]
    return any(not _leads_to(one, entry, module) or _falls_back(one.node, _NO_MODULE, entry, module) for one in last)


def _leads_to(binding: Binding, entry: Deprecation, module: Module) -> bool:
    traces = (module.tracer.trace(name) for name in module.names.values(binding))
    return any(name in trace for trace in traces for name in entry.names)


def _falls_back(node: ast.AST, errors: tuple[str, ...], entry: Deprecation, module: Module) -> bool:
    guard = _guard(node, module) if entry.replacement else None
    if guard is None or not any(_handles(handler, errors) for handler in guard.handlers):
        return False
    first, last = first_line(guard.body[0]), guard.body[-1].end_lineno or 0
    spelled = module.tree.nodes_with([entry.replacement.rpartition(".")[2]])
    taking = (node for node in spelled if _takes(node, entry.replacement, module))
    return any(first <= node.lineno <= last for node in taking)  # type: ignore[attr-defined]


def _guard(node: ast.AST, module: Module) -> ast.Try | None:
    """Return the innermost `try` around a node, where the node lies in an `except` of it."""
    parent: ast.AST | None = node
    while parent is not None and not isinstance(parent, Definition):
        child, parent = parent, module.parent(parent)
        if isinstance(parent, ast.Try):
            return parent if isinstance(child, ast.ExceptHandler) else None
    return None


def _handles(handler: ast.ExceptHandler, errors: tuple[str, ...]) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is not None and dotted(kind) in errors for kind in kinds)


def _takes(node: ast.AST, name: str, module: Module) -> bool:
    """Tell whether a node imports a name from its module, or reads it there."""
    match node:
        case ast.ImportFrom():
            return any(f"{module.names.source_of(node)}.{alias.name}" == name for alias in node.names)
        case ast.Attribute():
            return name in module.resolve(node)
    return False
