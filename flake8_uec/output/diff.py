"""What fixes did to a file, as a unified diff."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_uec.output.ansi import ADDED, REMOVED, Paint, painter
from flake8_uec.output.changes import split_lines

_STYLES = {"-": REMOVED, "+": ADDED}

_VISIBLE = str.maketrans("\x07\x08\x1b\x7f", "\u2407\u2408\u241b\u2421")
"""What would drive a terminal; all else stays as it is, for a diff is also applied."""


def render(path: str, before: str, after: str, *, color: bool = False) -> Iterator[str]:
    """Yield ruff's `--diff` of one file, an empty line after it; nothing where the texts are the same.

    path: as a reader sees it; `""` leaves out the lines that name the file.
    """
    from difflib import unified_diff  # noqa: PLC0415 -- slow to import

    paint = painter(color)
    lines = unified_diff(split_lines(before), split_lines(after))
    if next(lines, None) is None:
        return
    next(lines)
    if path:
        name = path.translate(_VISIBLE)
        yield f"--- {paint(REMOVED, name)}\n+++ {paint(ADDED, name)}\n"
    for line in lines:
        yield _line(line.translate(_VISIBLE), paint)
    yield "\n"


def _line(line: str, paint: Paint) -> str:
    sign, text = line[0], line[1:]
    style = _STYLES.get(sign)
    shown = paint(style, sign) + paint(style, text) if style else line
    if line.endswith(("\n", "\r")):
        return shown
    return shown + paint(REMOVED, "\n\\ No newline at end of file") + "\n"
