"""Which versions of the linter a project accepts: the plain part of what PEP 440 calls a specifier."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping

_CLAUSE = re.compile(r"\s*(?P<operator>==|!=|<=|>=|<|>)?\s*(?P<version>\d+(?:\.\d+)*)\s*")
_OPERATORS: Mapping[str, Callable[[tuple[int, ...], tuple[int, ...]], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}


def specifier_problem(specifier: str) -> str:
    """Return what is wrong with a specifier, `""` where nothing is."""
    if all(_CLAUSE.fullmatch(clause) for clause in specifier.split(",")):
        return ""
    return f"`{specifier}` is no version: write `0.1.0`, `>=0.1` or `>=0.1,<0.3`"


def accepts(specifier: str, version: str) -> bool:
    """Tell whether a version satisfies each clause of a specifier; one without an operator must be met exactly."""
    return all(_holds(clause, release(version)) for clause in specifier.split(","))


def _holds(clause: str, version: tuple[int, ...]) -> bool:
    match = _CLAUSE.fullmatch(clause)
    assert match is not None
    compare = _OPERATORS[match["operator"] or "=="]
    return compare(version, release(match["version"]))


def release(version: str) -> tuple[int, ...]:
    """Return a version as numbers that compare, trailing zeros left out: `0.1.0` is `0.1`."""
    parts = [int(part) for part in re.findall(r"\d+", version)]
    while parts and not parts[-1]:
        parts.pop()
    return tuple(parts)
