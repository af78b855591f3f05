"""Which variables surely hold an instance of a class."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.facts import ClassFacts, Member
from flake8_uec.semantics.describe import annotated
from flake8_uec.semantics.instances import owner_of
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.names import LONGEST_ALIAS_CHAIN
from flake8_uec.semantics.parameters import function
from flake8_uec.semantics.references import Reference
from flake8_uec.semantics.tree import Definition

_OPTIONAL = frozenset({"typing.Optional", "typing.Union"})


def reads(reference: Reference, module: Module, cls: ClassFacts, asker: str) -> Iterator[ast.expr]:
    """Yield every expression that surely is an instance of a class by way of one reference to it.

    The variables are those of the statement or parameter that the reference stands in, those that a function
    with the class as its return annotation is called for, and those that they are handed on to. What one asker
    was given by way of another reference is not given to it again.
    """
    instances = module.memo.setdefault((Instances, cls.name), Instances(module, cls))
    todo = [*_targets(reference.node, module)]
    seen: set[object] = module.memo.setdefault((reads, asker, cls.name), set())
    while todo:
        target = todo.pop()
        place = _scope(target, module), _word(target), type(target)
        if place in seen:
            continue
        seen.add(place)
        for node in _loads(target, module):
            holds = instances.holds(node)
            if holds:
                yield node
            if holds or isinstance(target, Definition):
                todo += _targets(node, module)


def _targets(node: ast.AST, module: Module) -> list[ast.AST]:
    """Return what the statement or parameter around an expression gives a value to."""
    parent: ast.AST | None = node
    while isinstance(parent, (ast.expr, ast.keyword)) and not isinstance(parent, ast.Lambda):
        parent = module.parent(parent)
    match parent:
        case ast.arg():
            return [parent]
        case ast.Assign():
            return [one for one in parent.targets if isinstance(one, (ast.Name, ast.Attribute))]
        case ast.AnnAssign():
            return [parent.target]
        case ast.FunctionDef(returns=ast.expr()) | ast.AsyncFunctionDef(returns=ast.expr()):
            return [parent]
    return []


def _loads(target: ast.AST, module: Module) -> Iterator[ast.expr]:
    """Yield the places that may read a parameter, variable or `self.x`, in the scope that it lies in."""
    word = _word(target)
    for node in _nodes_in(_scope(target, module), word, module):
        if isinstance(node, (ast.Name, ast.Attribute)) and _word(node) == word and isinstance(node.ctx, ast.Load):
            yield node


def _word(node: ast.AST) -> str:
    match node:
        case ast.arg(arg=word) | ast.Name(id=word) | ast.Attribute(attr=word):
            return word
        case ast.FunctionDef(name=word) | ast.AsyncFunctionDef(name=word):
            return word
    return ""


def _scope(target: ast.AST, module: Module) -> ast.AST:
    if isinstance(target, ast.arg):
        return module.tree.parents[module.tree.parents[target]]
    if isinstance(target, ast.Attribute):
        return _enclosing_class(target, module) or module.tree.root
    return module.names.scope_of(target)


def _nodes_in(scope: ast.AST, word: str, module: Module) -> list[ast.AST]:
    first, last = getattr(scope, "lineno", 1), getattr(scope, "end_lineno", 1 << 60)
    return module.tree.nodes_on([line for line in module.tree.lines_of(word) if first <= line <= last])


def _enclosing_class(node: ast.AST, module: Module) -> ast.ClassDef | None:
    parent = module.parent(node)
    while parent is not None and not isinstance(parent, ast.ClassDef):
        parent = module.parent(parent)
    return parent


class Instances:
    """Tells which expressions of one file are an instance of one class."""

    def __init__(self, module: Module, cls: ClassFacts) -> None:
        self.module = module
        self.cls = cls
        self._known: dict[ast.AST, bool] = {}
        self._depth = 0

    def holds(self, node: ast.expr) -> bool:
        """Tell whether an expression surely is an instance of the class."""
        match node:
            case ast.Await(value=ast.Call() as call):
                return self._is_made(call, is_awaited=True)
            case ast.Call():
                return self._is_made(node, is_awaited=False)
            case ast.Name():
                bindings = self.module.names.reaching(node)
                return bool(bindings) and all(self._is_bound(one.node) for one in bindings or ())
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                return self._is_set(node)
        return False

    def _is_made(self, call: ast.Call, is_awaited: bool) -> bool:
        """Tell whether a call is of the class, or of a function that returns it by its annotation."""
        if self._is_class(self.module.origins(call.func)):
            return not is_awaited
        made_by = self._called(call.func)
        return made_by is not None and made_by.known and made_by.is_async is is_awaited and self._means(made_by.returns)

    def _called(self, node: ast.expr) -> Member | None:
        """Return the function, or the method of the class, of an instance of it or of `self`, that is called."""
        if isinstance(node, ast.Attribute):
            if self.holds(node.value):
                return self.module.classes.member(self.cls, node.attr)
            owner = owner_of(node.value, self.module) if isinstance(node.value, ast.Name) else None
            found = self.module.classes.find(f"{self.module.name}.{owner.name}") if owner else None
            if found is not None:
                return self.module.classes.member(found, node.attr)
        return next((one for name in self.module.resolve(node) if (one := function(name, self.module))), None)

    def _is_class(self, names: tuple[str, ...]) -> bool:
        return self.cls.name in names

    def _is_bound(self, target: ast.AST) -> bool:
        """Tell whether a parameter or the target of an assignment receives an instance."""
        if target not in self._known and self._depth < LONGEST_ALIAS_CHAIN:
            self._known[target] = False  # a name that is given itself adds nothing
            self._depth += 1
            self._known[target] = self._receives(target)
            self._depth -= 1
        return self._known.get(target, False)

    def _receives(self, target: ast.AST) -> bool:
        if isinstance(target, ast.arg):
            return self._is_annotated(target.annotation)
        match self.module.parent(target):
            case ast.AnnAssign(annotation=annotation, value=None):
                return self._is_annotated(annotation)
            case ast.AnnAssign(annotation=annotation, value=ast.Constant(value=None)):
                return self._is_annotated(annotation)
            case ast.AnnAssign(value=ast.expr() as value):
                return self.holds(value)
            case ast.Assign() as owner:
                return any(one is target for one in owner.targets) and self.holds(owner.value)
        return False

    def _is_annotated(self, annotation: ast.expr | None) -> bool:
        return self._means(annotated(annotation, self.module.resolve))

    def _means(self, names: tuple[str, ...]) -> bool:
        """Tell whether the names of an annotation are the class alone, or the class or nothing."""
        named = [name for name in names if name not in _OPTIONAL]
        return bool(named) and all(self.cls.name in self.module.tracer.trace(name) for name in named)

    def _is_set(self, node: ast.Attribute) -> bool:
        """Tell whether all that a class stores into `self.x` are instances."""
        owner = _enclosing_class(node, self.module)
        if owner is None:
            return False
        stores = [one for one in _nodes_in(owner, node.attr, self.module) if self._stores(one, node.attr, owner)]
        return (
            bool(stores)
            and all(self._is_bound(one) or self._is_none(one) for one in stores)
            and any(map(self._is_bound, stores))
        )

    def _stores(self, node: ast.AST, name: str, owner: ast.ClassDef) -> bool:
        match node:
            case ast.Attribute(value=ast.Name(), attr=attr, ctx=ast.Store()):
                return attr == name
            case ast.Name(id=attr, ctx=ast.Store()):
                return attr == name and self.module.names.scope_of(node) is owner
        return False

    def _is_none(self, target: ast.AST) -> bool:
        match self.module.parent(target):
            case ast.Assign(value=ast.Constant(value=None)) | ast.AnnAssign(value=ast.Constant(value=None)):
                return True
        return False
