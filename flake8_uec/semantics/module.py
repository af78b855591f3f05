"""One file as a rule sees it."""

from __future__ import annotations

import ast
from collections.abc import Collection
from functools import cached_property, partial
from typing import Any

from flake8_uec.model.facts import ClassFacts, Facts, Project
from flake8_uec.model.policy import Policy
from flake8_uec.model.source import Span
from flake8_uec.semantics.classes import Classes
from flake8_uec.semantics.describe import describe, made_by
from flake8_uec.semantics.facts import collect, dotted
from flake8_uec.semantics.flow import Flow
from flake8_uec.semantics.names import Names
from flake8_uec.semantics.references import Reference, References, Wanted
from flake8_uec.semantics.trace import Tracer
from flake8_uec.semantics.tree import Tree

NAMELESS = "<file>"
"""Stands in dotted names for a file that cannot be imported, so that its own classes have a name."""


class Module:
    """A parsed file with its names, in the project it belongs to.

    `name` is its dotted module name, `NAMELESS` where it has none. A file that does not parse as a whole has one
    `Module` for each tree that can be had of it.
    """

    def __init__(self, tree: Tree, policy: Policy, tracer: Tracer) -> None:
        project: Project = tracer.project
        source = self.source = tree.source
        self.policy = policy
        self.tracer = tracer
        self.name = project.module_name(source.relative) or NAMELESS
        self.tree = tree
        self.names = Names(self.tree, self.name, project.is_package(source.relative), tracer)
        self.references: tuple[Reference, ...] = ()
        self.memo: dict[Any, Any] = {}
        """What the rules that look at this file share."""
        self._described: dict[ast.ClassDef, ClassFacts] = {}
        self._entered: set[ast.ClassDef] = set()
        self._views: dict[int, Module] = {}

    def under(self, policy: Policy) -> Module:
        """Return the same file as it is under another policy: what it is made of is shared, what rules note is not."""
        if policy is self.policy:
            return self
        view = self._views.get(id(policy))
        if view is None:
            view = self._views[id(policy)] = object.__new__(Module)
            vars(view).update(vars(self), policy=policy, memo={})
        view.references = self.references
        return view

    def clear(self) -> None:
        """Give back what refers to one another in it, which would else stay until the next collection."""
        for one in (*self._views.values(), self):
            vars(one).clear()

    def find_references(self, wanted: Wanted, renames: Collection[str] | None) -> tuple[Reference, ...]:
        """Find, and keep in `references`, every reference to the wanted names."""
        self.references = tuple(References(self.tree, self.names, wanted, renames).find())
        return self.references

    @cached_property
    def facts(self) -> Facts:
        """What this file offers to others, by its present text; its classes are described one by one."""
        return collect(self.tree.root, self.name, self.names.is_package, with_classes=False)

    @cached_property
    def classes(self) -> Classes:
        """The classes that this file can see: its own, and those of the project."""
        return Classes(self.tracer, self.facts, self._local_class, self.source.text)

    @cached_property
    def _local_classes(self) -> dict[str, ast.ClassDef]:
        nodes = [node for node in self.tree.nodes_with(["class"]) if isinstance(node, ast.ClassDef)]
        return {f"{self.name}.{self.names.name_within(node)}": node for node in nodes}

    def _local_class(self, name: str) -> ClassFacts | None:
        """Return the class of this file that has a qualified name; of several, the last."""
        node = self._local_classes.get(name)
        return self.describe(node) if node else None

    @cached_property
    def flow(self) -> Flow:
        """Where the values of this file go."""
        return Flow(self)

    def describe(self, node: ast.ClassDef) -> ClassFacts:
        """Return the facts of a class of this file, one inside a function too."""
        if node not in self._described:
            self.tree.outline(node)
            name = f"{self.name}.{self.names.name_within(node)}"
            self._described[node] = describe(node, name, partial(self._resolve_in_class, node))
        return self._described[node]

    def _resolve_in_class(self, cls: ast.ClassDef, node: ast.expr) -> tuple[str, ...]:
        """Resolve, too, a name that is the module's own without a meaning, and one that a call gave its value."""
        if node not in self.tree.parents and cls not in self._entered:
            self._entered.add(cls)  # once: what a string annotation says has no parent in the tree
            self.tree.children(cls)
        names = self.resolve(node)
        chain = dotted(node)
        if names or not chain:
            return names
        reaching = self.names.reaching(_root(node)) or ()
        if all(binding.scope is self.tree.root for binding in reaching):
            return (f"{self.name}.{chain}",)
        values = [self.names.value_of(one.node) for one in reaching if isinstance(one.node, ast.Name)]
        calls = [value for value in values if isinstance(value, ast.Call)]
        return tuple(name for call in calls for name in made_by(call, self.resolve)) if node is _root(node) else ()

    def span(self, node: ast.AST) -> Span:
        """Return where a node lies in the source."""
        return self.tree.span(node)

    def name_span(self, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> Span:
        """Return where the name of a definition lies in the source."""
        return self.tree.name_span(node)

    def parent(self, node: ast.AST) -> ast.AST | None:
        """Return the node that a visited node lies in."""
        return self.tree.parents.get(node)

    def resolve(self, node: ast.AST) -> tuple[str, ...]:
        """Return the absolute dotted names that an expression may stand for."""
        return self.names.resolve(node)

    def origins(self, node: ast.AST) -> tuple[str, ...]:
        """Return every name that an expression may stand for, those its re-exports lead to included."""
        return tuple(step for name in self.resolve(node) for step in self.tracer.trace(name))


def _root(chain: ast.expr) -> ast.Name:
    """Return the name that a dotted chain begins with."""
    while isinstance(chain, ast.Attribute):
        chain = chain.value
    assert isinstance(chain, ast.Name)
    return chain
