"""Workflow commands of GitHub Actions, which show a finding beside its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.output.ansi import visible
from flake8_uec.output.context import RenderContext

MOST_ANNOTATIONS = 10
"""GitHub keeps so many errors of one step, and so many warnings; the others are written as plain text, which its log
shows."""

_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def render(diagnostics: Sequence[Diagnostic], context: RenderContext) -> Iterator[str]:
    """Yield a command for each of the first findings, and a line of text for each that GitHub would drop."""
    errors, warnings = ([one for one in diagnostics if one.is_error is is_error] for is_error in (True, False))
    for one in (*errors[:MOST_ANNOTATIONS], *warnings[:MOST_ANNOTATIONS]):
        properties = ",".join(f"{name}={value}" for name, value in _properties(one, context).items())
        title = f"\n  help: {one.fix.title}" if one.fix else ""
        text = visible((_text(one, context, one.message) + title).translate(_IN_MESSAGE))
        yield f"::{one.severity.value} {properties}::{text}\n"
    for one in (*errors[MOST_ANNOTATIONS:], *warnings[MOST_ANNOTATIONS:]):
        yield f"{visible(_text(one, context, one.text_message))}\n"


def _text(one: Diagnostic, context: RenderContext, message: str) -> str:
    line, column = one.range.start
    return f"{context.relative(one.path)}:{line}:{column}: {one.code} {message}"


def _properties(one: Diagnostic, context: RenderContext) -> Mapping[str, object]:
    """Columns count only within one line."""
    (line, column), (end_line, end_column) = one.range.start, one.range.end
    title, file = f"flake8-uec ({one.code})", visible(context.absolute(one.path).translate(_IN_PROPERTY))
    head = {"title": title, "file": file, "line": line}
    if line != end_line:
        return {**head, "endLine": end_line}
    return {**head, "col": column, "endLine": end_line, "endColumn": end_column}
