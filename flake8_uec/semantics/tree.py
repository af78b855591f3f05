"""A parsed file, walked only where it is asked about.

Walking every node of a tree costs as much as parsing it. A rule speaks of a few words; only the statements
on whose lines one of them stands are descended into, and only those nodes get a parent.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from flake8_uec.model.source import Source, Span

Definition = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

_DEFINES = re.compile(r"(?:async[\s\\]+)?(?:class|def)[\s\\]+")
"""The keywords before the name of a definition; a backslash may join their lines."""

_COMPOUND = tuple(
    getattr(ast, name)
    for name in (
        "Module", "FunctionDef", "AsyncFunctionDef", "ClassDef", "If", "For", "AsyncFor", "While", "With",
        "AsyncWith", "Try", "TryStar", "ExceptHandler", "Match", "match_case",
    )
    if hasattr(ast, name)
)  # fmt: skip
_BODIES = ("body", "handlers", "cases", "orelse", "finalbody")
_NO_CHILDREN = {"ctx", "op", "ops", "lineno", "id", "attr", "asname", "level", "kind", "type_comment", "type_ignores"}


class _ChildFields(dict[type[ast.AST], tuple[str, ...]]):
    """The fields of each kind of node that may hold nodes which can mean something."""

    def __missing__(self, kind: type[ast.AST]) -> tuple[str, ...]:
        found = () if kind is ast.Constant else tuple(name for name in kind._fields if name not in _NO_CHILDREN)
        return self.setdefault(kind, found)


_CHILD_FIELDS = _ChildFields()


def first_line(node: ast.AST) -> int:
    """Return the line on which a node starts, its decorators included."""
    decorators = getattr(node, "decorator_list", None)
    return decorators[0].lineno if decorators else node.lineno  # type: ignore[attr-defined, no-any-return]


class Tree:
    """One parsed file with the parents of the nodes visited so far."""

    def __init__(self, source: Source, root: ast.Module) -> None:
        self.source = source
        self.root = root
        self.parents: dict[ast.AST, ast.AST] = {}
        self._lines_of: dict[str, list[int]] = {}
        self._insides: dict[ast.AST, list[ast.AST]] = {}
        self._parts: dict[ast.AST, list[ast.AST]] = {}

    def lines_of(self, word: str) -> list[int]:
        """Return the lines on which a word stands as a whole identifier, ascending."""
        lines = self._lines_of.get(word)
        if lines is None:
            lines = self._lines_of[word] = self._find(word)
        return lines

    def _find(self, word: str) -> list[int]:
        text, source, size = self.source.text, self.source, len(word)
        lines: dict[int, None] = {}
        at = text.find(word) if word else -1
        while at >= 0:
            end = at + size
            if not _is_word(text[at - 1 : at]) and not _is_word(text[end : end + 1]):
                lines[source.line_number(at)] = None
            at = text.find(word, end)
        return list(lines)

    def nodes_with(self, words: Iterable[str]) -> list[ast.AST]:
        """Return every node on a line that holds one of the words, outer nodes first."""
        return self.nodes_on(sorted({line for word in words for line in self.lines_of(word)}))

    def nodes_on(self, lines: Sequence[int]) -> list[ast.AST]:
        """Return the nodes of every simple statement and header that touches one of the lines (ascending).

        Outer nodes come first. A simple statement is given whole, for its meaning may lie on its other lines.
        """
        if not lines:
            return []
        parents, on_line = self.parents, set(lines)
        compound: list[ast.AST] = [self.root]
        found: list[ast.AST] = []
        for node in compound:
            for child in self._parts_of(node):
                if _touches(child, on_line, lines):
                    parents[child] = node
                    found.append(child)
                    if isinstance(child, _COMPOUND):
                        compound.append(child)
                    else:
                        found += self._inside(child)
        return found

    def _parts_of(self, node: ast.AST) -> list[ast.AST]:
        """Return the direct children of a compound statement, remembered."""
        parts = self._parts.get(node)
        if parts is None:
            parts = self._parts[node] = children_of(node)
        return parts

    def _inside(self, node: ast.AST) -> list[ast.AST]:
        """Return what lies in a simple statement or an expression, remembered."""
        inside = self._insides.get(node)
        if inside is None:
            inside = self._insides[node] = self.children(node)
        return inside

    def children(self, node: ast.AST) -> list[ast.AST]:
        """Return every node below a node, itself excluded, with parents set."""
        found: list[ast.AST] = [node]
        for parent in found:
            for child in children_of(parent):
                self.parents[child] = parent
                found.append(child)
        return found[1:]

    def outline(self, node: ast.ClassDef) -> None:
        """Set the parents of all in a class but what lies in the statements of its functions."""
        pending: list[ast.AST] = [node]
        for parent in pending:
            body = set(parent.body) if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)) else ()
            for child in self._parts_of(parent):
                self.parents[child] = parent
                if child not in body:
                    pending.append(child)

    def adopt(self, expression: ast.expr, place: ast.AST) -> None:
        """Hang an expression that was parsed from a string into the tree, at the string's place."""
        ast.copy_location(expression, place)
        for node in self.children(expression):
            ast.copy_location(node, place)
        self.parents[expression] = self.parents[place]

    def span(self, node: ast.AST) -> Span:
        """Return where a node lies in the source."""
        source = self.source
        start = source.offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]
        return Span(start, source.offset(node.end_lineno, node.end_col_offset))  # type: ignore[attr-defined]

    def name_span(self, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> Span:
        """Return where the name of a definition lies in the source."""
        start = self.source.offset(node.lineno, node.col_offset)
        keywords = _DEFINES.match(self.source.text, start)
        start = keywords.end() if keywords else start
        return Span(start, start + len(node.name))

    def statement_lines(self, line: int) -> tuple[int, int] | None:
        """Return the first and last line of the innermost statement on a line.

        Of a compound statement, the lines of its header count.
        """
        lines = None
        for node, body in self._path_to(line):
            first, last = _starts(node), getattr(node, "end_lineno", 0)
            header_end = max(first, _starts(body[0]) - 1) if body else last
            if line <= header_end:
                lines = first, header_end
        return lines

    def statements_at(self, line: int) -> list[ast.AST]:
        """Return the statements that a line lies in, outermost first."""
        return [node for node, _ in self._path_to(line)]

    def _path_to(self, line: int) -> Iterator[tuple[ast.AST, Sequence[ast.AST]]]:
        """Yield the statements that a line lies in, outermost first, each with those in its blocks."""
        body: Sequence[ast.AST] = self.root.body
        while (node := _holding(body, line)) is not None:
            body = [item for name in _BODIES for item in getattr(node, name, None) or () if isinstance(item, ast.AST)]
            yield node, body


def body_of(statement: ast.stmt, parent: ast.AST) -> list[ast.stmt]:
    """Return the block of a compound statement, its parent, that a statement stands in."""
    blocks: Iterable[list[ast.stmt]] = (getattr(parent, name, []) for name in _BODIES)
    return next(block for block in blocks if any(statement is one for one in block))


def _starts(node: ast.AST) -> int:
    return first_line(node.pattern if isinstance(node, ast.match_case) else node)


def _holding(body: Sequence[ast.AST], line: int) -> ast.AST | None:
    """Return the last of some statements, in the order of the text, that begins before and ends after a line."""
    index = bisect_right(body, line, key=_starts) - 1
    if index < 0:
        return None
    node = body[index]
    last = node.body[-1] if isinstance(node, ast.match_case) else node
    return node if line <= last.end_lineno else None  # type: ignore[attr-defined]


def _is_word(character: str) -> bool:
    return character == "_" or character.isalnum()


def _touches(node: ast.AST, on_line: set[int], lines: Sequence[int]) -> bool:
    first: int | None = getattr(node, "lineno", None)
    if first is None or first in on_line:
        return True
    last: int = node.end_lineno  # type: ignore[attr-defined]
    if isinstance(node, Definition) and node.decorator_list:
        first = node.decorator_list[0].lineno
    elif first == last:
        return False
    index = bisect_left(lines, first)
    return index < len(lines) and lines[index] <= last


def walk(node: ast.AST) -> list[ast.AST]:
    """Return a node and everything below it, outer nodes first; several times as fast as `ast.walk`."""
    found = [node]
    for one in found:
        found += children_of(one)
    return found


def children_of(node: ast.AST) -> list[ast.AST]:
    """Return the direct children of a node that can mean something, operators and contexts left out."""
    children: list[ast.AST] = []
    for name in _CHILD_FIELDS[type(node)]:
        value = getattr(node, name, None)
        if type(value) is list:
            children += [item for item in value if isinstance(item, ast.AST)]
        elif isinstance(value, ast.AST):
            children.append(value)
    return children
