"""Calls of an old signature, written for a new one by the names of their parameters."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from flake8_uec.model.diagnostic import Edit
from flake8_uec.model.facts import Parameter, Passing
from flake8_uec.model.source import Span
from flake8_uec.model.values import dataclass
from flake8_uec.semantics.calls import ClassCall, defect
from flake8_uec.semantics.module import Module

_BY_POSITION = (Passing.POSITIONAL_ONLY, Passing.EITHER)

_COMMENT = re.compile(r"#[^\r\n]*")

_Named: TypeAlias = "tuple[str, ast.expr]"
"""An argument after the name of the parameter that it is to reach; `""`: it stays in its place."""


@dataclass(frozen=True, slots=True)
class Remapping:
    """How the arguments of a call reach another signature.

    parameters: the new signature; `None` where it is not known, and is trusted to take what it is given.
    renamed: the new name of each old parameter; one that is not in it keeps its name.
    old: the old signature, by which positional arguments are told; `None` leaves them in their places.
    """

    parameters: tuple[Parameter, ...] | None
    renamed: Mapping[str, str]
    old: tuple[Parameter, ...] | None = None

    def new_name(self, name: str) -> str:
        """Return what the new signature calls an old parameter, `""` where it has no such one."""
        renamed = self.renamed.get(name, name)
        if self.parameters is None or any(one.passing is Passing.KEYWORDS for one in self.parameters):
            return renamed
        known = {one.name for one in self.parameters}
        return next((one for one in (name, renamed) if one in known), "")

    def new_names(self, call: ast.Call) -> list[_Named] | None:
        """Return the arguments of a call after their new names, in order, `None` where one has no place."""
        if any(isinstance(one, ast.Starred) for one in call.args) or any(one.arg is None for one in call.keywords):
            return None
        keywords = [(self.new_name(one.arg or ""), one.value) for one in call.keywords]
        positional = [("", value) for value in call.args]
        if self.old is not None:
            old = [one.name for one in self.old if one.passing in _BY_POSITION]
            old += [""] * (len(call.args) - len(old))
            positional = [(self.new_name(name), value) for name, value in zip(old, call.args, strict=False)]
        named = keywords if self.old is None else [*positional, *keywords]
        return [*positional, *keywords] if all(name for name, _ in named) else None


def remapped(call: ast.Call, to: Remapping, module: Module) -> tuple[Edit, ...] | None:
    """Return the edits that name the arguments of a call as a new signature does, in the order that they have.

    `None` where an argument has no place there, or where the new signature refuses the result.
    """
    named = to.new_names(call)
    if named is None or not _accepts(call, named, to):
        return None
    count = len(call.args)
    edits = [
        _insertion(call, index, named[index][0], module)
        for index in range(_first_out_of_place(named, to, count), count)
    ]
    for keyword, (name, _) in zip(call.keywords, named[count:], strict=True):
        edits += [_renaming(keyword, name, module)] if keyword.arg != name else []
    made = tuple(edit for edit in edits if edit is not None)
    return made if len(made) == len(edits) else None


def has_all(call: ast.Call, to: Remapping) -> bool:
    """Tell whether a call has every argument that is mapped, none of them a mere `None`."""
    given = {name for name, value in to.new_names(call) or () if not _is_none(value)}
    return bool(to.renamed) and all(to.new_name(old) in given for old in to.renamed)


def _accepts(call: ast.Call, named: Sequence[_Named], to: Remapping) -> bool:
    """Tell whether a signature takes some arguments, each once, and none of its required parameters a `None`."""
    names = [name for name, _ in named if name]
    if len(set(names)) < len(names):
        return False
    if to.parameters is None:
        return True
    required = {one.name for one in to.parameters if one.required}
    if any(name in required and _is_none(value) for name, value in named):
        return False
    keywords = [ast.keyword(name, value) for name, value in named if name]
    plain = ast.Call(call.func, [value for name, value in named if not name], keywords)
    return not defect(ClassCall(plain, "", to.parameters))


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _first_out_of_place(named: Sequence[_Named], to: Remapping, positional: int) -> int:
    """Return from which positional argument on each must be spelled with its name."""
    places = [one.name for one in to.parameters or () if one.passing in _BY_POSITION]
    for index, (name, _) in enumerate(named[:positional]):
        if name and places[index : index + 1] != [name]:
            return index
    return positional


def _insertion(call: ast.Call, index: int, name: str, module: Module) -> Edit | None:
    """Return the edit that writes a name before a positional argument, outside the argument's own parentheses.

    `None` where it is not plain where that is.
    """
    text, opens = module.source.text, "," if index else "("
    start = module.span(call.args[index - 1] if index else call.func).end
    before = _COMMENT.sub(_blank, text[start : module.span(call.args[index]).start])
    if before.count(opens) != 1 or "\\" in before:
        return None
    behind = before.partition(opens)[2]
    at = start + before.index(opens) + 1 + len(behind) - len(behind.lstrip())
    return Edit(Span(at, at), f"{name}=")


def _blank(comment: re.Match[str]) -> str:
    return " " * len(comment.group())


def _renaming(keyword: ast.keyword, name: str, module: Module) -> Edit | None:
    """Return the edit that renames a keyword, `None` where the text is not what the tree says, as in an f-string."""
    start = module.span(keyword).start
    end = start + len(keyword.arg or "")
    return Edit(Span(start, end), name) if module.source.text[start:end] == keyword.arg else None
