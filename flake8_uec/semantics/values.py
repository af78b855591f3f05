"""Where the instances of a class are read, found by way of the references to the class."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.facts import ClassFacts
from flake8_uec.semantics.instances import class_around, instance_of
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import Reference
from flake8_uec.semantics.tree import Definition


def reads(reference: Reference, module: Module, cls: ClassFacts) -> list[ast.expr]:
    """Return every expression that surely is an instance of a class by way of one reference to it.

    The variables are those of the statement or parameter that the reference stands in, those that a function
    with the class as its return annotation is called for, and those that they are handed on to. What was found
    by way of one reference does not come again by way of another; the rules that ask share the answer.
    """
    known: dict[ast.AST, list[ast.expr]] = module.memo.setdefault((reads, cls.name), {})
    if reference.node not in known:
        known[reference.node] = [*_reads(reference.node, module, cls)]
    return known[reference.node]


def _reads(node: ast.AST, module: Module, cls: ClassFacts) -> Iterator[ast.expr]:
    seen: set[object] = module.memo.setdefault((_reads, cls.name), set())
    todo = [*_targets(node, module)]
    while todo:
        target = todo.pop()
        place = _scope(target, module), _word(target), type(target)
        if place in seen:
            continue
        seen.add(place)
        for read in _loads(target, module):
            found = instance_of(read, module)
            if found is not None and found.name == cls.name:
                yield read
                todo += _targets(read, module)
            elif isinstance(target, Definition):
                todo += _targets(read, module)


def _targets(node: ast.AST, module: Module) -> list[ast.AST]:
    """Return what the statement or parameter around an expression gives a value to."""
    parent: ast.AST | None = node
    while isinstance(parent, (ast.expr, ast.keyword)) and not isinstance(parent, ast.Lambda):
        parent = module.parent(parent)
    match parent:
        case ast.arg():
            return [parent]
        case ast.Assign():
            return [one for one in parent.targets if isinstance(one, (ast.Name, ast.Attribute))]
        case ast.AnnAssign(target=ast.Name() | ast.Attribute() as target):
            return [target]
        case ast.FunctionDef(returns=ast.expr()) | ast.AsyncFunctionDef(returns=ast.expr()):
            return [parent]
    return []


def _loads(target: ast.AST, module: Module) -> Iterator[ast.expr]:
    """Yield the places that may read a parameter, variable or `self.x`, in the scope that it lies in."""
    word, scope = _word(target), _scope(target, module)
    first, last = getattr(scope, "lineno", 1), getattr(scope, "end_lineno", 1 << 60)
    for node in module.tree.nodes_named(word, first, last):
        if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
            yield node


def _word(node: ast.AST) -> str:
    match node:
        case ast.arg(arg=word) | ast.Name(id=word) | ast.Attribute(attr=word):
            return word
        case ast.FunctionDef(name=word) | ast.AsyncFunctionDef(name=word):
            return word
    return ""


def _scope(target: ast.AST, module: Module) -> ast.AST:
    if isinstance(target, ast.arg):
        return module.tree.parents[module.tree.parents[target]]
    if isinstance(target, ast.Attribute):
        return class_around(target, module) or module.tree.root
    return module.names.scope_of(target)
