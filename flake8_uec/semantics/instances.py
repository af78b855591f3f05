"""Which class a value is an instance of, as far as the text of one file and the signatures of the project tell."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from flake8_uec.model.facts import ClassFacts, Member
from flake8_uec.semantics.describe import annotated
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.names import LONGEST_ALIAS_CHAIN

_OPTIONAL = frozenset({"typing.Optional", "typing.Union"})


def owner_of(name: ast.Name, module: Module) -> ast.ClassDef | None:
    """Return the class of which a name is the `self`, in a method or a function within it."""
    scope = module.names.scope_of(name)
    while not isinstance(scope, ast.Module):
        outer = module.names.scope_of(scope)
        if isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            given = [*scope.args.posonlyargs, *scope.args.args]
            if any(one.arg == name.id for one in (*given, *scope.args.kwonlyargs)):
                is_self = given[:1] and given[0].arg == name.id and isinstance(outer, ast.ClassDef)
                return outer if is_self and isinstance(outer, ast.ClassDef) else None
        scope = outer
    return None


def class_around(node: ast.AST, module: Module) -> ast.ClassDef | None:
    """Return the innermost class that a node lies in, at any depth."""
    parent = module.parent(node)
    while parent is not None and not isinstance(parent, ast.ClassDef):
        parent = module.parent(parent)
    return parent


def function(name: str, module: Module) -> Member | None:
    """Return the function, or the method of a class, that a dotted name leads to in the project."""
    for step in module.tracer.trace(name):
        holder, rest = module.tracer.split(step)
        facts = module.tracer.facts(holder) if holder else None
        if facts is not None and rest in facts.functions:
            return facts.functions[rest]
    owner, _, last = name.rpartition(".")
    cls = module.classes.find(owner)
    return module.classes.member(cls, last) if cls is not None else None


def instance_of(value: ast.expr, module: Module) -> ClassFacts | None:
    """Return the class that an expression surely is an instance of, `None` where that cannot be told."""
    instances: Instances = module.memo.setdefault(Instances, Instances(module))
    return instances.class_of(value)


def stores(member: ast.Attribute, module: Module) -> list[ast.AST]:
    """Return the places of the class around a `self.x` that give it a value."""
    owner = class_around(member, module)
    instances: Instances = module.memo.setdefault(Instances, Instances(module))
    return instances.stored(owner, member.attr) if owner is not None else []


class Instances:
    """Tells which class the values of one file are instances of.

    A call gives an instance of the class that is called, or that the called function's return annotation
    names; a variable is what all its bindings are, an annotated parameter what the annotation names.
    """

    def __init__(self, module: Module) -> None:
        self.module = module
        self._known: dict[ast.AST, ClassFacts | None] = {}
        self._stores: dict[tuple[ast.ClassDef, str], list[ast.AST]] = {}
        self._depth = 0

    def class_of(self, node: ast.expr) -> ClassFacts | None:
        """Return the class that an expression surely is an instance of."""
        match node:
            case ast.Await(value=ast.Call() as call):
                return self._made(call, is_awaited=True)
            case ast.Call():
                return self._made(node, is_awaited=False)
            case ast.Name():
                owner = owner_of(node, self.module)
                return self.module.describe(owner) if owner is not None else self._variable(node)
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                return self._member(node)
        return None

    def _made(self, call: ast.Call, is_awaited: bool) -> ClassFacts | None:
        """Return what a call makes; of several classes that it may call, those that lead nowhere do not count."""
        called = map(self.module.classes.find, self.module.resolve(call.func))
        cls = _the_same(one for one in called if one is not None)
        if cls is not None:
            return None if is_awaited else cls
        made_by = self._called(call.func)
        return self._named(made_by.returns) if made_by and made_by.known and made_by.is_async is is_awaited else None

    def _called(self, node: ast.expr) -> Member | None:
        """Return the function, or the method of an instance, that is called."""
        cls = self.class_of(node.value) if isinstance(node, ast.Attribute) else None
        if cls is not None and isinstance(node, ast.Attribute):
            return self.module.classes.member(cls, node.attr)
        return next((one for name in self.module.resolve(node) if (one := function(name, self.module))), None)

    def _variable(self, name: ast.Name) -> ClassFacts | None:
        return _the_same(self._bound(one.node) for one in self.module.names.reaching(name) or ())

    def _bound(self, target: ast.AST) -> ClassFacts | None:
        """Return the class of what a parameter or the target of an assignment receives."""
        if target not in self._known and self._depth < LONGEST_ALIAS_CHAIN:
            self._known[target] = None  # a name that is given itself adds nothing
            self._depth += 1
            self._known[target] = self._received(target)
            self._depth -= 1
        return self._known.get(target)

    def _received(self, target: ast.AST) -> ClassFacts | None:
        if isinstance(target, ast.arg):
            return self._annotated(target.annotation)
        match self.module.parent(target):
            case ast.AnnAssign(annotation=annotation, value=None | ast.Constant(value=None)):
                return self._annotated(annotation)
            case ast.AnnAssign(value=ast.expr() as value):
                return self.class_of(value)
            case ast.Assign(targets=targets, value=value) if target in targets:
                return self.class_of(value)
        return None

    def _annotated(self, annotation: ast.expr | None) -> ClassFacts | None:
        return self._named(annotated(annotation, self.module.resolve))

    def _named(self, names: Iterable[str]) -> ClassFacts | None:
        """Return the class that the names of an annotation mean, alone or with `None`."""
        return _the_same(self.module.classes.find(name) for name in names if name not in _OPTIONAL)

    def _member(self, node: ast.Attribute) -> ClassFacts | None:
        """Return the class of all that the class around a `self.x` stores into it, `None`s apart."""
        owner = class_around(node, self.module)
        stores = self.stored(owner, node.attr) if owner is not None else []
        return _the_same(self._bound(one) for one in stores if not self._is_none(one))

    def stored(self, owner: ast.ClassDef, name: str) -> list[ast.AST]:
        """Return the places that give a member of a class a value: `self.x = ...`, or `x = ...` in its body."""
        found = self._stores.get((owner, name))
        if found is None:
            nodes = self.module.tree.nodes_named(name, owner.lineno, owner.end_lineno or owner.lineno)
            found = self._stores[owner, name] = [one for one in nodes if self._is_store(one, owner)]
        return found

    def _is_store(self, node: ast.AST, owner: ast.ClassDef) -> bool:
        match node:
            case ast.Attribute(value=ast.Name(), ctx=ast.Store()):
                return True
            case ast.Name(ctx=ast.Store()):
                return self.module.names.scope_of(node) is owner
        return False

    def _is_none(self, target: ast.AST) -> bool:
        """Tell whether a target is given `None` and says nothing of a class."""
        match self.module.parent(target):
            case ast.Assign(value=ast.Constant(value=None)):
                return True
            case ast.AnnAssign(value=ast.Constant(value=None)):
                return self._bound(target) is None
        return False


def _the_same(classes: Iterable[ClassFacts | None]) -> ClassFacts | None:
    """Return what all of some classes are, `None` where one is not known, they differ, or there is none."""
    found = [*classes]
    first = found[0] if found else None
    return first if first is not None and all(one is not None and one.name == first.name for one in found) else None
