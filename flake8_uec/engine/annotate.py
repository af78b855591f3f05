"""Write comments about findings into a file: those that hide them, and those that say what a person is to write."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any, TypeAlias

from flake8_uec.engine import suppress
from flake8_uec.engine.comments import Row, read_rows
from flake8_uec.engine.fix import Fixed, apply
from flake8_uec.model.diagnostic import Diagnostic, Edit
from flake8_uec.model.source import Source, Span
from flake8_uec.model.values import dataclass
from flake8_uec.semantics import broken
from flake8_uec.semantics.tree import Tree

Annotate: TypeAlias = Callable[[Source, Sequence[Diagnostic]], Fixed]
"""Writes comments about some findings of a source; `applied` holds a finding for each comment that was written."""

OF_FILES = "UEC0"
"""The family of what is wrong with a file as a whole: no comment may hide it."""

_CODE_FIRST = re.compile(r"[\s,]*[A-Za-z]+[0-9]")
_HEAD = re.compile(r"#\s*(?=noqa)", re.IGNORECASE)
_TO_DO = re.compile(r"#\s*TODO\((\w+)\)")


@dataclass(frozen=True, slots=True)
class Suppress:
    """Hides every finding by a `noqa` comment that names its code, at the end of its row.

    flake8 looks at that row alone. A comment that is there is kept; one that names codes names ours, too. Where it
    has no reason, it gets the one given.
    """

    reason: str = ""

    def __call__(self, source: Source, found: Sequence[Diagnostic]) -> Fixed:
        """Return a source in which no finding is left that a comment can hide."""
        edits = {}
        for row, about in _by_row(source, found).items():
            edit = _noqa(source, row, {one.code for one in about}, self.reason)
            if edit is not None:
                edits[edit] = about[0]
        return _written(source, edits)


def unusable(reason: str) -> str:
    """Return why a reason cannot stand behind the codes of a comment, `""` where it can."""
    if not reason.isprintable():
        return "is not one line of text"
    if reason and reason.strip()[:1] in ("", "#"):
        return "begins with no word"
    return "begins like a code: put a word before it" if _CODE_FIRST.match(reason) else ""


def _by_row(source: Source, found: Iterable[Diagnostic]) -> dict[Row, list[Diagnostic]]:
    """Return the rows on which findings begin that a comment may hide, with those."""
    wanted = [one for one in found if one.noqa_lines and not one.code.startswith(OF_FILES)]
    rows = {line: row for row in _rows(source) for line in range(row.first, row.last + 1)} if wanted else {}
    found_on: dict[Row, list[Diagnostic]] = {}
    for one in wanted:
        row = rows.get(one.range.start.line)
        if row is not None:
            found_on.setdefault(row, []).append(one)
    return found_on


def _rows(source: Source) -> Sequence[Row]:
    """Return the rows of a source, none where it does not parse or tells two stories."""
    if broken.parse(source.text).problems:
        return ()
    sides = [*read_rows(source.text)]
    return sides[0] if len(sides) == 1 else ()


def _noqa(source: Source, row: Row, codes: Collection[str], reason: str) -> Edit | None:
    """Return the edit that lets the comment of a row hide some codes, `None` where it is one that must stay."""
    start = source.line_starts[row.last - 1] + row.column
    match = suppress.noqa_of(row)
    if match is None:
        end = source.line_span(row.last).end
        code_end = len(source.text[:end].rstrip(" \t\f"))
        return Edit(Span(code_end, end), f"  # noqa: {_text(codes, reason)}")
    named = suppress.CODE.findall(match["codes"] or "")
    if not named:
        return None
    rest = row.comment[match.end() :].strip()
    head = _HEAD.sub("# ", row.comment[match.start() : match.start("codes")])
    gap = match["codes"][len(match["codes"].rstrip(" \t,")) :]
    text = head + _text({*named, *codes}, "" if rest and not rest.startswith("#") else reason)
    return Edit(Span(start + match.start(), start + match.end()), text + gap)


def _text(codes: Iterable[str], reason: str) -> str:
    return " ".join(filter(None, (", ".join(sorted(codes)), reason)))


@dataclass(frozen=True, slots=True)
class ToDo:
    """Writes what a person is to do, above the statement of each finding that has no fix but says it."""

    def __call__(self, source: Source, found: Sequence[Diagnostic]) -> Fixed:
        """Return a source with a comment for each finding; a statement that has one of its code gets no other."""
        wanted = sorted((one for one in found if one.todo and one.fix is None), key=lambda one: one.sort_key)
        rows = _rows(source) if wanted else ()
        if not rows:
            return Fixed(source)
        tree = Tree(source, broken.parse(source.text).trees[0])
        edits: dict[Edit, Diagnostic] = {}
        for one in wanted:
            index = _begin(rows, tree, one)
            if index is not None and one.code not in _standing(rows, index):
                edits.setdefault(_todo(source, rows[index], one), one)
        return _written(source, edits)


def _begin(rows: Sequence[Row], tree: Tree, finding: Diagnostic) -> int | None:
    """Return which row begins the line of code that a finding's statement begins on."""
    lines = tree.statement_lines(finding.range.start.line)
    at = next((index for index, row in enumerate(rows) if lines and row.first <= lines[0] <= row.last), None)
    while at and not rows[at].begins:
        at -= 1
    return at


def _standing(rows: Sequence[Row], index: int) -> set[str]:
    """Return the codes of the to-dos in the comments right above a row."""
    above = takewhile(lambda row: row.comment and not row.is_code, reversed(rows[:index]))
    return {match[1] for row in above if (match := _TO_DO.match(row.comment))}


def _todo(source: Source, row: Row, finding: Diagnostic) -> Edit:
    first, *more = finding.todo.splitlines()
    lines = [f"# TODO({finding.code}): {first}", *(f"#     {line}" for line in more)]
    at = source.line_starts[row.first - 1]
    return Edit(Span(at, at), "".join(f"{row.indent}{line}{source.newline}" for line in lines))


def _written(source: Source, edits: Mapping[Edit, Diagnostic]) -> Fixed:
    """Return a source with comments written; as it was where more than comments would change."""
    after = replace(source, text=apply(source.text, edits))
    if after.text == source.text or not _means_the_same(source, after):
        return Fixed(source)
    return Fixed(after, tuple(edits.values()))


def _means_the_same(before: Source, after: Source) -> bool:
    """Tell whether two sources are the same code, and the new one is read in the encoding of the old."""
    old, new = broken.parse(before.text), broken.parse(after.text)
    if old.problems or new.problems:
        return False
    try:
        return _alike(old.trees[0], new.trees[0]) and Source.from_bytes(after.to_bytes(), after.path).text == after.text
    except ValueError:
        return False


def _alike(one: Any, other: Any) -> bool:
    """Compare trees without their positions; no depth is too much."""
    pending = [(one, other)]
    while pending:
        old, new = pending.pop()
        if type(old) is not type(new):
            return False
        if isinstance(old, ast.AST):
            pending += [(getattr(old, name, None), getattr(new, name, None)) for name in old._fields]
        elif isinstance(old, list):
            pending += zip(old, new, strict=False)
            if len(old) != len(new):
                return False
        elif old != new:
            return False
    return True
