"""One call in the place of a creation and of the statements right after it that set its fields."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from flake8_uec.model.diagnostic import Edit
from flake8_uec.model.source import Span
from flake8_uec.model.values import dataclass
from flake8_uec.semantics.imports import LONGEST_LINE
from flake8_uec.semantics.mocks import Field
from flake8_uec.semantics.module import Module

_GAP = re.compile(r"[ \t\f]*(#[^\r\n]*)?((?:\r\n?|\n)[ \t\f]*(?:#[^\r\n]*)?)*")
_COMMENT = re.compile(r"#[^\r\n]*")
_LINE_BREAK = re.compile(r"(?:\r\n?|\n)(?=[^\r\n])")
_OPEN_STRING = re.compile(r'"""|\'\'\'|\\[\r\n]')
"""What may hold line breaks that mean themselves."""

_STEP = "    "
_REST = re.compile(r"[ \t\f]*(#[^\r\n]*)?(?=[\r\n]|\Z)")
"""What may stand behind a statement on its line."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument to be written, and the statement that it takes the place of, `None` where there is none."""

    name: str
    text: str
    statement: ast.stmt | None = None


@dataclass(frozen=True, slots=True)
class _Remarks:
    """The comments around a statement: on lines of their own above it, and behind it on its line."""

    above: tuple[str, ...] = ()
    behind: str = ""


def argument(name: str, field: Field, module: Module) -> Argument | None:
    """Return a field as an argument, `None` where its value cannot stand as one, or a comment would be lost."""
    if field.value is None:
        return None
    text = _spelled(field, field.value, module)
    return Argument(name, text, field.statement) if _is_argument(text) and not _has_comment(field, module) else None


def _is_argument(text: str) -> bool:
    """Tell whether an expression can be an argument as it is written: no tuple without parentheses, no `yield`."""
    try:
        ast.parse(f"made(name={text})", mode="eval")
    except SyntaxError:
        return False
    return True


def _has_comment(field: Field, module: Module) -> bool:
    """Tell whether a comment lies in the call that sets a field, in or beside one of its values."""
    return isinstance(field.statement, ast.Expr) and "#" in module.source.text[slice(*module.span(field.statement))]


def _spelled(field: Field, value: ast.expr, module: Module) -> str:
    """Return the text of a value: of one that is assigned with its own parentheses, and a step to the right."""
    source, (start, end) = module.source, module.span(value)
    match field.statement:
        case ast.Assign(targets=[target]) as statement:
            text = source.text[module.span(target).end : module.span(statement).end].lstrip(" \t\r\n\\=")
            return text if _OPEN_STRING.search(text) else _LINE_BREAK.sub(rf"\g<0>{_STEP}", text)
    return source.text[start:end]


def rewritten(
    creation: ast.expr, others: Sequence[ast.stmt], callee: str, arguments: Sequence[Argument], module: Module
) -> Edit | None:
    """Return the edit that writes a call in the place of a creation and of the statements that follow it.

    It stands on one line where that is short enough and no comment lies between, else with an argument a line, each
    with its comments. `None` where a comment would be lost, or where the place is not laid out plainly.
    """
    span, source, remarks = module.span(creation), module.source, _remarks(creation, others, module)
    if remarks is None or "#" in source.text[slice(*span)]:
        return None
    before = source.text[source.line_span(source.line_number(span.start)).start : span.start]
    rest = _rest(creation, others, module)
    line = f"{callee}({', '.join(f'{one.name}={one.text}' for one in arguments)})"
    is_bare = not any(one.above or one.behind for one in remarks[:-1]) and not remarks[-1].above
    if is_bare and len(line.splitlines()) == 1 and len(before) + len(line) <= LONGEST_LINE:
        return Edit(Span(span.start, rest.start if remarks[-1].behind else rest.end), line)
    indent = before[: len(before) - len(before.lstrip())]
    statement = module.parent(creation)
    if statement is None or module.span(statement).start != span.start - len(before) + len(indent) or not arguments:
        return None
    lines = [f"{callee}({_spaced(remarks[0].behind)}", *_lines(arguments, dict(zip(others, remarks[1:], strict=True)))]
    inner = source.newline + indent + ("\t" if indent.endswith("\t") else _STEP)
    return Edit(Span(span.start, rest.end), f"{inner.join(lines)}{source.newline}{indent})")


def _rest(creation: ast.expr, others: Sequence[ast.stmt], module: Module) -> Span:
    """Return what goes with the last statement on its line: blanks and a comment, nothing behind a creation alone."""
    end = module.span(others[-1] if others else creation).end
    found = _REST.match(module.source.text, end) if others else None
    return Span(end, found.end() if found is not None else end)


def _remarks(creation: ast.expr, others: Sequence[ast.stmt], module: Module) -> list[_Remarks] | None:
    """Return the comments of a creation and of each statement after it, `None` where more than those lies between."""
    ends = [module.span(one).end for one in (creation, *others)]
    starts = [module.span(one).start for one in others]
    found: list[_Remarks] = []
    above: tuple[str, ...] = ()
    for end, start in zip(ends, starts, strict=False):
        gap = module.source.text[end:start]
        if not _GAP.fullmatch(gap):
            return None
        first, *rest = gap.splitlines()
        found.append(_Remarks(above, "".join(_COMMENT.findall(first))))
        above = tuple(_COMMENT.findall("\n".join(rest)))
    behind = _COMMENT.findall(module.source.text[slice(*_rest(creation, others, module))])
    return [*found, _Remarks(above, "".join(behind))]


def _lines(arguments: Sequence[Argument], remarks: Mapping[ast.stmt, _Remarks]) -> Iterator[str]:
    """Yield the lines inside the parentheses, without their indentation."""
    for statement, group in groupby(arguments, lambda one: one.statement):
        remark = remarks.get(statement, _Remarks()) if statement is not None else _Remarks()
        lines = [f"{one.name}={one.text}," for one in group]
        yield from (*remark.above, *lines[:-1], lines[-1] + _spaced(remark.behind))


def _spaced(comment: str) -> str:
    return f"  {comment}" if comment else ""
