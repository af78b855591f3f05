"""Where a value goes inside its scope: what it is bound to, and where that is read again.

A variable is followed within its function, `self.x` within its class. Each name is collected once, so that the
cost stays linear in the places where the names stand.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_uec.semantics.facts import dotted
from flake8_uec.semantics.targets import function_of, targets

if TYPE_CHECKING:
    from flake8_uec.semantics.module import Module

MOST_USES = 200
"""How many places one value is followed to."""


class Flow:
    """The ways of the values of one file."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self._names: dict[str, dict[ast.AST, list[ast.expr]]] = {}
        self._members: dict[str, dict[tuple[ast.AST, str], _Member]] = {}

    def uses(self, value: ast.expr) -> list[ast.expr]:
        """Return the expressions that stand for a value: itself, and where what it is bound to is read."""
        found = {value: None}
        queue = [value]
        while queue and len(found) < MOST_USES:
            for target in self._stored(queue.pop(0)):
                new = [read for read in self._reads_of(target) if read not in found]
                found.update(dict.fromkeys(new))
                queue += new
        return list(found)

    def _stored(self, value: ast.expr) -> list[ast.AST]:
        """Return the names and attributes that receive a value as it is."""
        return [target.node for target in targets(value, self.module) if target.whole]

    def _reads_of(self, target: ast.AST) -> list[ast.expr]:
        match target:
            case ast.Name():
                return self.reads(target, target.id)
            case ast.Attribute(ctx=ast.Store()):
                return self._member_reads(target)
        return []

    def reads(self, binding: ast.AST, name: str) -> list[ast.expr]:
        """Return where a name is read that a node, a target or a definition, may have bound."""
        known = self._names.get(name)
        if known is None:
            known = self._names[name] = {}
            for node in self.module.tree.nodes_named(name):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                    for reaching in self.module.names.reaching(node) or ():
                        known.setdefault(reaching.node, []).append(node)
        return known.get(binding, [])

    # Members

    def is_set_once(self, target: ast.Attribute) -> bool:
        """Tell whether nothing else sets the `a.b` that a target stands for, within the scope where it means that."""
        member = self._member(target)
        return member is not None and member.stores == [target]

    def _member(self, node: ast.Attribute) -> _Member | None:
        chain = dotted(node)
        groups = self._members.get(node.attr)
        if groups is None:
            groups = self._members[node.attr] = self._collect(node.attr)
        return groups.get((self._holder(node, chain), chain)) if chain else None

    def _member_reads(self, target: ast.Attribute) -> list[ast.expr]:
        """Return the reads of `a.b` after it is set and before it is set again.

        A member of `self` is read in other methods of its class too, where they do not set it first.
        """
        member = self._member(target)
        if member is None:
            return []
        own = function_of(target, self.module)
        return [*member.after.get(target, ()), *(read for read in member.elsewhere if member.place[read] is not own)]

    def _collect(self, attribute: str) -> dict[tuple[ast.AST, str], _Member]:
        nodes = [node for node in self.module.tree.nodes_named(attribute) if isinstance(node, ast.Attribute)]
        groups: dict[tuple[ast.AST, str], _Member] = {}
        for node in sorted(nodes, key=lambda one: (one.end_lineno or 0, one.end_col_offset or 0)):
            chain = dotted(node)
            group = groups.setdefault((self._holder(node, chain), chain), _Member())
            group.add(node, function_of(node, self.module))
        return groups

    def _holder(self, node: ast.AST, chain: str) -> ast.AST:
        """Return the scope in which a chain of names means one thing: a class for a member of `self`."""
        scope = function_of(node, self.module)
        while chain.startswith(("self.", "cls.")) and not isinstance(scope, (ast.ClassDef, ast.Module)):
            scope = self.module.names.scope_of(scope)
        return scope


class _Member:
    """One `a.b` in one scope: what is read after each place that sets it.

    `stores` are the places that set it, `elsewhere` the reads in functions that have not set it yet, `place` the
    function of each of these.
    """

    def __init__(self) -> None:
        self.stores: list[ast.Attribute] = []
        self.after: dict[ast.AST, list[ast.expr]] = {}
        self.elsewhere: list[ast.expr] = []
        self.place: dict[ast.AST, ast.AST] = {}
        self._last: dict[ast.AST, ast.AST] = {}

    def add(self, node: ast.Attribute, function: ast.AST) -> None:
        """Take in the next node in the order of the text."""
        if isinstance(node.ctx, ast.Store):
            self.stores.append(node)
            self._last[function] = node
        elif function in self._last:
            self.after.setdefault(self._last[function], []).append(node)
        else:
            self.elsewhere.append(node)
            self.place[node] = function
