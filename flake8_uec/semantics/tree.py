"""A parsed file, walked only where it is asked about.

Walking every node of a tree costs as much as parsing it. A rule speaks of a few words; only the statements
on whose lines one of them stands are descended into. Which those are, an outline of the tree tells.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from flake8_uec.model.source import Source, Span
from flake8_uec.semantics.outline import Outline, children_of, descend, first_line
from flake8_uec.semantics.words import Words

Definition = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

_DEFINES = re.compile(r"(?:async[\s\\]+)?(?:class|def)[\s\\]+")
"""The keywords before the name of a definition; a backslash may join their lines."""

_BODIES = ("body", "handlers", "cases", "orelse", "finalbody")


class Tree:
    """One parsed file with the parents of its statements, and of the other nodes visited so far."""

    def __init__(self, source: Source, root: ast.Module, before: Tree | None = None) -> None:
        """`before` is the tree of the same file as it was: what they share is not looked at again."""
        self.source = source
        self.root = root
        self._outline: Outline = Outline(root, before._outline if before else None)
        self.parents = self._outline.parents
        self._words: Words = Words(source, before._words if before else None)

    def lines_of(self, word: str) -> list[int]:
        """Return the lines on which a word stands as a whole identifier, ascending."""
        return self._words.lines_of(word)

    def nodes_with(self, words: Iterable[str]) -> list[ast.AST]:
        """Return every node on a line that holds one of the words, outer nodes first."""
        return self.nodes_on({line for word in words for line in self.lines_of(word)})

    def nodes_on(self, lines: Iterable[int]) -> list[ast.AST]:
        """Return the nodes of every simple statement and header that touches one of the lines.

        Outer nodes come first. A simple statement is given whole, for its meaning may lie on its other lines.
        """
        return self._outline.nodes_on(lines)

    def nodes_named(self, name: str, first: int = 1, last: int = 1 << 60) -> list[ast.AST]:
        """Return every node that carries a name itself and begins on one of some lines, outer nodes first.

        That is a variable, an attribute, a parameter, a definition, an import as it binds, and what binds in any
        other way; a keyword of a call is not.
        """
        found = self._outline.nodes_named(name, self.lines_of(name), first, last)
        return [node for node in found if first <= node.lineno <= last]  # type: ignore[attr-defined]

    def children(self, node: ast.AST) -> list[ast.AST]:
        """Return every node below a node, itself excluded, with parents set."""
        return descend(node, self.parents)[1:]

    def outline(self, node: ast.ClassDef) -> None:
        """Set the parents of all in a class but what lies in the statements of its functions."""
        pending: list[ast.AST] = [node]
        for parent in pending:
            body = set(parent.body) if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)) else ()
            for child in children_of(parent):
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
