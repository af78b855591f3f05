"""What stands on a line, and what each of it leads to."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

from flake8_uec.model.explanation import Chain, Setting, Step
from flake8_uec.model.facts import UNKNOWN
from flake8_uec.model.source import Position
from flake8_uec.semantics.facts import dotted
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.patching import patched
from flake8_uec.semantics.places import Places

Definition = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)+")


def subjects(module: Module, at: Position) -> list[ast.AST]:
    """Return the nodes that begin on a line, of those all that hold its column; column 0 is the whole line."""
    found = [node for node in module.tree.nodes_on([at.line]) if getattr(node, "lineno", 0) == at.line]
    return [node for node in found if not at.column or _holds(node, module, at)]


def _holds(node: ast.AST, module: Module, at: Position) -> bool:
    span = module.name_span(node) if isinstance(node, Definition) else module.span(node)
    offset = module.source.line_span(at.line).start + at.column - 1
    return span.start <= offset < span.end


class Chains:
    """Follows what stands on a line of one file.

    `entries` are the keys of the policy that hold a name, by that name.
    """

    def __init__(self, module: Module, places: Places, entries: Mapping[str, tuple[Setting, ...]]) -> None:
        self.module = module
        self._places = places
        self._entries = entries
        self._alike: dict[str, list[str]] = {}
        for name in sorted(entries):
            self._alike.setdefault(name.rpartition(".")[2], []).append(name)

    def of(self, nodes: Iterable[ast.AST]) -> tuple[Chain, ...]:
        """Return what some nodes lead to, in the order of the text; what is part of a longer name comes with it."""
        found = [chain for node in nodes for chain in self._chains(node)]
        return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.column, -one.end, one.what)))

    def _chains(self, node: ast.AST) -> Iterator[Chain]:
        parent = self.module.parent(node)
        match node:
            case ast.alias():
                yield self._alias(node)
            case ast.ClassDef():
                yield self._class(node)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield self._chain(node, "function", node.name, ())
            case ast.arg():
                yield self._chain(node, "parameter", node.arg, ())
            case ast.Name(ctx=ast.Load()) | ast.Attribute(ctx=ast.Load()) if not isinstance(parent, ast.Attribute):
                yield from self._name(node, parent)
            case ast.Call():
                yield from self._patches(node)
            case ast.Constant(value=str(text)) if _DOTTED.fullmatch(text) and self.module.tracer.is_ours(text):
                yield self._chain(node, "string", text, [text])

    def _name(self, node: ast.Name | ast.Attribute, parent: ast.AST | None) -> Iterator[Chain]:
        what = "call" if isinstance(parent, ast.Call) and parent.func is node else "name"
        subject = dotted(node)
        if subject:
            yield self._chain(node, what, subject, self.module.resolve(node), self._local(node))

    def _alias(self, node: ast.alias) -> Chain:
        statement = self.module.parent(node)
        if isinstance(statement, ast.ImportFrom):
            source = self.module.names.source_of(statement)
            names = [source] if node.name == "*" else [f"{source}.{node.name}"] if source else []
            return self._chain(node, "import", node.name, names)
        return self._chain(node, "import", node.name, [node.name])

    def _class(self, node: ast.ClassDef) -> Chain:
        """Return the class with all that it inherits from."""
        lineage = self.module.classes.lineage(self.module.describe(node))
        steps = [Step(one.name, *self._place(one.name, one.line)) for one in lineage.classes]
        steps += [Step(name, note="outside the project") for name in lineage.outside]
        steps += [Step("", note=_open(name)) for name in lineage.unresolved]
        return self._finish(node, "class", node.name, tuple(steps))

    def _place(self, name: str, line: int) -> tuple[str, int]:
        own = name.startswith(f"{self.module.name}.")
        return (self.module.source.path if own else self._places.step(name).path), line

    def _patches(self, call: ast.Call) -> Iterator[Chain]:
        for patch in patched(call, self.module.names):
            yield self._chain(patch.literal, "patch", patch.name, [patch.name])

    def _local(self, node: ast.expr) -> Iterator[Step]:
        """Yield the places of this file that bind the name which an expression begins with."""
        while isinstance(node, ast.Attribute):
            node = node.value
        if not isinstance(node, ast.Name):
            return
        for binding in reversed(self.module.names.reaching(node) or ()):
            yield Step(node.id, self.module.source.path, binding.node.lineno, _binding(binding.node))  # type: ignore[attr-defined]

    def _chain(self, node: ast.AST, what: str, subject: str, names: Iterable[str], local: Iterable[Step] = ()) -> Chain:
        steps = dict.fromkeys(local)
        for name in names:
            steps |= dict.fromkeys(map(self._step, self.module.tracer.trace(name)))
        return self._finish(node, what, subject, tuple(steps))

    def _step(self, name: str) -> Step:
        if name.startswith("builtins."):
            return Step(name, note="built in")
        return self._places.step(name)

    def _finish(self, node: ast.AST, what: str, subject: str, steps: tuple[Step, ...]) -> Chain:
        span = self.module.name_span(node) if isinstance(node, Definition) else self.module.span(node)
        start, end = (self.module.source.position(offset) for offset in span)
        last = end.column if end.line == start.line else len(self.module.source.line(start.line)) + 1
        names = [step.name for step in steps]
        entries = tuple(dict.fromkeys(one for name in names for one in self._entries.get(name, ())))
        words = {name.rpartition(".")[2] for name in (subject, *names)}
        near = [] if entries else [one for word in sorted(words) for one in self._alike.get(word, ())]
        return Chain(subject, what, start.column, last, steps, entries, tuple(near))


def _open(name: str) -> str:
    return "a base is an expression" if name == UNKNOWN else f"a base is `{name}`, which cannot be told"


def _binding(node: ast.AST) -> str:
    match node:
        case ast.alias():
            return "imported"
        case ast.arg():
            return "a parameter"
        case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
            return "defined"
    return "assigned"
