"""Code that a test expects to fail."""

from __future__ import annotations

import ast

from flake8_uec.semantics.describe import annotated
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.tree import Definition

_EXPECTING = "pytest.raises"
_METHODS = frozenset({"assertRaises", "assertRaisesRegex", "assertRaisesRegexp"})
_HIDING = "contextlib.suppress"
_EXCEPTIONS = ("Error", "Exception")
"""How the names of exceptions end."""


def is_expected_to_raise(node: ast.AST, module: Module) -> bool:
    """Tell whether a test says in so many words that a node is to raise.

    It lies in a `with pytest.raises(...)`, `with self.assertRaises(...)` or any other `with` on a call that is
    given an exception, in an argument of one of the first two, or in a `try` that fails the test right after it.
    A mere `except` or `suppress` around it may as well hide a defect.
    """
    child, parent = node, module.parent(node)
    tries = 0
    while parent is not None:
        if isinstance(parent, ast.Try):
            tries += 1
            if tries == 1 and _fails_after(parent, child):
                return True
        elif _expects(parent, child, module):
            return True
        child, parent = parent, module.parent(parent)
    return False


def _fails_after(statement: ast.Try, child: ast.AST) -> bool:
    if not statement.handlers or child not in statement.body:
        return False
    return any(map(_fails, [*statement.body[statement.body.index(child) + 1 :], *statement.orelse]))


def _expects(parent: ast.AST, child: ast.AST, module: Module) -> bool:
    match parent:
        case ast.With() | ast.AsyncWith():
            calls = [item.context_expr for item in parent.items]
            return not isinstance(child, ast.withitem) and any(
                _is_expectation(one, module) or _is_given_exception(one, module) for one in calls
            )
        case ast.Call():
            return child is not parent.func and _is_expectation(parent, module)
    return False


def _is_expectation(node: ast.expr, module: Module) -> bool:
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS:
        return True
    return _EXPECTING in module.resolve(node.func)


def _is_given_exception(node: ast.expr, module: Module) -> bool:
    """Tell whether a call's first argument is an exception: a project's own way to expect one."""
    match node:
        case ast.Call(args=[first, *_]) if _HIDING not in module.resolve(node.func):
            one = first.elts[0] if isinstance(first, ast.Tuple) and first.elts else first
            return any(name.endswith(_EXCEPTIONS) for name in module.resolve(one))
    return False


def handles(node: ast.AST, module: Module, exceptions: frozenset[str]) -> bool:
    """Tell whether a node lies in the body of a `try` with an `except` that names one of some exceptions."""
    child, parent = node, module.parent(node)
    while parent is not None and not isinstance(parent, Definition):
        if isinstance(parent, ast.Try) and child in parent.body:
            caught = (name for one in parent.handlers if one.type for name in annotated(one.type, module.resolve))
            if not exceptions.isdisjoint(caught):
                return True
        child, parent = parent, module.parent(parent)
    return False


def _fails(statement: ast.stmt) -> bool:
    """Tell whether a statement is a `fail(...)`, `pytest.fail(...)` or `assert False`."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id="fail") | ast.Attribute(attr="fail"))):
            return True
        case ast.Assert(test=ast.Constant(value=False)):
            return True
    return False
