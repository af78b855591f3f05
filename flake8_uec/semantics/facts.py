"""Read from a tree what its module offers to others."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from flake8_uec.model.facts import ClassFacts, Facts, Member
from flake8_uec.semantics.describe import describe, function, made_by, statements

_BUILTINS = frozenset(dir(builtins))


def absolute(module: str, is_package: bool, node: ast.ImportFrom) -> str:
    """Return the absolute name of the module that a `from` import names, `""` where it leaves the tree."""
    if not node.level:
        return node.module or ""
    parts = module.split(".") if module else []
    keep = len(parts) - node.level + (1 if is_package else 0)
    if keep <= 0:
        return ""
    return ".".join([*parts[:keep], *([node.module] if node.module else [])])


def dotted(node: ast.AST) -> str:
    """Return `a.b.c` of a chain of names, `""` of any other expression."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id, *reversed(parts)])


def collect(root: ast.Module, module: str, is_package: bool, *, with_classes: bool = True) -> Facts:
    """Return the facts of a module from its tree; those of its classes cost the most."""
    collector = _Collector(module, is_package, with_classes)
    for statement, certain in _top_level(root.body, True):
        collector.add(statement, certain)
    names = {name: tuple(targets) for name, targets in collector.names.items()}
    stars, made = tuple(collector.stars), {name: tuple(functions) for name, functions in collector.made.items()}
    return Facts(module, names, stars, collector.exported, collector.classes, collector.functions, made)


def _top_level(body: list[ast.stmt], certain: bool) -> Iterator[tuple[ast.stmt, bool]]:
    """Yield the statements that run when the module is imported, and whether each one surely does."""
    for statement in body:
        yield statement, certain
        if isinstance(statement, (ast.With, ast.AsyncWith)):
            yield from _top_level(statement.body, certain)
        elif not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            for name in ("body", "orelse", "finalbody"):
                yield from _top_level(getattr(statement, name, []), False)
            for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
                yield from _top_level(part.body, False)


class _Collector:
    def __init__(self, module: str, is_package: bool, with_classes: bool) -> None:
        self.module = module
        self.with_classes = with_classes
        self.is_package = is_package
        self.names: dict[str, list[str]] = {}
        self.stars: list[str] = []
        self.exported: tuple[str, ...] | None = None
        self.classes: dict[str, ClassFacts] = {}
        self.functions: dict[str, Member] = {}
        self.made: dict[str, list[str]] = {}

    def add(self, node: ast.stmt, certain: bool) -> None:
        match node:
            case ast.Import():
                for alias in node.names:
                    target = alias.name if alias.asname else alias.name.partition(".")[0]
                    self.bind(alias.asname or target, (target,), certain)
            case ast.ImportFrom():
                self.add_import(node, certain)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                self.add_definition(node)
                self.bind(node.name, (self.own(node.name),), certain)
            case ast.Assign():
                for target_node in node.targets:
                    self.assign(target_node, node.value, certain)
            case ast.AnnAssign() if node.value is not None:
                self.assign(node.target, node.value, certain)
            case ast.AugAssign(target=ast.Name(id="__all__")):
                self.extend_exported(node.value)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="__all__")), args=[value])):
                self.extend_exported(value)
            case _:
                pass

    def add_definition(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        if not isinstance(node, ast.ClassDef):
            self.functions.setdefault(node.name, function(node, self.resolve))
        elif self.with_classes:
            self.add_class(node, node.name)

    def add_import(self, node: ast.ImportFrom, certain: bool) -> None:
        source = absolute(self.module, self.is_package, node)
        if not source:
            return
        for alias in node.names:
            if alias.name == "*":
                self.stars.append(source)
            else:
                self.bind(alias.asname or alias.name, (f"{source}.{alias.name}",), certain)

    def add_class(self, node: ast.ClassDef, name: str) -> None:
        """Take in a class and those in its body. One that is defined again in a branch keeps its first form."""
        self.classes.setdefault(name, describe(node, self.own(name), self.resolve))
        for statement in statements(node.body):
            if isinstance(statement, ast.ClassDef):
                self.add_class(statement, f"{name}.{statement.name}")

    def resolve(self, node: ast.expr) -> tuple[str, ...]:
        """Return what an expression in a class stands for, by the names that the module has bound so far."""
        chain = dotted(node)
        known = self.aliased(node)
        if known or not chain:
            return known
        return (f"builtins.{chain}",) if chain.partition(".")[0] in _BUILTINS else (self.own(chain),)

    def own(self, name: str) -> str:
        return f"{self.module}.{name}"

    def bind(self, name: str, targets: tuple[str, ...], certain: bool) -> None:
        known = self.names.setdefault(name, [])
        if certain:
            known.clear()
            self.made.pop(name, None)
        known.extend(target for target in targets if target not in known)

    def assign(self, target: ast.expr, value: ast.expr, certain: bool) -> None:
        match target, value:
            case ast.Name(id="__all__"), _:
                self.exported = _strings(value)
            case ast.Name(), _:
                self.bind(target.id, self.aliased(value) or (self.own(target.id),), certain)
                if isinstance(value, ast.Call):
                    self.made.setdefault(target.id, []).extend(made_by(value, self.resolve))
            case ((ast.Tuple() | ast.List()), (ast.Tuple() | ast.List())) if len(target.elts) == len(value.elts):
                for one, its_value in zip(target.elts, value.elts, strict=True):
                    self.assign(one, its_value, certain)
            case ((ast.Tuple() | ast.List()), _):
                for one in target.elts:
                    self.assign(one, ast.Constant(None), certain)
            case _:
                pass

    def aliased(self, value: ast.expr) -> tuple[str, ...]:
        """Return what a value that is a mere name stands for."""
        if isinstance(value, ast.IfExp):
            return self.aliased(value.body) + self.aliased(value.orelse)
        root, _, rest = dotted(value).partition(".")
        return tuple(f"{target}.{rest}" if rest else target for target in self.names.get(root, ()))

    def extend_exported(self, value: ast.expr) -> None:
        more = _strings(value) or ((value.value,) if _is_string(value) else None)  # type: ignore[attr-defined]
        self.exported = self.exported + more if self.exported is not None and more is not None else None


def _is_string(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _strings(node: ast.expr) -> tuple[str, ...] | None:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _strings(node.left), _strings(node.right)
        return left + right if left is not None and right is not None else None
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)) and all(map(_is_string, node.elts)):
        return tuple(item.value for item in node.elts)  # type: ignore[attr-defined]
    return None
