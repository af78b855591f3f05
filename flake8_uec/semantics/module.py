"""One file as a rule sees it."""

from __future__ import annotations

import ast
from collections.abc import Collection
from functools import cached_property

from flake8_uec.model.facts import ClassFacts, Facts, Project
from flake8_uec.model.policy import Policy
from flake8_uec.model.source import Source, Span
from flake8_uec.semantics.classes import Classes
from flake8_uec.semantics.describe import describe
from flake8_uec.semantics.facts import collect
from flake8_uec.semantics.names import Names
from flake8_uec.semantics.references import Reference, References, Wanted
from flake8_uec.semantics.trace import Tracer
from flake8_uec.semantics.tree import Tree


class Module:
    """A parsed file with its names, in the project it belongs to.

    `name` is its dotted module name, `""` where it has none. A file that does not parse as a whole has one
    `Module` for each tree that can be had of it; `partial` tells so.
    """

    def __init__(
        self,
        source: Source,
        root: ast.Module,
        policy: Policy,
        tracer: Tracer,
        *,
        is_test: bool = False,
        partial: bool = False,
    ) -> None:
        project: Project = tracer.project
        self.source = source
        self.policy = policy
        self.tracer = tracer
        self.is_test = is_test
        self.partial = partial
        self.name = project.module_name(source.relative)
        self.tree = Tree(source, root)
        self.names = Names(self.tree, self.name, project.is_package(source.relative), tracer)
        self.references: tuple[Reference, ...] = ()

    def find_references(self, wanted: Wanted, renames: Collection[str] | None) -> tuple[Reference, ...]:
        """Find, and keep in `references`, every reference to the wanted names."""
        self.references = tuple(References(self.tree, self.names, wanted, renames).find())
        return self.references

    @cached_property
    def facts(self) -> Facts:
        """What this file offers to others, by its present text."""
        return collect(self.tree.root, self.name, self.names.is_package)

    @cached_property
    def classes(self) -> Classes:
        """The classes that this file can see: its own, and those of the project."""
        return Classes(self.tracer, self.facts)

    def describe(self, node: ast.ClassDef) -> ClassFacts:
        """Return the facts of a class of this file, one inside a function too."""
        self.tree.children(node)
        return describe(node, f"{self.name}.{node.name}", self.resolve)

    def span(self, node: ast.AST) -> Span:
        """Return where a node lies in the source."""
        return self.tree.span(node)

    def parent(self, node: ast.AST) -> ast.AST | None:
        """Return the node that a visited node lies in."""
        return self.tree.parents.get(node)

    def resolve(self, node: ast.AST) -> tuple[str, ...]:
        """Return the absolute dotted names that an expression may stand for."""
        return self.names.resolve(node)

    def origins(self, node: ast.AST) -> tuple[str, ...]:
        """Return every name that an expression may stand for, those its re-exports lead to included."""
        return tuple(step for name in self.resolve(node) for step in self.tracer.trace(name))
