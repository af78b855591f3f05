"""Which nodes of a tree lie on which lines.

A tree falls into sections: the statements of the module and of its classes, and the heads of the classes. A section is
looked into when one of its lines is asked for, and may outlive its tree: of a file that is being edited, most are the
same as a keystroke ago, or stand some lines further down.
"""

from __future__ import annotations

import ast
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

Parents = dict[ast.AST, ast.AST]

_OLDEST = 100
"""After so many trees that took over from one another, what has been replaced in them is forgotten."""

_COMPOUND = tuple(
    getattr(ast, name)
    for name in (
        "Module", "FunctionDef", "AsyncFunctionDef", "ClassDef", "If", "For", "AsyncFor", "While", "With",
        "AsyncWith", "Try", "TryStar", "ExceptHandler", "Match", "match_case",
    )
    if hasattr(ast, name)
)  # fmt: skip
_NO_CHILDREN = {
    "arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "level", "lineno", "module", "op", "ops",
    "rest", "simple", "type_comment", "type_ignores",
}  # fmt: skip


class _ChildFields(dict[type[ast.AST], tuple[str, ...]]):
    """The fields of each kind of node that may hold nodes which can mean something."""

    def __missing__(self, kind: type[ast.AST]) -> tuple[str, ...]:
        found = () if kind is ast.Constant else tuple(name for name in kind._fields if name not in _NO_CHILDREN)
        return self.setdefault(kind, found)


_CHILD_FIELDS = _ChildFields()


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


def walk(node: ast.AST) -> list[ast.AST]:
    """Return a node and everything below it, outer nodes first; several times as fast as `ast.walk`."""
    found = [node]
    for one in found:
        if _CHILD_FIELDS[type(one)]:
            found += children_of(one)
    return found


def descend(node: ast.AST, parents: Parents) -> list[ast.AST]:
    """Return what `walk` does, and let the parents of all below the node be known."""
    found = [node]
    for parent in found:
        if _CHILD_FIELDS[type(parent)]:
            for child in children_of(parent):
                parents[child] = parent
                found.append(child)
    return found


def move(statements: Iterable[ast.AST], lines: int) -> None:
    """Let statements, with all in them, stand so many lines further down."""
    for statement in statements if lines else ():
        for node in walk(statement):
            if node._attributes:
                node.lineno += lines  # type: ignore[attr-defined]
                node.end_lineno += lines  # type: ignore[attr-defined]


def first_line(node: ast.AST) -> int:
    """Return the line on which a node starts, its decorators included."""
    decorators = getattr(node, "decorator_list", None)
    return decorators[0].lineno if decorators else node.lineno  # type: ignore[attr-defined, no-any-return]


class Section:
    """A statement of a module or a class with all that lies in it; of a class, only its head.

    owner: the head of the class around it. index: its place among the sections of a tree.
    """

    __slots__ = ("_parts", "first", "index", "is_head", "last", "node", "owner")

    def __init__(self, node: ast.stmt, owner: Section | None) -> None:
        self.node = node
        self.owner = owner
        self.first = first_line(node)
        self.last = node.end_lineno or self.first
        self.is_head = isinstance(node, ast.ClassDef)
        self.index = 0
        self._parts: _Parts | None = None

    def on(self, lines: Iterable[int], parents: Parents) -> list[ast.AST]:
        """Return the nodes of the parts that touch one of some lines, those around them included."""
        return self._looked_into(parents).on([line - self.first for line in lines])

    def named(self, name: str, lines: Sequence[int], parents: Parents) -> list[ast.AST]:
        """Return the nodes that carry a name. `lines` are those on which it stands, here and elsewhere."""
        parts = self._looked_into(parents)
        found = parts.named.get(name)
        if found is None:
            here = lines[bisect_left(lines, self.first) : bisect_right(lines, self.last)]
            nodes = parts.on([line - self.first for line in here])
            found = parts.named[name] = [node for node in nodes if name in _names_of(node)]
        return found

    def _looked_into(self, parents: Parents) -> _Parts:
        if self._parts is None:
            self._parts = _Parts(self, parents)
        return self._parts


