"""Rows as a table: aligned for a terminal, or in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

Row = Sequence[str]

_SPECIAL = re.compile(r"[\\`*\[\]<>|\r\n]|(?<![^\W_])_|_(?![^\W_])")


def render_text(head: Row, rows: Sequence[Row]) -> Iterator[str]:
    """Yield aligned lines; a column of numbers goes to the right."""
    every = [head, *rows]
    widths = [max(len(row[at]) for row in every) for at in range(len(head))]
    right = [bool(rows) and all(row[at].isdecimal() for row in rows) for at in range(len(head))]
    for row in every:
        cells = (
            cell.rjust(width) if to else cell.ljust(width) for cell, width, to in zip(row, widths, right, strict=True)
        )
        yield "  ".join(cells).rstrip() + "\n"


def render_markdown(head: Row, rows: Sequence[Row]) -> Iterator[str]:
    """Yield a table in Markdown; what would end a cell is escaped."""
    yield _markdown_row(head)
    yield "|" + "---|" * len(head) + "\n"
    yield from map(_markdown_row, rows)


def _markdown_row(row: Row) -> str:
    return "| " + " | ".join(map(escaped, row)) + " |\n"


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is; an underscore within a word means nothing there."""
    return _SPECIAL.sub(lambda found: " " if found[0] in "\r\n" else f"\\{found[0]}", text)
