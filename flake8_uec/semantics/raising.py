"""Code that a test expects to fail."""

from __future__ import annotations

import ast

from flake8_uec.semantics.module import Module

_EXPECTING = "pytest.raises"
_METHODS = frozenset({"assertRaises", "assertRaisesRegex", "assertRaisesRegexp"})


def is_expected_to_raise(node: ast.AST, module: Module) -> bool:
    """Tell whether a test says in so many words that a node is to raise.

    It lies in a `with pytest.raises(...)` or `with self.assertRaises(...)`, in an argument of such a call, or in
    a `try` that fails the test right after it. A mere `except` around it may as well hide a defect.
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
            return not isinstance(child, ast.withitem) and any(_is_expectation(one, module) for one in calls)
        case ast.Call():
            return child is not parent.func and _is_expectation(parent, module)
    return False


def _is_expectation(node: ast.expr, module: Module) -> bool:
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS:
        return True
    return _EXPECTING in module.resolve(node.func)


def _fails(statement: ast.stmt) -> bool:
    """Tell whether a statement is a `fail(...)`, `pytest.fail(...)` or `assert False`."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id="fail") | ast.Attribute(attr="fail"))):
            return True
        case ast.Assert(test=ast.Constant(value=False)):
            return True
    return False
