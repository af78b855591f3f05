"""Edits as whole lines that are removed and added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from flake8_uec.model.diagnostic import Edit
from flake8_uec.model.source import Source
from flake8_uec.output.alignment import align


class Change(NamedTuple):
    """Neighbouring lines that give way to others; each keeps its line break.

    `line` is the first of them, 1-based; where none is removed, the one that the others come before.
    """

    line: int
    removed: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def end(self) -> int:
        """The line after those that are removed."""
        return self.line + len(self.removed)


def split_lines(text: str) -> list[str]:
    """Split where `Source` does; each line keeps its line break."""
    starts = Source("", text).line_starts
    lines = [text[start:end] for start, end in pairwise([*starts, len(text)])]
    return lines if text[starts[-1] :] else lines[:-1]


def changes(source: Source, edits: Sequence[Edit]) -> Iterator[Change]:
    """Yield what edits do to the lines, in order; between two changes lies a line at least that stays."""
    for group in _neighbours(source, edits):
        first, last = (source.line_number(offset) for offset in (group[0].span.start, group[-1].span.end))
        before, after = _before_and_after(source, first, last, group)
        for run in align(before, after):
            if run.differs:
                yield Change(first + run.old.start, tuple(before[run.old]), tuple(after[run.new]))


def _neighbours(source: Source, edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """Yield groups of edits between which no line stays as it is."""
    group: list[Edit] = []
    for edit in edits:
        if group and source.line_number(edit.span.start) > source.line_number(group[-1].span.end) + 1:
            yield group
            group = []
        group.append(edit)
    if group:
        yield group


def _before_and_after(source: Source, first: int, last: int, edits: Sequence[Edit]) -> tuple[list[str], list[str]]:
    """Return the lines from the first to the last, without and with the edits, which lie in them."""
    starts = source.line_starts
    start, end = starts[first - 1], starts[last] if last < len(starts) else len(source.text)
    parts, place = [], start
    for edit in edits:
        parts += [source.text[place : edit.span.start], edit.content]
        place = edit.span.end
    return split_lines(source.text[start:end]), split_lines("".join([*parts, source.text[place:end]]))
