"""Recognise calls that replace something by its dotted name."""

from __future__ import annotations

import ast

from flake8_uec.semantics.names import Names

_MOCK_PATCHERS = [
    f"{owner}.patch{member}"
    for owner in ("unittest.mock", "mock", "pytest_mock.MockerFixture")
    for member in ("", ".dict", ".multiple")
]
PATCHERS = frozenset([*_MOCK_PATCHERS, "pytest.MonkeyPatch.setattr", "pytest.MonkeyPatch.delattr"])
"""The calls whose first argument may be a dotted name in a string."""


def patch_target(call: ast.Call, names: Names) -> ast.Constant | None:
    """Return the string literal that names what a call replaces, `None` where the call does no such thing."""
    match call.args:
        case [ast.Constant(value=str()) as literal, *_] if not PATCHERS.isdisjoint(names.resolve(call.func)):
            return literal
    return None
