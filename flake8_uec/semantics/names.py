"""Which dotted name an expression stands for, by Python's own scoping rules.

Bindings are looked up name by name: only the lines on which a name stands are visited.
"""

from __future__ import annotations

import ast
import builtins
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from flake8_uec.model.facts import LOCALS
from flake8_uec.model.values import dataclass
from flake8_uec.semantics.facts import absolute
from flake8_uec.semantics.trace import Tracer
from flake8_uec.semantics.tree import Definition, Tree

Comprehension = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
Scope: TypeAlias = ast.AST
Arms: TypeAlias = "tuple[tuple[ast.AST, str], ...]"
_BRANCHING = tuple(
    getattr(ast, name)
    for name in ("If", "For", "AsyncFor", "While", "Try", "TryStar", "ExceptHandler", "match_case")
    if hasattr(ast, name)
)  # fmt: skip
_BUILTINS = frozenset(dir(builtins))
FIXTURES = {"monkeypatch": "pytest.MonkeyPatch"} | dict.fromkeys(
    ("mocker", "class_mocker", "module_mocker", "package_mocker", "session_mocker"), "pytest_mock.MockerFixture"
)
"""Parameters that pytest and pytest-mock fill, and the class whose members an instance offers."""

LONGEST_ALIAS_CHAIN = 50
"""How many assignments one name is followed through: `b = a; c = b; ...`."""

_IMPORTERS = frozenset({"importlib.import_module", "importlib.__import__", "builtins.__import__"})


@dataclass(frozen=True, slots=True)
class Binding:
    """One place that gives a name a meaning. `at` is where the new meaning begins: line, column."""

    node: ast.AST
    scope: Scope
    at: tuple[int, int]


