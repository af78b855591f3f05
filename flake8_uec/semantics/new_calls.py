"""What a call is to be written as, in full, for a person to write it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_uec.model.facts import Parameter, Passing
from flake8_uec.model.policy import Deprecation
from flake8_uec.semantics.instances import instance_of
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.remapping import Remapping

_OPEN = (Passing.REST, Passing.KEYWORDS)

LONGEST = 160
"""How many characters a call may have to stand in a message."""

LONGEST_LINE = 80
"""How many characters a call may have to stand on one line of a comment."""

_VARIABLE = re.compile(r"(?<![\w.])(?:self\.)?[^\W\d]\w*(?![\w.]*\()")


def new_call(call: ast.Call, name: str, to: Remapping, module: Module) -> str:
    """Return a call of what a dotted name stands for, with the arguments of an old call under their new names.

    An argument that is required or mapped, and that the old call has not, is `...`; the user's context is one that is
    in scope, else a new one.
    """
    given, needed = dict(_given(call, to)), {*to.renamed.values()}
    written = []
    for parameter in to.parameters or ():
        if parameter.name in given:
            written.append(f"{parameter.name}={ast.unparse(given[parameter.name])}")
        elif parameter.name in needed or (parameter.required and parameter.passing not in _OPEN):
            written.append(f"{parameter.name}={_missing(parameter, call, module)}")
    return f"{name.rpartition('.')[2]}({', '.join(written)})"


def to_do(call: ast.Call, name: str, to: Remapping, module: Module) -> str:
    """Return what a to-do says of an old call: where the new one comes from, that call, and what has no place in it.

    A long call has each of its arguments on a line.
    """
    head, unplaced = f"write this, from `{name.rpartition('.')[0]}`:", ", ".join(_unplaced(call, to))
    return "\n".join(
        (head, *_lines(new_call(call, name, to, module)), *[f"(no place for {unplaced})"] * bool(unplaced))
    )


def _lines(call: str) -> list[str]:
    new = ast.parse(call, mode="eval").body
    if len(call) <= LONGEST_LINE or not isinstance(new, ast.Call):
        return [call]
    return [f"{ast.unparse(new.func)}(", *(f"    {ast.unparse(one)}," for one in new.keywords), ")"]


def _unplaced(call: ast.Call, to: Remapping) -> Iterator[str]:
    """Yield the arguments that the new signature has no place for, as a reader knows them."""
    placed = {value for _, value in _given(call, to)}
    for number, value in enumerate(call.args, 1):
        if value not in placed and not _is_none(value):
            yield f"argument {number}"
    for keyword in call.keywords:
        if keyword.value not in placed and not _is_none(keyword.value):
            yield f"`{keyword.arg or ast.unparse(keyword)}`"


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def of_replacement(call: ast.Call, entry: Deprecation, module: Module) -> str:
    """Return the call of a deprecation's replacement that takes the place of an old one, `""` where it is not known."""
    to = to_replacement(call, entry, module)
    return new_call(call, entry.replacement, to, module) if to.parameters is not None else ""


def to_replacement(call: ast.Call, entry: Deprecation, module: Module) -> Remapping:
    """Return how the arguments of a call of a deprecated class, or of a factory on it, reach its replacement."""
    cls = module.classes.find(entry.replacement)
    parameters = module.classes.constructor(cls) if cls is not None else None
    return Remapping(parameters, entry.arguments, old_signature(call, entry, module))


def old_signature(call: ast.Call, entry: Deprecation, module: Module) -> tuple[Parameter, ...] | None:
    """Return what a deprecated class, or the method of it that is called, takes, `None` where that is not known."""
    origins = module.origins(call.func)
    for name in entry.names:
        cls = module.classes.find(name)
        if cls is not None and cls.name in origins:
            return module.classes.constructor(cls)
        if cls is not None and isinstance(call.func, ast.Attribute) and cls.name in module.origins(call.func.value):
            member = module.classes.member(cls, call.func.attr)
            return member.parameters if member is not None and member.known else None
    return None


def _given(call: ast.Call, to: Remapping) -> Iterator[tuple[str, ast.expr]]:
    """Yield the arguments that have a place in the new signature, those of a mere `None` left out."""
    old = [one.name for one in to.old or ()]
    plain = [*zip(old, call.args, strict=False), *((one.arg or "", one.value) for one in call.keywords)]
    for name, value in plain:
        new = to.new_name(name)
        if new and not isinstance(value, ast.Starred) and not _is_none(value):
            yield new, value


def _missing(parameter: Parameter, call: ast.Call, module: Module) -> str:
    policy = module.policy
    cls = module.classes.find(policy.context.name)
    if cls is None or not (parameter.name == policy.engine.context_parameter or cls.name in parameter.annotation):
        return "..."
    required = [one.name for one in module.classes.constructor(cls) or () if one.required]
    in_scope = _context_before(call, cls.name, module)
    return in_scope or f"{cls.name.rpartition('.')[2]}({', '.join(f'{name}=...' for name in required)})"


def _context_before(call: ast.Call, cls: str, module: Module) -> str:
    """Return the variable of the function around a call that holds a user's context, `""` where none does."""
    function = module.names.scope_of(call)
    if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return ""
    text = module.source.text[module.span(function).start : module.span(call).start]
    names = (found for found in reversed(_VARIABLE.findall(text)) if _is_named(found, module))
    return next((name for name in dict.fromkeys(names) if _is_there(name, call, cls, module)), "")


def _is_named(name: str, module: Module) -> bool:
    last = name.rpartition(".")[2]
    context = module.policy.context
    return any(re.fullmatch(one, last) for one in (*context.names, *context.loose_names))


def _is_there(name: str, call: ast.Call, cls: str, module: Module) -> bool:
    """Tell whether a name is bound at a call, and is a user's context by what it is called or holds."""
    if "." in name:
        return any(re.fullmatch(one, name.rpartition(".")[2]) for one in module.policy.context.names)
    read = ast.copy_location(ast.Name(name, ast.Load()), call)
    module.tree.parents[read] = module.tree.parents[call]
    if not module.names.reaching(read):
        return False
    holds = instance_of(read, module)
    return (
        holds.name == cls if holds is not None else any(re.fullmatch(one, name) for one in module.policy.context.names)
    )
