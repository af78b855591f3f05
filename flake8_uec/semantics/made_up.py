"""Ids for a context that was given none: readable, the same in each run, and another for each variable of a test."""

from __future__ import annotations

import ast
import re

from flake8_uec.semantics.instances import class_around
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.super_calls import HOOKS

_STORED = re.compile(r"(?<![\w.])(?:self\.)?[^\W\d]\w*(?=\s*(?::[^=\n]*)?=(?!=))")
_FILLERS = frozenset({"mock", "fake", "test", "sample", "user", "execution", "context", "ctx", "contexts"})
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def made_up(fields: list[str], target: ast.Name | ast.Attribute, module: Module) -> dict[str, str]:
    """Return an id for each of some fields: `run-1`, or for a variable `admin_context`, `run-admin`."""
    place = _place(target, module)
    mark, others = _mark(target, place)
    found = {}
    for field in fields:
        text = f"{field.removesuffix('_id').replace('_', '-')}-{mark}"
        while f'"{text}"' in place or f"'{text}'" in place:
            text += f"-{others + 1}"
        found[field] = text
    return found


def _place(target: ast.Name | ast.Attribute, module: Module) -> str:
    """Return the text in which ids must differ: the class around a variable, else the function, else the file."""
    scope = class_around(target, module) or module.names.scope_of(target)
    return module.source.text if isinstance(scope, ast.Module) else module.source.text[slice(*module.span(scope))]


def _mark(target: ast.Name | ast.Attribute, place: str) -> tuple[str, int]:
    """Return what tells the ids of a variable from those of others, and how many others are called alike."""
    mark, name = _told_by(ast.unparse(target)), ast.unparse(target)
    alike = [one for one in dict.fromkeys(_STORED.findall(place)) if _is_context(one) and _told_by(one) == mark]
    index = alike.index(name) if name in alike else 0
    if mark == "":
        return str(index + 1), len(alike)
    return f"{mark}-{index + 1}" if index else mark, len(alike)


def _told_by(name: str) -> str:
    words = _WORDS.findall(name.removeprefix("self.").lower())
    return "-".join(word for word in words if word not in _FILLERS)
