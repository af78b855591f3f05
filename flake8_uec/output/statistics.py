"""How many findings each rule has, most first, and how many of them comments hide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from flake8_uec.model.diagnostic import Diagnostic, Severity
from flake8_uec.model.values import dataclass
from flake8_uec.output.ansi import BOLD, CYAN, STATISTICS_RED, Paint, painter
from flake8_uec.output.fixable import fix_mark, is_fixable
from flake8_uec.output.json_ import to_json


@dataclass(frozen=True, slots=True)
class Count:
    """One rule's share; the fields are the keys of ruff's JSON, in its order, and how bad its findings are."""

    code: str
    name: str
    count: int
    fixable: bool
    fixable_count: int
    severity: str = Severity.ERROR.value


def count(diagnostics: Sequence[Diagnostic], *, unsafe_fixes: bool = False) -> list[Count]:
    """Count by rule, the most frequent first, then by name."""
    by_rule: dict[tuple[str, str, str], list[bool]] = {}
    for diagnostic in diagnostics:
        fixable = is_fixable(diagnostic, unsafe_fixes=unsafe_fixes)
        key = diagnostic.code, diagnostic.name, diagnostic.severity.value
        by_rule.setdefault(key, []).append(fixable)
    counts = (
        Count(code, name, len(marks), all(marks), sum(marks), severity)
        for (code, name, severity), marks in by_rule.items()
    )
    return sorted(counts, key=lambda each: (-each.count, each.name, each.code, each.severity))


def render_hidden(diagnostics: Sequence[Diagnostic], *, color: bool = False) -> Iterator[str]:
    """Yield a line for each rule of which comments hide findings, below a heading; nothing where none does."""
    if diagnostics:
        yield "Hidden by suppression comments:\n"
        yield from _lines(count(diagnostics), any_fixable=False, paint=painter(color))


def render_text(diagnostics: Sequence[Diagnostic], *, unsafe_fixes: bool = False, color: bool = False) -> Iterator[str]:
    """Yield a line for each rule; the column of fixes only where there is one."""
    counts = count(diagnostics, unsafe_fixes=unsafe_fixes)
    yield from _lines(counts, any_fixable=any(each.fixable_count for each in counts), paint=painter(color))


def _lines(counts: Sequence[Count], *, any_fixable: bool, paint: Paint) -> Iterator[str]:
    count_width = max((len(str(each.count)) for each in counts), default=0)
    code_width = max((len(each.code) for each in counts), default=0)
    for each in counts:
        number = paint(BOLD, f"{each.count:>{count_width}}")
        code = paint(STATISTICS_RED, each.code) + " " * (code_width - len(each.code))
        mark = f"{_mark(each, paint)} " if any_fixable else ""
        level = "" if each.severity == Severity.ERROR.value else f" ({each.severity})"
        yield f"{number}\t{code}\t{mark}{each.name}{level}\n"


def _mark(each: Count, paint: Paint) -> str:
    if each.fixable:
        return fix_mark(paint, CYAN)
    return f"[{paint(CYAN, '-')}]" if each.fixable_count else "[ ]"


def render_json(
    diagnostics: Sequence[Diagnostic], hidden: Sequence[Diagnostic] = (), *, unsafe_fixes: bool = False
) -> Iterator[str]:
    """Yield an array of counts; an empty one where ruff prints nothing, which no reader could parse.

    Beside ruff's keys, `severity` tells that they are warnings, and `suppressed` how many findings of the rule comments
    hide, where there are such.
    """
    counts = {(each.code, each.severity): _as_dict(each) for each in count(diagnostics, unsafe_fixes=unsafe_fixes)}
    for each in count(hidden):
        none_shown = _as_dict(Count(each.code, each.name, 0, False, 0, each.severity))
        counts.setdefault((each.code, each.severity), none_shown)["suppressed"] = each.count
    yield to_json([*counts.values()]) + "\n"


def _as_dict(each: Count) -> dict[str, Any]:
    found = asdict(each)
    if each.severity == Severity.ERROR.value:
        del found["severity"]
    return found
