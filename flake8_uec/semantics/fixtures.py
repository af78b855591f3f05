"""What the fixtures of a file hand to the functions that ask for them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.facts import ClassFacts
from flake8_uec.semantics.instances import instance_of
from flake8_uec.semantics.module import Module

_FIXTURES = frozenset({"pytest.fixture", "pytest_asyncio.fixture"})
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def given_by_fixture(value: ast.expr, module: Module) -> ClassFacts | None:
    """Return the class of what a parameter holds that a fixture of this file fills, `None` where that is not known."""
    bindings = module.names.reaching(value) or () if isinstance(value, ast.Name) else ()
    parameters = [one.node for one in bindings if isinstance(one.node, ast.arg) and one.node.annotation is None]
    fixture = _fixture(parameters[0], module) if len(parameters) == len(bindings) == 1 else None
    found = [instance_of(one, module) for one in _handed_out(fixture, module)] if fixture is not None else []
    first = found[0] if found else None
    return first if first is not None and all(one is not None and one.name == first.name for one in found) else None


def _fixture(parameter: ast.arg, module: Module) -> _Function | None:
    """Return the fixture that pytest takes for a parameter, of those in the classes and the module around it."""
    definitions = module.names.bindings(parameter.arg)
    scope = module.names.scope_of(parameter)
    while True:
        for one in definitions.get(scope, ()):
            if isinstance(one.node, _Function) and is_fixture(one.node, module):
                return one.node
        if isinstance(scope, ast.Module):
            return None
        scope = module.names.scope_of(scope)


def is_fixture(function: _Function, module: Module) -> bool:
    """Tell whether a function is a fixture of pytest's."""
    decorators = (one.func if isinstance(one, ast.Call) else one for one in function.decorator_list)
    return any(not _FIXTURES.isdisjoint(module.resolve(one)) for one in decorators)


def _handed_out(fixture: _Function, module: Module) -> Iterator[ast.expr]:
    for node in module.tree.children(fixture):
        match node:
            case ast.Return(value=ast.expr() as value) | ast.Yield(value=ast.expr() as value):
                if module.names.scope_of(node) is fixture:
                    yield value
