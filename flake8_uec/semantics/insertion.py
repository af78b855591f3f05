"""Edits that write a statement as the first or the last of a function."""

from __future__ import annotations

import ast

from flake8_uec.model.diagnostic import Edit
from flake8_uec.model.source import Source, Span
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.outline import first_line, walk

Function = ast.FunctionDef | ast.AsyncFunctionDef


def prepend(module: Module, function: Function, text: str) -> Edit | None:
    """Return the edit that writes a simple statement first in a function, below its docstring.

    It stands above the comments of the statement that follows, and in place of a mere `pass` or `...`. `None`
    where the function is laid out in a way that leaves no line for it.
    """
    body = _code(function)
    if not body or _is_placeholder(body):
        return append(module, function, text)
    start = module.source.offset(first_line(body[0]), body[0].col_offset)
    indent = _indent(module.source, start)
    if indent is None:
        return Edit(Span(start, start), f"{text}; ")
    line = _below_header(module.source, function, first_line(body[0]))
    if module.source.line(line - 1).endswith("\\"):
        return None
    at = module.source.line_span(line).start
    return Edit(Span(at, at), f"{indent}{text}{module.source.newline}")


def append(module: Module, function: Function, text: str) -> Edit | None:
    """Return the edit that writes a simple statement last in a function, in place of a mere `pass` or `...`.

    `None` where the function is laid out in a way that leaves no line for it.
    """
    source, body = module.source, _code(function)
    if _is_placeholder(body):
        return Edit(module.span(body[0]), text)
    indent = _indent(source, module.span(function.body[0]).start)
    end = module.span(function.body[-1]).end
    end_of_line = source.line_span(source.line_number(end)).end
    if indent is not None:
        return Edit(Span(end_of_line, end_of_line), f"{source.newline}{indent}{text}")
    is_last = not source.text[end:end_of_line].partition("#")[0].strip()
    return Edit(Span(end, end), f"; {text}") if is_last else None


def _code(function: Function) -> list[ast.stmt]:
    """Return what a function does: its body without the docstring."""
    has_docstring = ast.get_docstring(function, clean=False) is not None
    return function.body[1:] if has_docstring else function.body


def _is_placeholder(body: list[ast.stmt]) -> bool:
    match body:
        case [ast.Pass()]:
            return True
        case [ast.Expr(value=ast.Constant(value=value))]:
            return value is ...
    return False


def _indent(source: Source, offset: int) -> str | None:
    """Return what stands before an offset on its line, `None` where that is more than white space."""
    before = source.text[source.line_span(source.line_number(offset)).start : offset]
    return None if before.strip() else before


def _below_header(source: Source, function: Function, line: int) -> int:
    """Return the highest line above a line from which on only comments and blank lines come before it."""
    header = [*walk(function.args), *([function.returns] if function.returns else [])]
    docstring = [one for one in function.body[:1] if one not in _code(function)]
    ends = (getattr(node, "end_lineno", None) or 0 for node in (*header, *docstring))
    lowest = max(function.lineno, *ends)
    while line - 1 > lowest and source.line(line - 1).strip()[:1] in ("", "#"):
        line -= 1
    return line
