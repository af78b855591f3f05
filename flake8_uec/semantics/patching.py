"""Recognise calls that replace something by its dotted name."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.semantics.names import Names

_OWNERS = ("unittest.mock", "mock", "pytest_mock.MockerFixture")
_MOCK_PATCHERS = [f"{owner}.patch{member}" for owner in _OWNERS for member in ("", ".dict", ".multiple")]
PATCHERS = frozenset([*_MOCK_PATCHERS, "pytest.MonkeyPatch.setattr", "pytest.MonkeyPatch.delattr"])
"""The calls whose first argument may be a dotted name in a string."""


def patch_target(call: ast.Call, names: Names) -> ast.Constant | None:
    """Return the string literal that names what a call replaces, `None` where the call does no such thing."""
    match call.args:
        case [ast.Constant(value=str()) as literal, *_] if not PATCHERS.isdisjoint(names.resolve(call.func)):
            return literal
    return None


_REPLACERS = frozenset([*(f"{owner}.patch" for owner in _OWNERS), "pytest.MonkeyPatch.setattr"])
_MEMBER_REPLACERS = frozenset([*(f"{owner}.patch.object" for owner in _OWNERS), "pytest.MonkeyPatch.setattr"])


def patched(call: ast.Call, names: Names) -> Iterator[tuple[ast.Constant, str]]:
    """Yield the dotted names of what a call puts something else in the place of, each after its string literal.

    The target may be spelled out, or be a member of an object that is resolved.
    """
    given = [*call.args, *(one.value for one in call.keywords if one.arg in ("target", "attribute", "name"))]
    match given:
        case [ast.Constant(value=str(target)) as literal, *_] if not _REPLACERS.isdisjoint(names.resolve(call.func)):
            yield literal, target
        case [owner, ast.Constant(value=str(member)) as literal, *_]:
            if not _MEMBER_REPLACERS.isdisjoint(names.resolve(call.func)):
                yield from ((literal, f"{name}.{member}") for name in names.resolve(owner))
