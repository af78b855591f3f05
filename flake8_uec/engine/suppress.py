"""Suppression comments: all forms of flake8 and ruff.

| comment | hides |
|---|---|
| `# noqa`, `# noqa: UEC201, UEC4 reason` | findings of its row |
| `# ruff: ignore[UEC201] reason` behind code | findings of its row |
| the same on a line of its own | findings of the next logical line; between brackets, of the next row |
| `# ruff: disable[UEC201]` | findings up to `# ruff: enable[UEC201]`, or else to the end of its block |
| `# ruff: file-ignore[UEC201]` at the left margin | findings of the file |
| `# ruff: noqa`, `# flake8: noqa: UEC201`, `# flake8-uec: noqa` on a line of its own | findings of the file |

A row is a line, with all others of a string or continuation that it ends. A code is letters and digits, and
stands for all that begin with it, as in flake8. A directive that names no code where it should (`# noqa:
because`) hides nothing, as in ruff. Codes of other tools are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum

from flake8_uec.engine.comments import Row, fits_block, next_lines, read_rows
from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.source import Source, Span
from flake8_uec.model.values import dataclass

NEVER_HIDDEN = frozenset({"UEC000"})
"""A linter that failed must not look like clean code."""

HIDDEN_BY_NAME = frozenset({"UEC002"})
"""A line's blanket `noqa` does not hide these: a file that does not parse must not look like clean code."""

_MENTIONS = ("noqa", "ruff")
_NOQA = re.compile(
    r"#\s*(?:ruff\s*:\s*noqa|(?i:flake8(?:-uec)?\s*[:=]\s*noqa)|(?P<line>(?i:noqa)))(?=[\s:#]|$)"
    r"(?P<list>\s*:[\s,]*(?P<codes>(?:(?:[A-Z]+[0-9]+)+(?!\w)[\s,]*)*))?"
)
_BRACKETS = re.compile(
    r"#\s*ruff\s*:\s*(?P<action>ignore|file-ignore|disable|enable)\s*\[(?P<codes>\s*\w+(?:\s*,\s*\w+)*[\s,]*)\]"
)
CODE = re.compile(r"[A-Z]+[0-9]+")
"""What a directive names."""


class Kind(Enum):
    """How far a directive reaches."""

    ROW = "row"
    RANGE = "range"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Directive:
    """One comment that hides findings.

    span: where it lies, from its `#` to the end of its reason.
    codes: the codes that it names, as written; none means all.
    lines: the first and last line that it reaches, 1-based; of a whole file, those it stands on.
    """

    kind: Kind
    span: Span
    codes: tuple[str, ...]
    reason: str
    lines: tuple[int, int]

    def hides(self, diagnostic: Diagnostic) -> bool:
        """Tell whether it hides a finding."""
        return self._means(diagnostic.code) and self._reaches(diagnostic)

    def _means(self, code: str) -> bool:
        if self.codes:
            return code.startswith(self.codes)
        return self.kind is Kind.FILE or code not in HIDDEN_BY_NAME

    def _reaches(self, diagnostic: Diagnostic) -> bool:
        first, last = self.lines
        match self.kind:
            case Kind.ROW:
                return any(first <= line <= last for line in diagnostic.noqa_lines)
            case Kind.RANGE:
                return bool(diagnostic.noqa_lines) and first <= diagnostic.range.start.line <= last
        return True


@dataclass(frozen=True, slots=True)
class Suppressions:
    """The directives of one file, in order. Of a conflicted file, one may be there for each side."""

    directives: tuple[Directive, ...] = ()

    def hides(self, diagnostic: Diagnostic) -> bool:
        """Tell whether a finding is suppressed."""
        return any(True for _ in self.hiding(diagnostic))

    def hiding(self, diagnostic: Diagnostic) -> Iterator[Directive]:
        """Yield the directives that hide a finding."""
        if diagnostic.code not in NEVER_HIDDEN:
            yield from (one for one in self.directives if one.hides(diagnostic))


