"""How a mock is put together, for whoever writes something else in its place."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_uec.model.values import dataclass
from flake8_uec.semantics.flow import MOST_USES
from flake8_uec.semantics.mocks import Field, Mock, given, set_on
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.tree import body_of


@dataclass(frozen=True, slots=True)
class Assembly:
    """The creation of a mock and all that is done to it, as far as its scope shows.

    target: the variable or `self.x` that alone receives it, `None` where something else does.
    statement: the assignment to the target.
    fields: what is set on it, by its own keywords first, then in the order of the text.
    uses: where else it is read: handed on, asked for a member, stubbed.
    is_straight: it has a target that is bound once in its scope, the value of each field is spelled out, and
    what is not a keyword is set by the statements right after the creation, which do nothing else.
    """

    mock: Mock
    target: ast.Name | ast.Attribute | None
    statement: ast.Assign | ast.AnnAssign | None
    fields: tuple[Field, ...]
    uses: tuple[ast.expr, ...]
    is_straight: bool


def assembly(mock: Mock, module: Module) -> Assembly:
    """Return how a mock is put together."""
    found, uses = given(mock.call), []
    followed = module.flow.uses(mock.call)
    for use in sorted(followed[1:], key=lambda one: (one.lineno, one.col_offset)):
        on_it = [*set_on(use, module)]
        found += on_it
        uses += [] if on_it else [use]
    target, statement = _received(mock.call, module)
    is_whole = len(followed) < MOST_USES and all(one.arg for one in mock.call.keywords)
    is_straight = (
        statement is not None
        and is_whole
        and all(one.value is not None for one in found)
        and _is_bound_once(target, module)
        and _follow_at_once(statement, [one.statement for one in found if one.statement is not None], module)
    )
    return Assembly(mock, target, statement, tuple(found), tuple(uses), is_straight)


def _received(
    call: ast.Call, module: Module
) -> tuple[ast.Name | ast.Attribute | None, ast.Assign | ast.AnnAssign | None]:
    """Return the one variable, or member of `self`, that is given a new object, and the statement that does so."""
    statement = module.parent(call)
    match statement:
        case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
            match target:
                case ast.Name() | ast.Attribute(value=ast.Name(id="self")):
                    return target, statement
    return None, None


def _is_bound_once(target: ast.Name | ast.Attribute | None, module: Module) -> bool:
    if isinstance(target, ast.Name):
        return len(module.names.bindings(target.id).get(module.names.scope_of(target), ())) == 1
    return target is not None and module.flow.is_set_once(target)


def _follow_at_once(first: ast.stmt, others: Sequence[ast.stmt], module: Module) -> bool:
    """Tell whether some statements are those right after one, each once, in any order."""
    distinct = {*others}
    block = body_of(first, module.parent(first))  # type: ignore[arg-type]
    index = next(index for index, one in enumerate(block) if one is first)
    return distinct == {*block[index + 1 : index + 1 + len(distinct)]} and all(map(_does_nothing_else, distinct))


def _does_nothing_else(statement: ast.stmt) -> bool:
    """Tell whether a statement that sets fields is an assignment of one, or a bare call."""
    match statement:
        case ast.Assign(targets=[ast.Attribute()]) | ast.Expr(value=ast.Call()):
            return True
    return False