class Names:
    """The names of one file."""

    def __init__(self, tree: Tree, module: str, is_package: bool, tracer: Tracer) -> None:
        self.tree = tree
        self.module = module
        self.is_package = is_package
        self.tracer = tracer
        self._bindings: dict[str, dict[Scope, list[Binding]]] = {}
        self._resolving: set[ast.AST] = set()
        self._meanings: dict[ast.AST, tuple[str, ...]] = {}
        self._scopes: dict[ast.AST, Scope] = {}
        self._paths: dict[ast.AST, Arms] = {}
        self._star_modules: list[str] | None = None

    # Scopes

    def scope_of(self, node: ast.AST) -> Scope:
        """Return the module, class, function, lambda or comprehension in which a node is evaluated."""
        known = self._scopes.get(node)
        if known is not None:
            return known
        on_the_way: list[ast.AST] = []
        scope = self._climb(node, on_the_way)
        self._scopes.update(dict.fromkeys(on_the_way, scope))
        return scope

    def _climb(self, node: ast.AST, on_the_way: list[ast.AST]) -> Scope:
        """Go up to the scope of a node; the nodes on the way, which share it, are told."""
        parents = self.tree.parents
        before, child, parent = None, node, parents.get(node)
        while parent is not None:
            if child in self._scopes:
                return self._scopes[child]
            on_the_way.append(child)
            if isinstance(parent, Definition):
                if isinstance(child, ast.stmt):
                    return parent
            elif isinstance(parent, ast.Lambda):
                if child is parent.body:
                    return parent
            elif isinstance(parent, Comprehension):
                first = parent.generators[0]
                if child is not first or before is not first.iter:
                    return parent
            before, child, parent = child, parent, parents.get(parent)
        return self.tree.root

    def _binding_scope(self, node: ast.AST) -> Scope:
        if isinstance(node, ast.arg):
            return self.tree.parents[self.tree.parents[node]]
        scope = self.scope_of(node)
        if isinstance(self.tree.parents.get(node), ast.NamedExpr):
            while isinstance(scope, Comprehension):
                scope = self.scope_of(scope)
        return scope

    # Bindings

    def bindings(self, name: str) -> dict[Scope, list[Binding]]:
        """Return the bindings of a name in this file, by scope, in the order of the text."""
        groups = self._bindings.get(name)
        if groups is None:
            groups = self._bindings[name] = self._collect(name)
        return groups

    def _collect(self, name: str) -> dict[Scope, list[Binding]]:
        groups: dict[Scope, list[Binding]] = {}
        elsewhere: dict[Scope, Scope] = {}
        for node in self.tree.nodes_named(name):
            if isinstance(node, (ast.Global, ast.Nonlocal)):
                scope = self.scope_of(node)
                elsewhere[scope] = self.tree.root if isinstance(node, ast.Global) else self.scope_of(scope)
            elif not isinstance(node, ast.Attribute) and not isinstance(getattr(node, "ctx", None), ast.Load):
                scope = self._binding_scope(node)
                groups.setdefault(scope, []).append(Binding(node, scope, self._begins(node)))
        for scope, real in elsewhere.items():
            groups.setdefault(real, []).extend(groups.pop(scope, []))
        for found in groups.values():
            found.sort(key=lambda binding: binding.at)
        return groups

    def _begins(self, node: ast.AST) -> tuple[int, int]:
        if isinstance(node, ast.Name):
            owner = self._assignment(node)
            if owner is not None:
                return owner.end_lineno or 0, owner.end_col_offset or 0
        return node.lineno, node.col_offset  # type: ignore[attr-defined]

    def _assignment(self, node: ast.AST) -> ast.stmt | ast.NamedExpr | None:
        parent = self.tree.parents.get(node)
        while isinstance(parent, (ast.Tuple, ast.List, ast.Starred)):
            parent = self.tree.parents.get(parent)
        return parent if isinstance(parent, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr)) else None

    def reaching(self, node: ast.Name) -> list[Binding] | None:
        """Return the bindings that a name may have where it is read; `None` where this file binds none."""
        groups = self.bindings(node.id)
        scope: Scope | None = self.scope_of(node)
        use: ast.AST | None = node
        while scope is not None:
            found = groups.get(scope)
            if found and (use is not None or not isinstance(scope, ast.ClassDef)):
                return self._last(found, use, scope)
            if scope is self.tree.root:
                return None
            if not isinstance(scope, Comprehension):
                use = None
            scope = self.scope_of(scope)
        return None

    def _last(self, found: Sequence[Binding], use: ast.AST | None, scope: Scope) -> list[Binding]:
        """Return the bindings that are in force at `use`, or when the scope has run, where that is `None`."""
        at: tuple[int, int]
        path: Arms
        if use is None:
            # A function may well have run before its module deletes a name.
            at, path = (1 << 60, 0), ()
            found = [one for one in found if not _is_deletion(one.node)] or found
        else:
            at, path = (use.lineno, use.col_offset), self._arms(use, scope)  # type: ignore[attr-defined]
        reaching: list[Binding] = []
        for binding in reversed(found[: bisect_right(found, at, key=lambda one: one.at)]):
            arms = self._arms(binding.node, scope)
            if _exclude(arms, path):
                continue
            reaching.append(binding)
            if arms == path[: len(arms)]:
                break
        return reaching or list(found)

    def _arms(self, node: ast.AST, scope: Scope) -> Arms:
        """Return the branches between a scope and a node, outermost first."""
        parents = self.tree.parents
        on_the_way: list[ast.AST] = []
        while node is not scope and node in parents and node not in self._paths:
            on_the_way.append(node)
            node = parents[node]
        arms = () if node is scope else self._paths.get(node, ())
        for inner in reversed(on_the_way):
            parent = parents[inner]
            if parent is not scope and isinstance(parent, _BRANCHING):
                arms = (*arms, (parent, _arm(parent, inner)))
            self._paths[inner] = arms
        return arms

    # Meaning

    def resolve(self, node: ast.AST) -> tuple[str, ...]:
        """Return the absolute dotted names that an expression may stand for, empty where none is known."""
        match node:
            case ast.Name():
                return self._resolve_name(node)
            case ast.Attribute():
                return self._resolve_chain(node)
            case ast.Call():
                return self._resolve_call(node)
            case ast.IfExp():
                return self.resolve(node.body) + self.resolve(node.orelse)
            case ast.BoolOp():
                return tuple(name for value in node.values for name in self.resolve(value))
            case ast.NamedExpr():
                return self.resolve(node.value)
        return ()

    def _resolve_chain(self, node: ast.expr) -> tuple[str, ...]:
        members: list[str] = []
        while isinstance(node, ast.Attribute):
            members.append(node.attr)
            node = node.value
        rest = ".".join(reversed(members))
        return tuple(f"{name}.{rest}" for name in self.resolve(node))

    def _resolve_call(self, node: ast.Call) -> tuple[str, ...]:
        match node:
            case ast.Call(args=[]):
                return tuple(name for name in self.resolve(node.func) if name in FIXTURES.values())
            case ast.Call(args=[ast.Constant(value=str(module)), *_]) if self.is_import_call(node):
                whole = len(node.args) > 3 or any(key.arg == "fromlist" for key in node.keywords)
                shortened = not whole and not self._calls(node, "importlib.import_module")
                return (module.partition(".")[0] if shortened else module,)
            case ast.Call(args=[value, ast.Constant(value=str(member)), *_]) if self._calls(node, "builtins.getattr"):
                return tuple(f"{name}.{member}" for name in self.resolve(value))
        return ()

    def is_import_call(self, node: ast.Call) -> bool:
        """Tell whether a call is `importlib.import_module(...)` or `__import__(...)`."""
        return any(name in _IMPORTERS for name in self.resolve(node.func))

    def _calls(self, node: ast.Call, function: str) -> bool:
        return function in self.resolve(node.func)

    def _resolve_name(self, node: ast.Name) -> tuple[str, ...]:
        reaching = self.reaching(node)
        if reaching is None:
            return self._unbound(node.id)
        names: dict[str, None] = {}
        for binding in reaching:
            names.update(dict.fromkeys(self.values(binding)))
        return tuple(names)

    def _unbound(self, name: str) -> tuple[str, ...]:
        starred = tuple(f"{module}.{name}" for module in self.star_modules() if self._star_may_bind(module, name))
        if name in _BUILTINS:
            return (*starred, f"builtins.{name}")
        return starred

    def _star_may_bind(self, module: str, name: str) -> bool:
        if self.tracer.is_ours(module):
            return self.tracer.offers(module, name)
        return not name.startswith("_") and name not in _BUILTINS

    def star_modules(self) -> list[str]:
        """Return the modules that this file imports everything from."""
        if self._star_modules is None:
            self._star_modules = [
                source
                for node in self.tree.nodes_with(["import"])
                if isinstance(node, ast.ImportFrom) and node.names[0].name == "*" and (source := self.source_of(node))
            ]
        return self._star_modules

    def source_of(self, node: ast.ImportFrom) -> str:
        """Return the absolute module that a `from` import names."""
        return absolute(self.module, self.is_package, node)

    def values(self, binding: Binding) -> tuple[str, ...]:
        """Return the dotted names that a binding gives its name, empty where it is any other value."""
        node = binding.node
        if node in self._meanings:
            return self._meanings[node]
        if node in self._resolving or len(self._resolving) > LONGEST_ALIAS_CHAIN:
            return ()
        self._resolving.add(node)
        self._meanings[node] = tuple(self._values(node, binding.scope))
        self._resolving.discard(node)
        return self._meanings[node]

    def _values(self, node: ast.AST, scope: Scope) -> Iterator[str]:
        match node:
            case ast.alias():
                yield from self.imported(node)
            case ast.arg():
                yield from self._parameter(node)
            case ast.ClassDef() if self.module:
                yield f"{self.module}.{self.name_within(node)}"
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                if self.module and not isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    yield f"{self.module}.{self.name_within(node)}"
            case ast.Name():
                value = self.value_of(node)
                if value is not None:
                    yield from self.resolve(value)

    def value_of(self, target: ast.Name) -> ast.expr | None:
        """Return the expression whose value a stored name receives, `None` where it is not plain."""
        return _value_of(self._assignment(target), target)

    def name_within(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> str:
        """Return the qualified name of a definition, as Python has it: `Outer.inner`, `function.<locals>.Inner`."""
        parts, scope = [node.name], self.scope_of(node)
        while isinstance(scope, Definition):
            parts += [scope.name] if isinstance(scope, ast.ClassDef) else [LOCALS, scope.name]
            scope = self.scope_of(scope)
        return ".".join(reversed(parts))

    def _parameter(self, node: ast.arg) -> Iterator[str]:
        if node.arg in FIXTURES:
            yield FIXTURES[node.arg]
        elif isinstance(node.annotation, (ast.Name, ast.Attribute)):
            yield from (name for name in self.resolve(node.annotation) if name in FIXTURES.values())

    def imported(self, alias: ast.alias) -> tuple[str, ...]:
        """Return what the local name of an import stands for."""
        statement = self.tree.parents[alias]
        if isinstance(statement, ast.ImportFrom):
            source = self.source_of(statement)
            return (f"{source}.{alias.name}",) if source else ()
        return (alias.name if alias.asname else alias.name.partition(".")[0],)


def _value_of(owner: ast.AST | None, target: ast.Name) -> ast.expr | None:
    """Return the part of an assignment's value that a target receives, `None` where that is not plain."""
    match owner:
        case ast.NamedExpr() | ast.AnnAssign():
            return owner.value
        case ast.Assign():
            for whole in owner.targets:
                value = _matching(whole, owner.value, target)
                if value is not None:
                    return value
    return None


def _matching(whole: ast.expr, value: ast.expr, target: ast.Name) -> ast.expr | None:
    if whole is target:
        return value
    match whole, value:
        case ((ast.Tuple() | ast.List()), (ast.Tuple() | ast.List())) if len(whole.elts) == len(value.elts):
            for one, its_value in zip(whole.elts, value.elts, strict=True):
                found = _matching(one, its_value, target)
                if found is not None:
                    return found
    return None


def _is_deletion(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del)


def _arm(parent: ast.AST, child: ast.AST) -> str:
    """Return the name of the branch of a compound statement that a direct child lies in."""
    for name in ("body", "handlers", "orelse", "finalbody"):
        if any(child is item for item in getattr(parent, name, ())):
            return name
    return "head"


def _exclude(one: Sequence[tuple[ast.AST, str]], other: Sequence[tuple[ast.AST, str]]) -> bool:
    """Tell whether two places lie in branches of one statement that never both run."""
    for (statement, arm), (its_statement, its_arm) in zip(one, other, strict=False):
        if statement is not its_statement:
            return isinstance(statement, (ast.ExceptHandler, ast.match_case))
        if arm != its_arm:
            return {arm, its_arm} == ({"body", "orelse"} if isinstance(statement, ast.If) else {"handlers", "orelse"})
    return False