def parse(source: Source) -> Suppressions:
    """Return the directives of a file, which need not be valid Python."""
    lowered = source.text.lower()
    if not any(word in lowered for word in _MENTIONS):
        return Suppressions()
    found = {one for rows in read_rows(source.text) for one in _directives(source, rows)}
    return Suppressions(tuple(sorted(found, key=lambda one: (one.span, one.lines))))


def _directives(source: Source, rows: Sequence[Row]) -> Iterator[Directive]:
    for index, row in enumerate(rows):
        if not row.comment:
            continue
        start = source.line_starts[row.last - 1] + row.column
        if match := noqa_of(row):
            yield from _noqa(match, row, start)
        for match in _brackets(row):
            yield from _bracketed(match, rows, index, start)


def noqa_of(row: Row) -> re.Match[str] | None:
    """Return the `noqa` that counts in a row, with the groups `list` and `codes`: the first; behind code, of a line."""
    matches = _NOQA.finditer(row.comment)
    return next((match for match in matches if match["line"] or not row.is_code), None)


def _noqa(match: re.Match[str], row: Row, start: int) -> Iterator[Directive]:
    codes = CODE.findall(match["codes"] or "")
    if match["list"] is not None and not codes:
        return
    kind = Kind.ROW if match["line"] else Kind.FILE
    yield _directive(kind, match, codes, start, (row.first, row.last))


def _brackets(row: Row) -> list[re.Match[str]]:
    """Return the bracketed directives of a row; a comment alone counts only where it begins with one."""
    if row.is_code:
        return [*_BRACKETS.finditer(row.comment)]
    match = _BRACKETS.match(row.comment)
    return [match] if match else []


def _bracketed(match: re.Match[str], rows: Sequence[Row], index: int, start: int) -> Iterator[Directive]:
    row = rows[index]
    names = [code for code in _listed(match) if CODE.fullmatch(code)]
    reached = _reached(match, rows, index)
    if names and reached:
        kind = Kind.FILE if match["action"] == "file-ignore" else Kind.ROW if row.is_code else Kind.RANGE
        yield _directive(kind, match, names, start, reached)


def _directive(kind: Kind, match: re.Match[str], codes: Sequence[str], start: int, lines: tuple[int, int]) -> Directive:
    """Return a match as a value; `start` is where its comment begins in the file."""
    rest = match.string[match.end() :].partition("#")[0]
    text = (match.group() + rest).rstrip(" \t\f,")
    span = Span(start + match.start(), start + match.start() + len(text))
    return Directive(kind, span, tuple(codes), rest.strip(" \t\f-:;,"), lines)


def _listed(match: re.Match[str]) -> list[str]:
    return re.findall(r"\w+", match["codes"])


def _reached(match: re.Match[str], rows: Sequence[Row], index: int) -> tuple[int, int] | None:
    """Return the lines that a bracketed directive reaches, `None` where it stands in no place for it."""
    row = rows[index]
    match match["action"]:
        case "ignore":
            return (row.first, row.last) if row.is_code else next_lines(rows, index)
        case "file-ignore" if not row.is_code and not row.indent:
            return row.first, row.last
        case "disable" if not row.is_code and fits_block(rows, index):
            return row.first, _range_end(rows, index, _listed(match))
    return None


def _range_end(rows: Sequence[Row], index: int, codes: list[str]) -> int:
    """Return the line of the `enable` with the same codes in its block, or else the block's last line."""
    indent, nested = rows[index].indent, 0
    for at in range(index + 1, len(rows)):
        row = rows[at]
        if row.begins and len(row.indent) < len(indent):
            return rows[at - 1].last
        if row.is_code or row.indent != indent or not fits_block(rows, at):
            continue
        nested += _balance(row, codes)
        if nested < 0:
            return row.last
    return rows[-1].last


def _balance(row: Row, codes: list[str]) -> int:
    """Return the ranges of some codes that a comment opens, less those that it closes."""
    actions = [match["action"] for match in _brackets(row) if _listed(match) == codes]
    return actions.count("disable") - actions.count("enable")
