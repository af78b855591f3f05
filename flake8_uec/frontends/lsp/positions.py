"""Positions as editors have them: 0-based lines, and columns in the units that client and server agreed on."""

from __future__ import annotations

from lsprotocol import types

from flake8_uec.model.diagnostic import Range
from flake8_uec.model.source import Position, Source, Span
from flake8_uec.model.values import dataclass

_WIDTHS = {"utf-8": 1, "utf-16": 2, "utf-32": 4}
"""Bytes a unit."""


@dataclass(frozen=True, slots=True)
class Units:
    """What a client counts columns in: `utf-16` unless both sides want another."""

    encoding: str = "utf-16"

    def count(self, text: str) -> int:
        """Return how many units a text is long."""
        if text.isascii():
            return len(text)
        width = _WIDTHS[self.encoding]
        codec = self.encoding if width == 1 else f"{self.encoding}-le"
        return len(text.encode(codec, "surrogatepass")) // width

    def characters(self, line: str, units: int) -> int:
        """Return how many characters so many units from the start of a line are; the line's end is the most.

        A position within a character is one before it.
        """
        if line.isascii() or self.encoding == "utf-32":
            return min(units, len(line))
        low, high = 0, len(line)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.count(line[:middle]) <= units else (low, middle - 1)
        return low

    def offset(self, source: Source, position: types.Position) -> int:
        """Return the offset of a client's position; one past the text is its end."""
        if position.line >= len(source.line_starts):
            return len(source.text)
        start, end = source.line_span(position.line + 1)
        return start + self.characters(source.text[start:end], position.character)

    def position(self, source: Source, position: Position) -> types.Position:
        """Return a position of ours as the client has it."""
        before = source.line(position.line)[: position.column - 1]
        return types.Position(position.line - 1, self.count(before))

    def range(self, source: Source, where: Range) -> types.Range:
        """Return a range of ours as the client has it."""
        return types.Range(self.position(source, where.start), self.position(source, where.end))

    def span(self, source: Source, span: Span) -> types.Range:
        """Return a span of a source as the client has it."""
        return self.range(source, Range(source.position(span.start), source.position(span.end)))
