"""The edits that turn an access to the process environment into one through the class that stands in for it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Edit
from flake8_uec.model.facts import Member, MemberKind
from flake8_uec.model.source import Span
from flake8_uec.semantics.calls import ClassCall, refusal, takes
from flake8_uec.semantics.imports import reach
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.raising import handles, is_expected_to_raise
from flake8_uec.semantics.references import IMPORTS, Reference

_MISSING = frozenset({"builtins.KeyError", "builtins.LookupError", "builtins.Exception", "builtins.BaseException"})
_READABLE = frozenset({"os.environ", "os.getenv"})
_PROCESSES = ("subprocess", "multiprocessing", "create_subprocess_exec", "create_subprocess_shell", "Popen", "spawn")
"""Words for what starts another process, which is given the environment of this one."""

_ASSIGNS = re.compile(r"\s*\]\s*=\s*")


def environment_edits(reference: Reference, module: Module) -> tuple[Edit, ...] | None:
    """Return the edits for one access, `None` where it cannot be written otherwise.

    What is written by the one way and read by the other is not the same. So the accesses of a file are changed
    together or not at all, and none is in a file that has both ways: it may well compare them.
    """
    every = module.memo.get(environment_edits)
    if every is None:
        every = module.memo[environment_edits] = {} if _has_both(module) else _every_edits(module)
    edits: tuple[Edit, ...] | None = every.get(reference.node)
    return edits


def _has_both(module: Module) -> bool:
    """Tell whether a file uses, or patches, what stands in for the environment; a mere import is no use."""
    environment = module.policy.environment
    words = {name.rpartition(".")[2] for name in (environment.replacement, environment.getter)}
    return any(not words.isdisjoint(_said(node)) for node in module.tree.nodes_with(words))


def _said(node: ast.AST) -> tuple[str, ...]:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return (name,)
        case ast.Constant(value=str(text)) if " " not in text:
            return tuple(text.split("."))
    return ()


def _every_edits(module: Module) -> dict[ast.AST, tuple[Edit, ...]]:
    names = set(module.policy.environment.names)
    found: dict[ast.AST, tuple[Edit, ...]] = {}
    for one in module.references:
        if one.form not in IMPORTS and not names.isdisjoint(one.trace):
            edits = _access_edits(one, module)
            if edits is None:
                return {}
            found[one.node] = edits
    return found


def _access_edits(reference: Reference, module: Module) -> tuple[Edit, ...] | None:
    if reference.expression is not reference.node or _READABLE.isdisjoint(reference.trace):
        return None
    if _is_in_f_string(reference.node, module):
        return None
    getter = reach(module, module.policy.environment.getter, reference.expression)
    if getter is None or not _is_plain_function(module.policy.environment.getter, module):
        return None
    found = [*_rewrite(reference.expression, f"{getter.expression}()", module)]
    text = module.source.text
    is_lossless = found and not any("#" in text[slice(*edit.span)] for edit in found)
    return (*getter.edits, *found) if is_lossless else None


def _is_in_f_string(node: ast.AST, module: Module) -> bool:
    """Tell whether a node lies in an f-string, where Python before 3.12 does not tell its place."""
    parent = module.parent(node)
    while isinstance(parent, ast.expr | ast.keyword):
        if isinstance(parent, ast.JoinedStr):
            return True
        parent = module.parent(parent)
    return False


def _is_plain_function(name: str, module: Module) -> bool:
    """Tell whether a function of the project can be called without an argument."""
    for step in module.tracer.trace(name):
        owner, rest = module.tracer.split(step)
        facts = module.tracer.facts(owner)
        if facts is not None and rest in facts.functions:
            one = facts.functions[rest]
            return one.known and not one.is_async and takes(one.parameters, 0)
    return False


def _method(action: str, module: Module) -> Member | None:
    """Return the method of the class that stands in for an action of the environment."""
    environment = module.policy.environment
    cls = module.classes.find(environment.replacement)
    member = module.classes.member(cls, environment.methods.get(action, "")) if cls is not None else None
    return member if member and member.known and member.kind is MemberKind.METHOD and not member.is_async else None


# Each way of access


def _rewrite(node: ast.expr, getter: str, module: Module) -> Iterator[Edit]:
    """Yield the edits for the statement or expression that an access is part of, none where it has no equal."""
    parent = module.parent(node)
    above = module.parent(parent) if parent is not None else None
    match parent, above:
        case ast.Call(func=function), _ if function is node:
            yield from _same_call(parent, "get", getter, module)
        case ast.Attribute(attr="get"), ast.Call(func=function) if function is parent:
            yield from _same_call(above, "get", getter, module)
        case ast.Compare(ops=[ast.In() | ast.NotIn()]), _ if parent.left is not node:
            yield from _exists(parent, getter, module)
        case _ if not isinstance(module.names.scope_of(node), ast.Module):
            yield from _write(parent, above, getter, module)


def _write(parent: ast.AST | None, above: ast.AST | None, getter: str, module: Module) -> Iterator[Edit]:
    """Yield the edits for a statement that changes the environment.

    What a module changes while it is imported, other modules find when they are, and a process that is started
    finds what this one has: both are left to a person.
    """
    if any(map(module.tree.lines_of, _PROCESSES)):
        return
    is_statement = above is not None and isinstance(module.parent(above), ast.Expr)
    match parent, above:
        case ast.Attribute(attr="update"), ast.Call(func=function, keywords=[]) if is_statement and function is parent:
            yield from _same_call(above, "update", getter, module)
        case ast.Attribute(attr="pop"), ast.Call(func=function, keywords=[]) if is_statement and function is parent:
            yield from _pop(above, getter, module)
        case ast.Subscript(), ast.Assign(targets=[_]) if parent is not above.value:
            yield from _set(parent, above, getter, module)
        case ast.Subscript(), ast.Delete(targets=[_]):
            yield from _delete(parent, above, getter, module)


def _same_call(call: ast.Call, action: str, getter: str, module: Module) -> Iterator[Edit]:
    """Call the method with the arguments as they are."""
    method = _method(action, module)
    if method is not None and not refusal(ClassCall(call, "", method.parameters)):
        yield Edit(module.span(call.func), f"{getter}.{method.name}")


def _pop(call: ast.Call, getter: str, module: Module) -> Iterator[Edit]:
    method = _method("delete", module)
    if method is None or not takes(method.parameters, 1) or not call.args or _may_raise(call, module):
        return
    if not isinstance(call.args[0], ast.Starred) and all(isinstance(one, ast.Constant) for one in call.args[1:]):
        key, default = call.args[0], call.args[-1]
        yield Edit(module.span(call.func), f"{getter}.{method.name}")
        if default is not key:
            yield Edit(Span(module.span(key).end, module.span(default).end), "")


def _set(target: ast.Subscript, statement: ast.Assign, getter: str, module: Module) -> Iterator[Edit]:
    method = _method("set", module)
    if method is None or not takes(method.parameters, 2) or _may_raise(statement, module):
        return
    key = module.span(target.slice)
    between = _ASSIGNS.match(module.source.text, key.end)
    if between and not isinstance(target.slice, ast.Tuple) and not _needs_brackets(statement.value):
        yield Edit(Span(module.span(target).start, key.start), f"{getter}.{method.name}(")
        yield Edit(Span(key.end, between.end()), ", ")
        end = module.span(statement).end
        yield Edit(Span(end, end), ")")


def _needs_brackets(value: ast.expr) -> bool:
    return isinstance(value, (ast.Tuple, ast.Yield, ast.YieldFrom))


def _delete(target: ast.Subscript, statement: ast.Delete, getter: str, module: Module) -> Iterator[Edit]:
    method = _method("delete", module)
    if method is None or not takes(method.parameters, 1) or _may_raise(statement, module):
        return
    key, end = module.span(target.slice), module.span(statement).end
    if module.source.text[key.end : end].strip() == "]" and not isinstance(target.slice, ast.Tuple):
        yield Edit(Span(module.span(statement).start, key.start), f"{getter}.{method.name}(")
        yield Edit(Span(key.end, end), ")")


def _exists(compare: ast.Compare, getter: str, module: Module) -> Iterator[Edit]:
    method = _method("exists", module)
    (start, end), key = module.span(compare), module.span(compare.left)
    if method is not None and takes(method.parameters, 1) and start == key.start and not _is_operand(compare, module):
        negation = "not " if isinstance(compare.ops[0], ast.NotIn) else ""
        yield Edit(Span(start, start), f"{negation}{getter}.{method.name}(")
        yield Edit(Span(key.end, end), ")")


def _is_operand(compare: ast.Compare, module: Module) -> bool:
    """Tell whether a comparison stands in brackets in a larger expression, where its span may not tell all."""
    return isinstance(module.parent(compare), (ast.Compare, ast.BinOp))


def _may_raise(node: ast.AST, module: Module) -> bool:
    """Tell whether a test reckons with an exception here, which the class does not raise."""
    return is_expected_to_raise(node, module) or handles(node, module, _MISSING)
