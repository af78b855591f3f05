"""Findings below the file that they lie in, in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.output.ansi import BOLD, CYAN, RED, painter, visible
from flake8_uec.output.context import RenderContext
from flake8_uec.output.fixable import fix_mark, is_fixable


def render(diagnostics: Sequence[Diagnostic], context: RenderContext) -> Iterator[str]:
    """Yield a block for each file, an empty line after each."""
    paint = painter(context.color)
    for path, members in groupby(diagnostics, key=lambda diagnostic: diagnostic.path):
        group = list(members)
        line_width = max(len(str(one.range.start.line)) for one in group)
        column_width = max(len(str(one.range.start.column)) for one in group)
        yield paint(BOLD, visible(context.relative(path))) + f"{paint(CYAN, ':')}\n"
        for one in group:
            line, column = one.range.start
            mark = f"{fix_mark(paint, CYAN)} " if is_fixable(one, unsafe_fixes=context.unsafe_fixes) else ""
            place = f"{line:>{line_width}}{paint(CYAN, ':')}{column:<{column_width}}"
            yield f"  {place} {paint(RED, one.code)} {mark}{visible(one.text_message)}\n"
        yield "\n"