class _Parts:
    """What lies directly in a section or in one of its compound statements, outer parts first.

    A number is a place in that order, a line is counted from the first of the section. Parameters and the like, which
    have no lines, go with what they belong to.
    """

    def __init__(self, section: Section, parents: Parents) -> None:
        self._parents = parents
        self._nodes: list[ast.AST] = [section.node]
        self._owners = [-1]
        self._above = section.first
        self._compound = [0] * (section.last - section.first + 1)
        self._simple: dict[int, list[int]] = {}
        self._with: dict[int, list[int]] = {}
        self._units: dict[int, list[ast.AST]] = {}
        self._touching: dict[int, Sequence[int]] = {}
        self.named: dict[str, list[ast.AST]] = {}
        """The nodes that carry a name, for those that were asked for."""
        pending: list[tuple[int, ast.AST]] = [(0, section.node)] if isinstance(section.node, _COMPOUND) else []
        for owner, node in pending:
            for part in children_of(node):
                if section.is_head and node is section.node and isinstance(part, ast.stmt):
                    continue
                parents[part] = node
                number = self._enter(part, owner)
                if isinstance(part, _COMPOUND):
                    pending.append((number, part))

    def _enter(self, part: ast.AST, owner: int) -> int:
        number = len(self._nodes)
        self._nodes.append(part)
        self._owners.append(owner)
        if not hasattr(part, "lineno"):
            self._with.setdefault(owner, []).append(number)
            return number
        first, last = first_line(part) - self._above, part.end_lineno - self._above  # type: ignore[attr-defined]
        if isinstance(part, _COMPOUND):
            self._compound[first : last + 1] = [number] * (last + 1 - first)
        else:
            for line in range(first, last + 1):
                self._simple.setdefault(line, []).append(number)
        return number

    def on(self, lines: Sequence[int]) -> list[ast.AST]:
        """Return the nodes of the parts that touch one of some lines, those around them included."""
        if len(lines) == 1:
            found = self._numbers(lines[0])
        else:
            found = sorted({number for line in lines for number in self._numbers(line)})
        return [node for number in found for node in self._unit(number)]

    def _numbers(self, line: int) -> Sequence[int]:
        """Return the parts that touch a line, in their order."""
        known = self._touching.get(line)
        if known is None:
            found = {-1}
            pending = [*self._simple.get(line, ()), self._compound[line]]
            for first in pending:
                number = first
                while number not in found:
                    found.add(number)
                    pending += self._with.get(number, ())
                    number = self._owners[number]
            known = self._touching[line] = sorted(found)[1:]
        return known

    def _unit(self, number: int) -> list[ast.AST]:
        unit = self._units.get(number)
        if unit is None:
            node = self._nodes[number]
            unit = [node] if isinstance(node, _COMPOUND) else descend(node, self._parents)
            self._units[number] = unit
        return unit


def _names_of(node: ast.AST) -> Sequence[str | None]:
    match node:
        case ast.Name():
            return (node.id,)
        case ast.Attribute():
            return (node.attr,)
        case ast.arg():
            return (node.arg,)
        case ast.alias():
            return (node.asname or node.name.partition(".")[0],)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.ExceptHandler():
            return (node.name,)
        case ast.MatchAs() | ast.MatchStar():
            return (node.name,)
        case ast.MatchMapping():
            return (node.rest,)
        case ast.Global() | ast.Nonlocal():
            return node.names
    return ()


class Outline:
    """The sections of a tree, in the order of the text."""

    def __init__(self, root: ast.Module, before: Outline | None = None) -> None:
        """What the sections of an earlier tree have in common with this one is taken over from there."""
        before = before if before and before.age < _OLDEST else None
        self.age: int = before.age + 1 if before else 0
        self.parents: Parents = before.parents if before else {}
        self._known = before.by_node if before else {}
        self.by_node: dict[ast.stmt, Section] = {}
        self._sections: list[Section] = []
        self._enter(root, None)
        self._firsts = [one.first for one in self._sections]
        self._known = {}

    def _enter(self, node: ast.Module | ast.ClassDef, owner: Section | None) -> None:
        for statement in node.body:
            self.parents[statement] = node
            section = self._section(statement, owner)
            section.index = len(self._sections)
            self._sections.append(section)
            self.by_node[statement] = section
            if isinstance(statement, ast.ClassDef):
                self._enter(statement, section)

    def _section(self, statement: ast.stmt, owner: Section | None) -> Section:
        known = self._known.get(statement)
        first, last = first_line(statement), statement.end_lineno or 0
        # A class that ends elsewhere now is the same node.
        if known is None or known.last - known.first != last - first:
            return Section(statement, owner)
        known.owner, known.first, known.last = owner, first, last
        return known

    def nodes_on(self, lines: Iterable[int]) -> list[ast.AST]:
        """Return the nodes of every simple statement and header that touches one of the lines, outer ones first."""
        return [node for section, inner in self._on(lines) for node in section.on(inner, self.parents)]

    def nodes_named(self, name: str, lines: Sequence[int], first: int, last: int) -> list[ast.AST]:
        """Return the nodes that carry a name in the sections that a range of lines touches, outer ones first.

        `lines` are all on which the name stands.
        """
        inside = lines[bisect_left(lines, first) : bisect_right(lines, last)]
        return [node for section, _ in self._on(inside) for node in section.named(name, lines, self.parents)]

    def _on(self, lines: Iterable[int]) -> Iterator[tuple[Section, list[int]]]:
        """Yield the sections that some lines lie in, each with those lines."""
        found: dict[int, list[int]] = {}
        for line in lines:
            for section in self._around(line):
                found.setdefault(section.index, []).append(line)
        for index in sorted(found):
            yield self._sections[index], found[index]

    def _around(self, line: int) -> Iterator[Section]:
        """Yield the sections that a line lies in, those of a line that statements share too, and the heads above."""
        index = bisect_right(self._firsts, line) - 1
        while index >= 0 and not (section := self._sections[index]).is_head and section.last >= line:
            yield section
            index -= 1
        head: Section | None = self._sections[index] if index >= 0 else None
        while head is not None:
            if head.is_head and head.last >= line:
                yield head
            head = head.owner
