"""Ids for a context that was given none: readable, the same in each run, and others for each variable of a test."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Sequence

from flake8_uec.semantics.instances import class_around
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.stand_ins import matches
from flake8_uec.semantics.targets import function_of

_STORED = re.compile(r"^[ \t]*((?:self\.)?[^\W\d]\w*)(?::[^=\n]*|[ \t]+)=(?!=)", re.MULTILINE)
"""An assignment, told from a keyword on a line of its own by the space before the sign."""

_WORDS = re.compile(r"[^\W\d_]+|\d+")
_FILLERS = frozenset({"mock", "fake", "test", "sample", "user", "execution", "context", "contexts", "ctx"})
"""Words of a variable's name that tell it from no other."""


def made_up(fields: Sequence[str], target: ast.Name | ast.Attribute, module: Module) -> dict[str, str]:
    """Return an id for each of some fields: `run-1`, or for a variable `admin_context`, `run-admin`."""
    text, mark = _text(function_of(target, module), module), _mark(target, module)
    found = {}
    for field in fields:
        made = f"{field.removesuffix('_id').replace('_', '-')}-{mark}"
        while f'"{made}"' in text or f"'{made}'" in text:
            made += "-2"
        found[field] = made
    return found


def _mark(target: ast.Name | ast.Attribute, module: Module) -> str:
    """Return what tells the ids of a variable from those of the other contexts of its test and its class."""
    name, owner = ast.unparse(target), class_around(target, module)
    members = _STORED.findall(_text(owner, module)) if owner is not None else []
    names = [one for one in members if one.startswith("self.")]
    names += _STORED.findall(_text(function_of(target, module), module))
    marks: dict[str, str] = {}
    for one in dict.fromkeys([*names, name]):
        if one == name or matches(one.removeprefix("self."), module.policy.context.loose_names):
            marks[one] = _free(_told_by(one), marks.values())
    return marks[name]


def _free(mark: str, taken: Collection[str]) -> str:
    number, free = 1, mark
    while free in taken:
        number += 1
        free = str(number) if mark.isdigit() else f"{mark}-{number}"
    return free


def _told_by(name: str) -> str:
    words = _WORDS.findall(name.removeprefix("self.").lower())
    return "-".join(word for word in words if word not in _FILLERS) or "1"


def _text(node: ast.AST, module: Module) -> str:
    return module.source.text if isinstance(node, ast.Module) else module.source.text[slice(*module.span(node))]
