"""Recognise calls that replace something by its dotted name."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.values import dataclass
from flake8_uec.semantics.names import Names

_OWNERS = ("unittest.mock", "mock", "pytest_mock.MockerFixture")
_DECORATING = ("unittest.mock.patch", "mock.patch")
_SETTER = "pytest.MonkeyPatch.setattr"
_REPLACERS = frozenset([*(f"{owner}.patch" for owner in _OWNERS), _SETTER])
_MEMBER_REPLACERS = frozenset([*(f"{owner}.patch.object" for owner in _OWNERS), _SETTER])
_MEMBER_PATCHERS = frozenset(
    [*(f"{owner}.patch.{member}" for owner in _OWNERS for member in ("dict", "multiple")), "pytest.MonkeyPatch.delattr"]
)
"""What changes the thing that a string names, rather than putting something else in its place."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A dotted name that a call patches.

    literal: the string that names it, or the last part of it.
    replaces: something else is put in the place of what is named.
    """

    literal: ast.Constant
    name: str
    replaces: bool


def patched(call: ast.Call, names: Names) -> Iterator[Patch]:
    """Yield what a call patches; the target may be spelled out, or be a member of an object that is resolved."""
    given = [*call.args, *(one.value for one in call.keywords if one.arg in ("target", "attribute", "name"))]
    match given:
        case [ast.Constant(value=str(target)) as literal, *_]:
            called = names.resolve(call.func)
            if not (_REPLACERS | _MEMBER_PATCHERS).isdisjoint(called):
                yield Patch(literal, target, not _REPLACERS.isdisjoint(called))
        case [owner, ast.Constant(value=str(member)) as literal, *_]:
            if not _MEMBER_REPLACERS.isdisjoint(names.resolve(call.func)):
                yield from (Patch(literal, f"{name}.{member}", True) for name in names.resolve(owner))


def is_patch(call: ast.Call, names: Names) -> bool:
    """Tell whether a call is one of `unittest.mock`'s patches, which may decorate a function."""
    return any(name.startswith(_DECORATING) for name in names.resolve(call.func))


def injects(call: ast.Call, names: Names) -> bool:
    """Tell whether a patch, as a decorator, hands a mock to the function: nothing else is given to put in place."""
    called = names.resolve(call.func)
    targets = 2 if any(name.endswith(".object") for name in called) else 1
    is_one = any(name.startswith(_DECORATING) and name.endswith(("patch", "patch.object")) for name in called)
    return is_one and len(call.args) <= targets and all(one.arg != "new" for one in call.keywords)
