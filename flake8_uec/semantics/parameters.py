"""Which parameter of a function of the project an argument reaches."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_uec.model.facts import MemberKind, Parameter, Passing
from flake8_uec.semantics.describe import signature
from flake8_uec.semantics.fixtures import given_by_fixture
from flake8_uec.semantics.instances import function, instance_of
from flake8_uec.semantics.module import Module

_Function = (ast.FunctionDef, ast.AsyncFunctionDef)


def parameter(call: ast.Call, name: str, position: int, module: Module) -> Parameter | None:
    """Return the parameter that a keyword, or else a positional argument, reaches.

    `None` where the callee is not known, or several are and they disagree.
    """
    if any(isinstance(one, ast.Starred) for one in call.args[: position + 1]):
        return None
    found = [_pick(parameters, name, position) for parameters in _signatures(call.func, module)]
    return found[0] if found and all(one == found[0] for one in found) else None


def _pick(parameters: Sequence[Parameter], name: str, position: int) -> Parameter | None:
    if name:
        fitting = (one for one in parameters if one.name == name and one.passing is not Passing.POSITIONAL_ONLY)
        return next(fitting, None)
    plain = [one for one in parameters if one.passing in (Passing.POSITIONAL_ONLY, Passing.EITHER)]
    return plain[position] if position < len(plain) else None


def _signatures(called: ast.expr, module: Module) -> Iterator[Sequence[Parameter]]:
    if isinstance(called, ast.Name):
        for binding in module.names.reaching(called) or ():
            if isinstance(binding.node, _Function):
                yield signature(binding.node.args, module.resolve)
                return
    for name in module.resolve(called):
        yield from _of_name(name, module)
    if isinstance(called, ast.Attribute):
        yield from _of_method(called, module)


def _of_name(name: str, module: Module) -> Iterator[Sequence[Parameter]]:
    cls = module.classes.find(name)
    if cls is not None:
        constructor = module.classes.constructor(cls)
        if constructor is not None:
            yield constructor
        return
    found = function(name, module)
    if found is not None and found.known and found.kind is not MemberKind.METHOD:
        yield found.parameters


def _of_method(called: ast.Attribute, module: Module) -> Iterator[Sequence[Parameter]]:
    """Yield the parameters of a method that is called on an instance."""
    cls = instance_of(called.value, module) or given_by_fixture(called.value, module)
    method = module.classes.member(cls, called.attr) if cls is not None else None
    if method is not None and method.known and method.kind is not MemberKind.PROPERTY:
        yield method.parameters
