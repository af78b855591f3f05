"""Calls of a class, held against what its constructor or class method takes."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from flake8_uec.model.facts import ClassFacts, Member, MemberKind, Parameter, Passing
from flake8_uec.model.values import dataclass
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.names import Binding
from flake8_uec.semantics.nearness import nearest
from flake8_uec.semantics.references import Form, Reference

_BY_POSITION = (Passing.POSITIONAL_ONLY, Passing.EITHER)
_BY_KEYWORD = (Passing.EITHER, Passing.KEYWORD_ONLY)
_FAR, _NEAR, _VERY_NEAR = 0.4, 0.6, 0.72
"""How like a name a parameter must be to be proposed, by difflib's ratio: the only one that is missing, one of
several, and one that may be left out."""
_FACTORIES = (MemberKind.CLASS_METHOD, MemberKind.STATIC_METHOD)


@dataclass(frozen=True, slots=True)
class ClassCall:
    """A call of a class, or of a class method or static method of it.

    label: what is called, `Class` or `Class.method`.
    """

    node: ast.Call
    label: str
    parameters: tuple[Parameter, ...]


def class_of(reference: Reference, module: Module, name: str) -> ClassFacts | None:
    """Return the class of a policy name where a reference surely means it, else `None`.

    What an `except` puts in the place of an import does not count: the project has the class.
    """
    cls = module.classes.find(name)
    if cls is None or reference.form is not Form.USE or cls.name not in reference.trace:
        return None
    node = reference.expression
    bindings = module.names.reaching(node) if isinstance(node, ast.Name) else None
    return cls if all(_gives(one, cls, module) or _is_fallback(one, module) for one in bindings or ()) else None


def _gives(binding: Binding, cls: ClassFacts, module: Module) -> bool:
    return any(cls.name in module.tracer.trace(name) for name in module.names.values(binding))


def _is_fallback(binding: Binding, module: Module) -> bool:
    parent = module.parent(binding.node)
    while parent is not None and not isinstance(parent, ast.ExceptHandler):
        parent = module.parent(parent)
    return parent is not None


def class_call(reference: Reference, module: Module, name: str) -> ClassCall | None:
    """Return the call of a class, or of a factory on it, that a reference is part of.

    `None` where it is part of none, and where the signature is not known.
    """
    cls = class_of(reference, module, name)
    if cls is None:
        return None
    label, parent = cls.name.rpartition(".")[2], module.parent(reference.node)
    if _calls(parent, reference.node):
        return _known(parent, label, module.classes.constructor(cls))
    if isinstance(parent, ast.Attribute) and _calls(call := module.parent(parent), parent):
        member = module.classes.member(cls, parent.attr)
        return _known(call, f"{label}.{parent.attr}", _factory_parameters(member))
    return None


def _calls(node: ast.AST | None, called: ast.AST) -> bool:
    return isinstance(node, ast.Call) and node.func is called


def _known(node: ast.AST | None, label: str, parameters: tuple[Parameter, ...] | None) -> ClassCall | None:
    return ClassCall(node, label, parameters) if isinstance(node, ast.Call) and parameters is not None else None


def _factory_parameters(member: Member | None) -> tuple[Parameter, ...] | None:
    return member.parameters if member and member.known and member.kind in _FACTORIES else None


# Arguments


def arguments(call: ClassCall) -> Iterator[tuple[str, ast.expr]]:
    """Yield each argument that surely reaches a named parameter, after the parameter's name."""
    names = [one.name for one in call.parameters if one.passing in _BY_POSITION]
    for name, value in zip(names, call.node.args, strict=False):
        if isinstance(value, ast.Starred):
            break
        yield name, value
    for keyword in call.node.keywords:
        if keyword.arg:
            yield keyword.arg, keyword.value


def takes(parameters: Sequence[Parameter], count: int) -> bool:
    """Tell whether what has some parameters can be called with so many arguments by position."""
    by_position = [one for one in parameters if one.passing in _BY_POSITION]
    has_rest = any(one.passing is Passing.REST for one in parameters)
    needs_keyword = any(one.passing is Passing.KEYWORD_ONLY and one.required for one in parameters)
    required = sum(one.required for one in by_position)
    return not needs_keyword and required <= count and (has_rest or count <= len(by_position))


def refusal(call: ClassCall, renamed: Mapping[str, str] | None = None) -> str:
    """Tell why a signature refuses a call, `""` where it does not.

    With `*` or `**` among the arguments, only a keyword that is spelled out can be wrong. `renamed` maps old
    parameter names to new ones.
    """
    found = defect(call)
    return "; ".join([found, *_hints(call, _unknown(call), _missing(call), renamed or {})]) if found else ""


def defect(call: ClassCall) -> str:
    """Tell why a signature refuses a call, as `refusal` does, without what to write instead."""
    unknown = _unknown(call)
    defects = [f"takes no {_quoted(unknown)}"] if unknown else []
    if not _is_open(call.node):
        defects += _surplus(call)
    missing = _missing(call)
    defects += [f"misses {_quoted(missing)}"] if missing else []
    return f"`{call.label}(...)` {' and '.join(defects)}" if defects else ""


def _is_open(node: ast.Call) -> bool:
    return any(isinstance(one, ast.Starred) for one in node.args) or any(one.arg is None for one in node.keywords)


def _unknown(call: ClassCall) -> list[str]:
    if any(one.passing is Passing.KEYWORDS for one in call.parameters):
        return []
    known = {one.name for one in call.parameters if one.passing in _BY_KEYWORD}
    return [one.arg for one in call.node.keywords if one.arg and one.arg not in known]


def _surplus(call: ClassCall) -> Iterator[str]:
    slots = [one for one in call.parameters if one.passing in _BY_POSITION]
    given = len(call.node.args)
    if given > len(slots) and not any(one.passing is Passing.REST for one in call.parameters):
        yield f"takes {len(slots)} positional argument{'s' * (len(slots) != 1)}, not {given}"
    keywords = {one.arg for one in call.node.keywords}
    twice = [one.name for one in slots[:given] if one.passing is Passing.EITHER and one.name in keywords]
    if twice:
        yield f"is given {_quoted(twice)} twice"


def _missing(call: ClassCall) -> list[str]:
    if _is_open(call.node):
        return []
    given = {name for name, _ in arguments(call)}
    return [one.name for one in call.parameters if one.required and one.name not in given]


def _hints(call: ClassCall, unknown: Sequence[str], missing: Sequence[str], renamed: Mapping[str, str]) -> list[str]:
    given = {name for name, _ in arguments(call)}
    free = [one.name for one in call.parameters if one.passing in _BY_KEYWORD and one.name not in given]
    found = {}
    for name in unknown:
        right = renamed.get(name) if renamed.get(name) in free else _nearest(name, missing, free)
        if right:
            found[name] = right
            free.remove(right)
    if len(unknown) == 1:
        return [f"did you mean `{right}`?" for right in found.values()]
    return [f"did you mean {', '.join(f'`{right}` for `{name}`' for name, right in found.items())}?"] if found else []


def _nearest(name: str, missing: Sequence[str], free: Sequence[str]) -> str:
    """Return the free parameter that a name is nearest to; one that is missing need be less near."""
    near = nearest(name, missing, _NEAR if len(missing) > 1 else _FAR)
    return near if near in free else nearest(name, [one for one in free if not one.startswith("_")], _VERY_NEAR)


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
