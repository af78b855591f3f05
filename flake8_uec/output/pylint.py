"""Pylint's parseable text, which many tools read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.output.ansi import visible
from flake8_uec.output.context import RenderContext


def render(diagnostics: Sequence[Diagnostic], context: RenderContext) -> Iterator[str]:
    """Yield `path:line: [CODE] message` for each finding."""
    for one in diagnostics:
        path = visible(context.relative(one.path))
        yield f"{path}:{one.range.start.line}: [{one.code}] {visible(one.text_message)}\n"
