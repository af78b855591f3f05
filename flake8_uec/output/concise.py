"""One line a finding: `path:line:column: CODE message`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.output.ansi import BOLD, CYAN, RED, painter, visible
from flake8_uec.output.context import RenderContext
from flake8_uec.output.fixable import fix_mark, is_fixable


def render(diagnostics: Sequence[Diagnostic], context: RenderContext) -> Iterator[str]:
    """Yield a line for each finding."""
    paint = painter(context.color)
    colon = paint(CYAN, ":")
    for diagnostic in diagnostics:
        line, column = diagnostic.range.start
        place = f"{paint(BOLD, visible(context.relative(diagnostic.path)))}{colon}{line}{colon}{column}{colon}"
        mark = f"{fix_mark(paint, CYAN)} " if is_fixable(diagnostic, unsafe_fixes=context.unsafe_fixes) else ""
        yield f"{place} {paint(RED, diagnostic.code)} {mark}{visible(diagnostic.text_message)}\n"
