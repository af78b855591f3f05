"""Calls of a deprecated class, written as calls of the factory that makes its replacement of the same arguments."""

from __future__ import annotations

import ast

from flake8_uec.model.diagnostic import Applicability, Edit, Fix
from flake8_uec.model.facts import Member, MemberKind
from flake8_uec.model.policy import Deprecation
from flake8_uec.model.source import Span
from flake8_uec.semantics.facts import dotted
from flake8_uec.semantics.imports import Imported, reach
from flake8_uec.semantics.instances import function
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.new_calls import old_signature
from flake8_uec.semantics.references import Reference
from flake8_uec.semantics.remapping import Remapping, has_all, remapped

_TIGHT = (ast.Attribute, ast.Subscript, ast.Call, ast.Await)
"""What an `await` has to be put in parentheses in."""


def factory(entry: Deprecation, module: Module) -> Member | None:
    """Return the factory of a deprecation, `None` where the project has none or its signature is not known."""
    found = function(entry.via, module) if entry.via else None
    return found if found is not None and found.known and found.kind is not MemberKind.METHOD else None


def by_factory(reference: Reference, entry: Deprecation, kind: str, module: Module) -> Fix | None:
    """Return the fix of a call that has all the arguments which the deprecation maps."""
    call, made = _call(reference, module), factory(entry, module)
    if kind != "call" or call is None or made is None or (made.is_async and not _may_await(call, module)):
        return None
    to = Remapping(made.parameters, entry.arguments, old_signature(call, entry, module))
    edits = remapped(call, to, module) if has_all(call, to) else None
    spelled = reached(entry.via, call, module)
    is_plain = "".join(module.source.text[slice(*module.span(call.func))].split()) == dotted(call.func)
    if edits is None or spelled is None or not is_plain:
        return None
    written = _written(call, spelled.expression, module, is_async=made.is_async)
    return Fix(f"Call `{entry.via}`", (*written, *edits, *spelled.edits), Applicability.UNSAFE)


def _call(reference: Reference, module: Module) -> ast.Call | None:
    node: ast.AST = reference.node
    parent = module.parent(node)
    if isinstance(parent, ast.Attribute):
        node, parent = parent, module.parent(parent)
    return parent if isinstance(parent, ast.Call) and parent.func is node else None


def _may_await(call: ast.Call, module: Module) -> bool:
    return isinstance(module.names.scope_of(call), ast.AsyncFunctionDef)


def reached(name: str, call: ast.Call, module: Module) -> Imported | None:
    """Return how to write a factory, a method of a class by way of that class."""
    owner, _, method = name.rpartition(".")
    if module.classes.find(owner) is None:
        return reach(module, name, call)
    imported = reach(module, owner, call)
    return Imported(f"{imported.expression}.{method}", imported.edits) if imported else None


def _written(call: ast.Call, callee: str, module: Module, *, is_async: bool) -> list[Edit]:
    span, end = module.span(call.func), module.span(call).end
    if not is_async:
        return [Edit(span, callee)]
    parent = module.parent(call)
    if isinstance(parent, _TIGHT) and call not in getattr(parent, "args", ()):
        return [Edit(span, f"(await {callee}"), Edit(Span(end, end), ")")]
    return [Edit(span, f"await {callee}")]
