"""What a policy gives in place of a name, an expression with its names in full, as it is written in a file."""

from __future__ import annotations

import ast

from flake8_uec.model.diagnostic import Edit
from flake8_uec.model.policy import Deprecation
from flake8_uec.semantics.facts import dotted
from flake8_uec.semantics.imports import Imported, reach, through
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import within

_CLOSED = (ast.Attribute, ast.Call, ast.Constant, ast.Name, ast.Subscript, ast.List, ast.Tuple, ast.Dict, ast.Set)


def written(entry: Deprecation, at: ast.expr, module: Module) -> Imported | None:
    """Return how to write the expression of an entry in place of a node, `None` where a name cannot be had there."""
    names = _Names(entry.replacement, at, module)
    tree = names.visit(ast.parse(entry.expression, mode="eval").body)
    text = ast.unparse(tree)
    if not isinstance(tree, _CLOSED) and _binds_tighter(module.parent(at), at):
        text = f"({text})"
    return Imported(text, tuple(names.edits)) if names.all_had else None


class _Names(ast.NodeTransformer):
    """Writes the full names of an expression as a file has them: of `a.b.c`, `a.b` is taken from `a`.

    imported: a longer name that is imported whole.
    """

    def __init__(self, imported: str, at: ast.expr, module: Module) -> None:
        self.imported = imported
        self.at = at
        self.module = module
        self.edits: list[Edit] = []
        self.all_had = True

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        name = dotted(node)
        if not name:
            return self.generic_visit(node)
        whole = self.imported if within(name, self.imported) else ".".join(name.split(".")[:2])
        known = through(self.module, whole, self.at)
        had = Imported(known) if known else reach(self.module, whole, self.at, outside=True)
        self.all_had &= had is not None
        self.edits += had.edits if had else ()
        return ast.Name((had.expression if had else whole) + name[len(whole) :], ast.Load())


def _binds_tighter(parent: ast.AST | None, node: ast.AST) -> bool:
    """Tell whether what stands around a node would take no more than the end, or the start, of an expression."""
    match parent:
        case ast.Attribute() | ast.Await() | ast.UnaryOp() | ast.BinOp(op=ast.Pow()):
            return True
        case ast.Call(func=inner) | ast.Subscript(value=inner):
            return inner is node
    return False
