"""Whether a method checks a parameter before it uses it: a walk along the order in which it runs."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from enum import Enum
from fnmatch import fnmatchcase
from typing import TypeAlias

from flake8_uec.semantics.agents import Method, parameters
from flake8_uec.semantics.instances import owner_of
from flake8_uec.semantics.module import Module


class State(Enum):
    """What is known of a parameter after a piece of code that did not use it unchecked."""

    UNTOUCHED = "neither checked nor used"
    CHECKED = "checked, or handed to code that may have checked it"
    REBOUND = "no longer the value that was passed"


Outcome: TypeAlias = "State | ast.Name"
"""A state, or the use that comes before any check."""

_DEFERRED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_HARMLESS = (ast.If, ast.While, ast.IfExp, ast.Match, ast.BoolOp, ast.UnaryOp)
"""What asks no more of a value than whether there is one, as does a comparison with `is`."""


class Checks:
    """Follows a parameter through the methods of one class.

    A check in one branch counts for what follows: its condition is taken to be right. What a method that is
    defined elsewhere does with the parameter is not known, and ends the walk in silence.
    """

    def __init__(self, owner: ast.ClassDef, module: Module) -> None:
        self._owner = owner
        self._module = module
        self._methods = {
            one.name: one for one in owner.body if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))
        }
        self._followed: set[tuple[str, str]] = set()

    def first_unchecked_use(self, method: Method, parameter: str) -> ast.Name | None:
        """Return the use of a parameter that a method reaches before any check, `None` where there is none."""
        self._module.tree.children(method)
        outcome = self._run(method.body, parameter)
        return outcome if isinstance(outcome, ast.Name) else None

    def _run(self, nodes: Iterable[ast.AST], name: str) -> Outcome:
        for node in nodes:
            outcome = self._node(node, name)
            if outcome is not State.UNTOUCHED:
                return outcome
        return State.UNTOUCHED

    def _node(self, node: ast.AST, name: str) -> Outcome:
        match node:
            case ast.Name():
                return self._name(node) if node.id == name else State.UNTOUCHED
            case ast.Call():
                return self._call(node, name)
            case ast.If():
                return self._branches(node, name)
        return State.UNTOUCHED if isinstance(node, _DEFERRED) else self._run(_in_order(node), name)

    def _name(self, node: ast.Name) -> Outcome:
        if not isinstance(node.ctx, ast.Load):
            return State.REBOUND
        parent = self._module.parent(node)
        is_identity = isinstance(parent, ast.Compare) and all(isinstance(op, (ast.Is, ast.IsNot)) for op in parent.ops)
        return State.UNTOUCHED if is_identity or isinstance(parent, _HARMLESS) else node

    def _branches(self, node: ast.If, name: str) -> Outcome:
        outcome = self._node(node.test, name)
        if outcome is not State.UNTOUCHED:
            return outcome
        outcomes = [self._run(node.body, name), self._run(node.orelse, name)]
        used = [one for one in outcomes if isinstance(one, ast.Name)]
        if used or State.CHECKED in outcomes:
            return used[0] if used else State.CHECKED
        return outcomes[0] if outcomes[0] is outcomes[1] else State.UNTOUCHED

    # Calls

    def _call(self, node: ast.Call, name: str) -> Outcome:
        """Go through the arguments, then through what the call does with those that are the parameter itself."""
        given: list[tuple[int | str | None, ast.expr]] = [*enumerate(node.args)]
        given += [(keyword.arg, keyword.value) for keyword in node.keywords]
        passed = [(place, value) for place, value in given if isinstance(value, ast.Name) and value.id == name]
        others = [value for _, value in given if not (isinstance(value, ast.Name) and value.id == name)]
        outcome = self._run([node.func, *others], name)
        if outcome is not State.UNTOUCHED or not passed:
            return outcome
        return self._pass(node, *passed[0])

    def _pass(self, call: ast.Call, place: int | str | None, value: ast.Name) -> Outcome:
        if self._is_check(call):
            return State.CHECKED
        if "builtins.type" in self._module.resolve(call.func):
            return State.CHECKED if isinstance(self._module.parent(call), ast.Compare) else State.UNTOUCHED
        if not self._is_own(call.func):
            return value
        method = self._methods.get(call.func.attr) if isinstance(call.func, ast.Attribute) else None
        parameter = _parameter_at(method, place) if method is not None and not _is_super(call.func) else ""
        return self._follow(method, parameter) if method is not None and parameter else State.CHECKED

    def _is_check(self, call: ast.Call) -> bool:
        function = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        by_name = any(fnmatchcase(function, pattern) for pattern in self._module.policy.agents.validators)
        return by_name or "builtins.isinstance" in self._module.resolve(call.func)

    def _is_own(self, function: ast.expr) -> bool:
        """Tell whether a function is a method of `self` or `super()`."""
        match function:
            case ast.Attribute(value=ast.Name() as owner):
                return owner_of(owner, self._module) is self._owner
        return _is_super(function)

    def _follow(self, method: Method, parameter: str) -> Outcome:
        if (method.name, parameter) in self._followed:
            return State.UNTOUCHED
        self._followed.add((method.name, parameter))
        self._module.tree.children(method)
        self._module.tree.parents.setdefault(method, self._owner)
        outcome = self._run(method.body, parameter)
        return State.UNTOUCHED if outcome is State.REBOUND else outcome


def _in_order(node: ast.AST) -> Sequence[ast.AST]:
    """Return the parts of a node in the order in which they are evaluated."""
    match node:
        case ast.Assign():
            return [node.value, *node.targets]
        case ast.AnnAssign():
            return [node.value, node.target] if node.value else []
        case ast.AugAssign() | ast.NamedExpr():
            return [node.value, node.target]
        case ast.For() | ast.AsyncFor():
            return [node.iter, node.target, *node.body, *node.orelse]
        case ast.IfExp():
            return [node.test, node.body, node.orelse]
    return [*ast.iter_child_nodes(node)]


def _is_super(function: ast.expr) -> bool:
    match function:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super"))):
            return True
    return False


def _parameter_at(method: Method, place: int | str | None) -> str:
    """Return the parameter that an argument reaches, `""` where that is not plain."""
    names = [one.arg for one in parameters(method)]
    if isinstance(place, int):
        return names[place] if place < len(names) else ""
    keywords = {*names, *(one.arg for one in method.args.kwonlyargs)}
    return place if place in keywords and place is not None else ""
