"""Where the names of a project are given their meaning: for a reader who follows one."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

from flake8_uec.model.explanation import Step
from flake8_uec.model.source import Source
from flake8_uec.semantics.broken import parse
from flake8_uec.semantics.names import Names
from flake8_uec.semantics.trace import Tracer
from flake8_uec.semantics.tree import Tree

ReadModule = Callable[[str], "Source | None"]
"""Gives the source of a module of the project, `None` where there is none."""

OUTSIDE = "outside the project"


class Places:
    """Finds the statements that give names their meaning."""

    def __init__(self, tracer: Tracer, read: ReadModule) -> None:
        self.tracer = tracer
        self._read = read
        self._names: dict[str, tuple[Names, ...]] = {}

    def step(self, name: str) -> Step:
        """Return a name with the place that gives it its meaning."""
        module, rest = self.tracer.split(name)
        if not module:
            return Step(name, note=OUTSIDE if name.partition(".")[0] else "")
        source = self._read(module)
        path = source.path if source else ""
        if not rest:
            return Step(name, path, 1 if path else 0, "" if path else "a package without a file")
        line = next((line for names in self._of(module) if (line := _line_of(names, rest))), 0)
        return Step(name, path, line, "" if line else f"`{module}` gives it no meaning")

    def _of(self, module: str) -> tuple[Names, ...]:
        if module not in self._names:
            self._names[module] = tuple(self._read_names(module))
        return self._names[module]

    def _read_names(self, module: str) -> Iterator[Names]:
        source = self._read(module)
        if source is not None:
            is_package = self.tracer.project.is_package(source.relative)
            for root in parse(source.text).trees:
                yield Names(Tree(source, root), module, is_package, self.tracer)


def _line_of(names: Names, rest: str) -> int:
    """Return the line that gives a name of a module, or a member of one of its classes, its meaning; 0 for none."""
    first, *members = rest.split(".")
    scope: ast.AST = names.tree.root
    node = _bound(names, first, scope) or _starred(names, first)
    for member in members:
        if not isinstance(node, ast.ClassDef):
            break
        inner = _bound(names, member, node)
        if inner is None:
            break
        node = inner
    return getattr(node, "lineno", 0)


def _bound(names: Names, name: str, scope: ast.AST) -> ast.AST | None:
    found = names.bindings(name).get(scope)
    return found[-1].node if found else None


def _starred(names: Names, name: str) -> ast.AST | None:
    """Return the star import that brings a name in."""
    for node in names.tree.nodes_with(["import"]):
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            source = names.source_of(node)
            if source and names.tracer.offers(source, name):
                return node
    return None


def steps_of(trace: Sequence[str], places: Places) -> tuple[Step, ...]:
    """Return every name of a trace with its place."""
    return tuple(map(places.step, trace))
