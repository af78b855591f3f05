"""Every place of a file that reads what one import binds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_uec.model.source import Span
from flake8_uec.model.values import dataclass
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.names import Binding
from flake8_uec.semantics.references import Form

_NO_PROSE = re.compile(r"[\w.\[\],|]+")
"""A string that may name something: an entry of `__all__`, a type."""


@dataclass(frozen=True, slots=True)
class Use:
    """A place that reads a name.

    node: the name, or the literal of an annotation that is a string.
    span: where the name itself stands.
    is_annotation: nothing but an annotation of a parameter, a result or a variable reads it.
    """

    node: ast.Name | ast.Constant
    span: Span
    is_annotation: bool


def uses(module: Module, binding: Binding, name: str) -> list[Use] | None:
    """Return every use of what an import binds, in no order.

    `None` where one of them cannot be told: where the name may mean something else there, or where a string
    names it that is no annotation (an entry of `__all__`, the target of a patch).
    """
    found: list[Use] = []
    for node in module.tree.nodes_with([name]):
        read = _read(module, node, binding, name)
        if read is None:
            return None
        found += read
    return found


def _read(module: Module, node: ast.AST, binding: Binding, name: str) -> list[Use] | None:
    match node:
        case ast.Name(id=its_name, ctx=ast.Load()) if its_name == name:
            return _of_name(module, node, binding)
        case ast.Constant(value=str(text)) if name in text:
            if text == f"{module.name}.{name}":
                return None
            return _of_string(module, node, binding, name) if _alone(name).search(text) else []
    return []


def _alone(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)")


def _of_name(module: Module, node: ast.Name, binding: Binding) -> list[Use] | None:
    bindings = [one.node for one in module.names.reaching(node) or ()]
    if binding.node not in bindings:
        return []
    span = module.span(node)
    is_plain = len(bindings) == 1 and module.source.text[slice(*span)] == node.id  # not so in an f-string
    return [Use(node, span, _is_annotation(module, node))] if is_plain else None


def _of_string(module: Module, literal: ast.Constant, binding: Binding, name: str) -> list[Use] | None:
    read = [one for one in _names_in(module, literal) if one.id == name]
    if not read:
        return None if _NO_PROSE.fullmatch(str(literal.value)) else []
    if any([one.node for one in module.names.reaching(each) or ()] != [binding.node] for each in read):
        return None
    start, end = module.span(literal)
    spans = [Span(*one.span()) for one in _alone(name).finditer(module.source.text, start, end)]
    return [Use(literal, span, _is_annotation(module, literal)) for span in spans] if len(spans) == len(read) else None


def _names_in(module: Module, literal: ast.Constant) -> Iterator[ast.Name]:
    """Yield the names that a string annotation reads, as far as the policy speaks of them."""
    for reference in module.references:
        if reference.form is Form.STRING and reference.node is literal and isinstance(reference.expression, ast.Name):
            yield reference.expression


def _is_annotation(module: Module, node: ast.AST) -> bool:
    child, parent = node, module.parent(node)
    while isinstance(parent, ast.expr) and not isinstance(parent, (ast.Call, ast.Lambda)):
        child, parent = parent, module.parent(parent)
    match parent:
        case ast.arg() | ast.AnnAssign():
            # In a class, an annotation may be data: a field of a dataclass or of a model.
            return parent.annotation is child and not isinstance(module.parent(parent), ast.ClassDef)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return parent.returns is child
    return False
