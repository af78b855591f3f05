"""Parse a text that differs little from one that was parsed before.

What is given is what `broken.parse` gives, positions included. Where a change lies within one statement, and the lines
of that statement parse by themselves, its tree takes the place of the old one: what stands before and behind begins and
ends with statements of its own, which the parser reads as it did, or some lines further down. Wherever that is not
sure, all is parsed.
"""

from __future__ import annotations

import ast
from bisect import bisect_right
from dataclasses import replace

from flake8_uec.model.source import Source
from flake8_uec.model.values import dataclass
from flake8_uec.semantics import broken
from flake8_uec.semantics.difference import difference
from flake8_uec.semantics.outline import first_line, move

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
    """Return the tree of a text, or why it has none, by way of one that is known; that is left with it then.

    A line that goes on may lend the next one its indentation.
    """
    first, last, shift = difference(known.lines, lines)
    if first > last and not shift:
        return known.tree, None
    edited = (*known.lines[first - 1 : last], *lines[first - 1 : last + shift])
    place = None if any(line.endswith("\\") for line in edited) else _place(known, first, last)
    if place is not None and _put(place, known.tree, lines, shift):
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


def _put(place: _Place, tree: ast.Module, lines: list[str], shift: int) -> bool:
    """Parse the new lines of a statement by themselves and put them in its place, where that is sound.

    shift: how many more they are than they were.
    """
    above = place.first - 1
    part = lines[above : place.last + shift]
    if "".join(part[-2:]).endswith("\\") or any(mark in line for line in part for mark in _UNSURE):
        return False
    made = _class_of(place, part) if place.owners else broken.try_parse("\n" * above + "\n".join([*part, ""]))[0]
    if made is None:
        return False
    place.body[place.index : place.index + 1] = made.body
    body, behind, inner = place.body, place.index + len(made.body), made
    outers = [*(one.body for one in place.owners), tree.body][1:]
    for owner, outer in zip(place.owners, outers, strict=True):
        _end(owner, inner, shift, is_last=behind == len(body))
        move(body[behind:], shift)
        body, behind, inner = outer, outer.index(owner) + 1, owner
    move(body[behind:], shift)
    return True


def _end(owner: ast.ClassDef, inner: ast.Module | ast.ClassDef, shift: int, *, is_last: bool) -> None:
    """Let a class end where what has changed in it does, or further down than it did."""
    if is_last and isinstance(inner, ast.ClassDef):
        owner.end_lineno, owner.end_col_offset = inner.end_lineno, inner.end_col_offset
    else:
        owner.end_lineno = (owner.end_lineno or 0) + shift


def _class_of(place: _Place, part: list[str]) -> ast.ClassDef | None:
    """Return a class with some lines as its body, where they are as deep as those whose place they take."""
    tree, _ = broken.try_parse_body([*part, ""], place.first - 1)
    made, *others = tree.body if tree else [None]
    column = place.body[place.index].col_offset
    return made if isinstance(made, ast.ClassDef) and not others and made.body[0].col_offset == column else None


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
