"""Recognise calls that read or write the process environment."""

from __future__ import annotations

import ast

from flake8_uec.semantics.module import Module


def is_environment(literal: ast.Constant, module: Module) -> bool:
    """Tell whether a string is an argument or a key of an access to the environment."""
    child: ast.AST = literal
    parent = module.parent(literal)
    while isinstance(parent, (ast.Dict, ast.keyword)):
        child, parent = parent, module.parent(parent)
    match parent:
        case ast.Call():
            return child is not parent.func and _is_access(parent, module)
        case ast.Subscript():
            return child is parent.slice and _reaches(parent.value, module)
        case ast.Compare(comparators=[other]):
            return child is parent.left and _reaches(other, module)
    return False


def _is_access(call: ast.Call, module: Module) -> bool:
    """A method of the environment, a function that reads it, or a patch of it."""
    return _reaches(call.func, module) or any(_reaches(argument, module) for argument in call.args[:1])


def _reaches(node: ast.AST, module: Module) -> bool:
    environment = module.policy.environment
    wanted = [*environment.names, environment.replacement, environment.getter]
    while isinstance(node, (ast.Attribute, ast.Call)) and not _is(node, wanted, module):
        node = node.func if isinstance(node, ast.Call) else node.value
    return _is(node, wanted, module)


def _is(node: ast.AST, wanted: list[str], module: Module) -> bool:
    match node:
        case ast.Constant(value=str(name)):
            return name in wanted
        case ast.Name():
            return _any(module.origins(node), wanted) or _holds(node, wanted, module)
    return _any(module.origins(node), wanted)


def _any(names: tuple[str, ...], wanted: list[str]) -> bool:
    return any(name in wanted for name in names)


def _holds(node: ast.Name, wanted: list[str], module: Module) -> bool:
    """Tell whether a variable was given the result of a call of one of the names."""
    for binding in module.names.reaching(node) or ():
        owner = module.parent(binding.node)
        value = getattr(owner, "value", None)
        if isinstance(value, ast.Call) and _any(module.origins(value.func), wanted):
            return True
    return False
