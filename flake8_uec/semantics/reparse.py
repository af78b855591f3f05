"""Parse a text that differs little from one that was parsed before.

What is given is what `broken.parse` gives, positions included. Where a change lies within one statement, and the lines
of that statement parse by themselves, its tree takes the place of the old one: what stands before and behind begins and
ends with statements of its own, which the parser reads as it did. Wherever that is not sure, all is parsed.
"""

from __future__ import annotations

import ast
from bisect import bisect_right
from dataclasses import replace

from flake8_uec.model.source import Source
from flake8_uec.model.values import dataclass
from flake8_uec.semantics import broken
from flake8_uec.semantics.outline import first_line

MOST_TEXTS = 4
"""How many files are remembered: those that are edited at a time."""

_UNSURE = ("\f", "\t")
"""White space that the parser measures in ways of its own."""


@dataclass(slots=True)
class _Known:
    """The last text of a file that parsed, and its tree, which changes with it."""

    lines: list[str]
    tree: ast.Module


@dataclass(frozen=True, slots=True)
class _Place:
    """A statement with the 1-based lines from its first to the one before the next statement.

    body, index: where it lies.
    owners: the classes around it, the innermost first.
    """

    body: list[ast.stmt]
    index: int
    first: int
    last: int
    owners: tuple[ast.ClassDef, ...] = ()


class Reparser:
    """Parses the texts of files that are being edited."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._memo = broken.Memo()

    def parse(self, source: Source) -> broken.Parsed:
        """Return what `broken.parse` returns. A tree that was given before may change."""
        known = self._known.pop(source.path, None)
        if "\r" in source.text or "\0" in source.text:
            return broken.parse(source.text)
        lines = source.text.split("\n")
        tree, problem = _parse(known, lines) if known else broken.try_parse(source.text)
        if tree is not None:
            known = _Known(lines, tree)
        if known is not None:
            self._remember(source.path, known)
        if problem is not None:
            return broken.salvage(source.text, problem, self._memo)
        return broken.Parsed((tree,) if tree else (), ())

    def _remember(self, path: str, known: _Known) -> None:
        self._known[path] = known
        while len(self._known) > MOST_TEXTS:
            del self._known[next(iter(self._known))]


def _parse(known: _Known, lines: list[str]) -> tuple[ast.Module | None, broken.SyntaxProblem | None]:
    """Return the tree of a text, or why it has none, by way of one that is known; that is left with it then."""
    first, last = _changed(known.lines, lines)
    if first > last and len(lines) == len(known.lines):
        return known.tree, None
    if len(lines) == len(known.lines):
        place = _place(known, first, last)
        if place is not None and _put(place, lines):
            return known.tree, None
    problem = _problem_of_rest(known, lines, first - 1)
    return _parse_rest(known, lines, first) if problem is None else (None, problem)


def _problem_of_rest(known: _Known, lines: list[str], last: int) -> broken.SyntaxProblem | None:
    """Return why a text has no tree, by way of what follows the method that its last line as it was lies in.

    `None` where it has one, or that is not sure.
    """
    place = _place(known, last, last)
    if place is None or len(place.owners) != 1:
        return None
    above = place.first - 1
    return broken.try_parse_body(lines[above:], above)[1]


def _changed(old: list[str], new: list[str]) -> tuple[int, int]:
    """Return the first and the last line of a text that are not those of another, counted from its ends."""
    pairs = zip(old, new, strict=False)
    shorter = min(len(old), len(new))
    head = next((at for at, (one, other) in enumerate(pairs) if one != other), shorter)
    backward = zip(reversed(old), reversed(new), strict=False)
    tail = next((at for at, (one, other) in enumerate(backward) if one != other), shorter)
    return head + 1, len(old) - min(tail, shorter - head)


def _place(known: _Known, first: int, last: int) -> _Place | None:
    """Return the innermost statement of a module, or of its classes, that holds some lines."""
    place = _in_body(known, known.tree.body, (first, last), len(known.lines))
    while place is not None and isinstance(owner := place.body[place.index], ast.ClassDef):
        inner = _in_body(known, owner.body, (first, last), place.last)
        if inner is None:
            break
        place = replace(inner, owners=(owner, *place.owners))
    return place


def _in_body(known: _Known, body: list[ast.stmt], lines: tuple[int, int], end: int) -> _Place | None:
    """Return the statement of a body, which ends on a line, that holds some lines and shares none with another."""
    index = bisect_right(body, lines[0], key=first_line) - 1
    if index < 0 or not _begins(known, body, index):
        return None
    last = first_line(body[index + 1]) - 1 if index + 1 < len(body) else end
    holds = lines[1] <= last and (body[index].end_lineno or 0) <= last
    return _Place(body, index, first_line(body[index]), last) if holds else None


def _begins(known: _Known, body: list[ast.stmt], index: int) -> bool:
    """Tell whether a statement begins a line that nothing before goes on to."""
    number = first_line(body[index])
    ended = (body[index - 1].end_lineno or 0) if index else 0
    above = known.lines[number - 2] if number > 1 else ""
    indent = known.lines[number - 1][: body[index].col_offset]
    return ended < number and not above.endswith("\\") and not indent.strip(" ")


def _put(place: _Place, lines: list[str]) -> bool:
    """Parse the new lines of a statement by themselves and put them in its place, where that is sound."""
    above = place.first - 1
    part = lines[above : place.last]
    if part[-1].endswith("\\") or any(mark in line for line in part for mark in _UNSURE):
        return False
    if place.owners:
        tree, _ = broken.try_parse_body([*part, ""], above)
        return tree is not None and _put_in_class(place, tree)
    tree, _ = broken.try_parse("\n" * above + "\n".join([*part, ""]))
    if tree is None:
        return False
    place.body[place.index : place.index + 1] = tree.body
    return True


def _put_in_class(place: _Place, tree: ast.Module) -> bool:
    """Put the statements of a class into another, where they are as deep as those that they join."""
    made, *others = tree.body
    column = place.body[place.index].col_offset
    if others or not isinstance(made, ast.ClassDef) or made.body[0].col_offset != column:
        return False
    place.body[place.index : place.index + 1] = made.body
    inner = made.body[-1]
    for owner in place.owners:
        if owner.body[-1] is not inner:
            break
        owner.end_lineno, owner.end_col_offset = made.end_lineno, made.end_col_offset
        inner = owner
    return True


def _parse_rest(known: _Known, lines: list[str], first: int) -> tuple[ast.Module | None, broken.SyntaxProblem | None]:
    """Return the tree of a text, or why it has none; what stands above its first change is not read again.

    A statement whose first line has changed may have become a part of the one above.
    """
    body = known.tree.body
    index = bisect_right(body, first - 1, key=first_line) - 1
    if index < 0 or not _begins(known, body, index):
        return broken.try_parse("\n".join(lines))
    above = first_line(body[index]) - 1
    tree, problem = broken.try_parse("\n" * above + "\n".join(lines[above:]))
    if tree is not None:
        tree.body[:0] = body[:index]
    return tree, problem
