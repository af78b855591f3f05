"""Which part of lines that are too long for a terminal to show."""

from __future__ import annotations

from collections.abc import Sequence

from flake8_uec.model.values import dataclass
from flake8_uec.output.ansi import width

_TERMINAL_COLUMNS = 140
"""Ruff's, whatever the terminal: the same output everywhere."""

_ROOM = 6
"""Columns kept free on either side of a mark."""

_INDENT_SHOWN = 22
"""How much of a deep indentation stays."""


@dataclass(frozen=True, slots=True)
class Crop:
    """A window over lines: its first terminal column, and how many it shows."""

    left: int
    columns: int

    def apply(self, text: str, ellipsis: str) -> str:
        """Return the part of a line in the window; the ellipsis stands for each end that is cut off."""
        left, room = "", self.columns
        if self.left:
            left, room, text = ellipsis, room - 1, _drop(text, self.left + 1)
        if width(text) > room:
            text = _take(text, room - 1) + ellipsis
        return left + text


def fit(lines: Sequence[str], start: int, end: int, number_width: int) -> Crop:
    """Choose the window for lines whose marks reach from column `start` to `end`."""
    columns = _TERMINAL_COLUMNS - number_width - len(" | ")
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    left = indent - _INDENT_SHOWN if indent > _INDENT_SHOWN + 4 else 0
    if max(map(width, lines)) - left <= columns:
        return Crop(left, columns)
    indent, start, end = max(indent - _ROOM, 0), max(start - _ROOM, 0), end + _ROOM
    if end - indent <= columns:
        return Crop(indent, columns)
    if end - start <= columns:
        return Crop(max(start - (columns - end + start) // 2, 0), columns)
    return Crop(start, end - start)


def _drop(text: str, columns: int) -> str:
    for index, character in enumerate(text):
        if columns <= 0:
            return " " * -columns + text[index:]
        columns -= width(character)
    return ""


def _take(text: str, columns: int) -> str:
    for index, character in enumerate(text):
        columns -= width(character)
        if columns < 0:
            return text[:index]
    return text
