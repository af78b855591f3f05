"""What the strings of a configuration may say."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Collection, Iterable, Mapping
from dataclasses import field
from datetime import date
from keyword import iskeyword
from string import Formatter

from flake8_uec.model.clause import WHERES
from flake8_uec.model.values import dataclass
from flake8_uec.project.mistakes import did_you_mean
from flake8_uec.project.version import specifier_problem

ALL = "ALL"
PRESETS = ("netra", "none")
SIDES = ("ours", "theirs")
SEVERITIES = ("error", "warning")
EXAMPLE_DAY = "2026-12-31"
MESSAGE_FIELDS = ("file", "rules", "batch", "position", "total", "issue", "unsafe")
"""What the template of a commit message may name."""
_CHOICES = {
    "side": ("side of a conflict", SIDES),
    "severity": ("severity", SEVERITIES),
    "where": ("place", WHERES),
}
_MAY_BE_EMPTY = frozenset({"side", "severity", "where", "date", "own-code", "version"})
"""The kinds of strings of which an empty one means none."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CODE = re.compile(r"UEC[0-9]{3}")
_OWN_CODE = re.compile(r"UEC9[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Known:
    """What the other rooms offer to a configuration.

    codes: the codes of all rules; deprecations: those of them that report deprecated names; formats: the
    output formats; tables: the rules about each table of which there may be several, and whether they are opt-in.
    """

    codes: Collection[str]
    deprecations: Collection[str]
    formats: Collection[str]
    tables: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)

    def problem(self, kind: str, value: str) -> str:
        """Return what is wrong with a string of a kind, `""` where nothing is."""
        if not value and kind in _MAY_BE_EMPTY:
            return ""
        match kind:
            case "code":
                return self._code_problem(value)
            case "preset":
                return "" if ":" in value else _choice_problem("preset", PRESETS, value)
            case "side" | "severity" | "where":
                return _choice_problem(*_CHOICES[kind], value)
            case "format":
                return _choice_problem("output format", self.formats, value)
        return _PROBLEMS[kind](value) if kind in _PROBLEMS else ""

    def _code_problem(self, value: str) -> str:
        if value in self.deprecations or _OWN_CODE.fullmatch(value):
            return ""
        if not _CODE.fullmatch(value):
            near = _near_code(value, self.deprecations)
            return f"`{value}` is no code: write `UEC` and three digits{near}"
        codes = ", ".join(sorted(self.deprecations))
        return f"`{value}` reports no deprecated names: use one of {codes}, or your own from UEC900 to UEC999"


def _own_code_problem(value: str) -> str:
    if _OWN_CODE.fullmatch(value):
        return ""
    return f"`{value}` is no code of your own: use one from UEC900 to UEC999"


def selector_problem(selector: str, codes: Iterable[str]) -> str | None:
    """Return `None` for a code, a prefix of one or `ALL`; else a suggestion, `""` where there is none."""
    prefixes = {code[:length] for code in codes for length in range(1, len(code) + 1)}
    if selector == ALL or selector in prefixes:
        return None
    length = min(len(selector), len("UEC000"))
    return _near_code(selector, {ALL, *(prefix for prefix in prefixes if len(prefix) == length)})


def _near_code(word: str, codes: Iterable[str]) -> str:
    """Return the suggestion for a code; that both begin with `UEC` makes no two alike."""
    return did_you_mean(word, codes, 0.8 if word.upper().startswith("UEC") else 0.6)


def _name_problem(value: str) -> str:
    if not value:
        return "a name must not be empty"
    if all(part.isidentifier() and not iskeyword(part) for part in value.split(".")):
        return ""
    return f"`{value}` is no dotted Python name"


def _pattern_problem(value: str) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a later Python may read otherwise
            re.compile(value)
    except (re.error, OverflowError) as error:
        return f"`{value}` is no regular expression: {error}"
    except RecursionError:
        return "the regular expression is nested too deeply"
    return ""


def _expression_problem(value: str) -> str:
    try:
        ast.parse(value, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return f"`{value}` is no Python expression"
    return ""


def _modules_problem(value: str) -> str:
    """Return what is wrong with a pattern of module names: its files are found by a word that it spells out."""
    return "" if re.search(r"\w", value) else f"`{value}` spells out no part of a module's name"


def _message_problem(value: str) -> str:
    """Return what is wrong with the template of a commit message."""
    try:
        names = [name for _, name, _, _ in Formatter().parse(value) if name is not None]
    except ValueError as error:
        return f"no template: {error}; write a brace that is meant as `{{{{` or `}}}}`"
    if any(spec or conversion for _, _, spec, conversion in Formatter().parse(value)):
        return "fields take no format: write `{file}` alone"
    unknown = next((name for name in names if name not in MESSAGE_FIELDS), None)
    if unknown is None:
        return "" if value.strip() else "a commit message must not be empty"
    return _choice_problem("field", MESSAGE_FIELDS, unknown)


def date_problem(value: str) -> str:
    """Return what is wrong with a day, `""` where nothing is."""
    if not _DATE.fullmatch(value):
        return f"`{value}` is no date: write it as {EXAMPLE_DAY}"
    try:
        date.fromisoformat(value)
    except ValueError:
        return f"`{value}` is no day of the calendar"
    return ""


def _choice_problem(what: str, choices: Collection[str], value: str) -> str:
    if value in choices:
        return ""
    near = did_you_mean(value, choices)
    return f"unknown {what} `{value}`{near or ': expected one of ' + ', '.join(choices)}"


_PROBLEMS = {
    "name": _name_problem,
    "own-code": _own_code_problem,
    "pattern": _pattern_problem,
    "expression": _expression_problem,
    "date": date_problem,
    "message": _message_problem,
    "modules": _modules_problem,
    "version": specifier_problem,
}
"""Tell, by kind, what is wrong with a string that may be more than one of a few."""
