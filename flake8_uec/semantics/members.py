"""Attributes that are asked of a class itself, not of an instance."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.facts import ClassFacts
from flake8_uec.semantics.calls import class_of
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.nearness import nearest
from flake8_uec.semantics.raising import is_expected_to_raise
from flake8_uec.semantics.references import Reference

_OF_EVERY_CLASS = frozenset({"mro", "register"})
"""What a class has from `type` and from `ABCMeta`."""


def unknown_member(reference: Reference, module: Module, name: str) -> Iterator[Finding]:
    """Find an attribute that a reference to the class of a policy name reads and that the class does not have."""
    cls = class_of(reference, module, name)
    node = module.parent(reference.node)
    if cls is None or not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Load):
        return
    if _may_have(cls, node.attr, module) or _is_set_here(node.attr, reference, module):
        return
    if is_expected_to_raise(node, module) or _is_asked_for(node, module):
        return
    hint = _nearest(cls, node.attr, module)
    advice = f"; did you mean `{hint}`?" if hint else ""
    yield Finding(module.span(node), f"`{cls.name.rpartition('.')[2]}` has no `{node.attr}`{advice}")


def _may_have(cls: ClassFacts, attribute: str, module: Module) -> bool:
    classes = module.classes
    return attribute in _OF_EVERY_CLASS or not classes.is_closed(cls) or classes.offers(cls, attribute)


def _is_set_here(attribute: str, reference: Reference, module: Module) -> bool:
    """Tell whether the file gives the class an attribute: `Class.name = ...`."""
    parents = (module.parent(one.node) for one in module.references if one.trace[-1] == reference.trace[-1])
    return any(
        isinstance(one, ast.Attribute) and one.attr == attribute and isinstance(one.ctx, ast.Store) for one in parents
    )


def _is_asked_for(node: ast.Attribute, module: Module) -> bool:
    """Tell whether a node lies in a branch on a `hasattr` of its own attribute."""
    parent = module.parent(node)
    while parent is not None:
        if isinstance(parent, (ast.If, ast.IfExp, ast.BoolOp)):
            test = parent.values[0] if isinstance(parent, ast.BoolOp) else parent.test
            if any(_asks(one, node.attr) for one in [test, *module.tree.children(test)]):
                return True
        parent = module.parent(parent)
    return False


def _asks(node: ast.AST, attribute: str) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="hasattr"), args=[_, ast.Constant(value=name)]):
            return bool(name == attribute)
    return False


def _nearest(cls: ClassFacts, attribute: str, module: Module) -> str:
    members = [name for one in module.classes.lineage(cls).classes for name in one.members if not name.startswith("_")]
    return nearest(attribute, members)
