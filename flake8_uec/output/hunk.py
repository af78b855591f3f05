"""A fix as the lines that it changes, laid out as ruff does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flake8_uec.model.diagnostic import Fix
from flake8_uec.model.source import Source
from flake8_uec.model.values import dataclass
from flake8_uec.output.ansi import ADDED, BOLD, BOLD_ADDED, BRIGHT_BLUE, RED, REMOVED, Paint, painter, visible
from flake8_uec.output.changes import Change, changes
from flake8_uec.output.words import Lines, Segment, compare

_CONTEXT_LINES = 1

_MOST_BETWEEN = 4
"""How many lines that stay are shown whole between two changes; between more, a line of dashes is."""

_DASHES = "-" * 80 + "\n"


def render(source: Source, fix: Fix, *, color: bool = False) -> str:
    """Return what a fix does to a file; empty where that is nothing. No line break ends it."""
    hunks = list(_hunks(changes(source, fix.edits)))
    if not hunks:
        return ""
    layout = _Layout(source, _number_width(source, hunks), color)
    body = _DASHES.join("".join(layout.rows(hunk, shift)) for hunk, shift in _with_shifts(hunks))
    return f"{layout.bar}\n{body}{layout.bar}"


def _hunks(all_changes: Iterable[Change]) -> Iterator[list[Change]]:
    hunk: list[Change] = []
    for change in all_changes:
        if hunk and change.line - hunk[-1].end > _MOST_BETWEEN:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


def _with_shifts(hunks: Iterable[Sequence[Change]]) -> Iterator[tuple[Sequence[Change], int]]:
    """Yield each hunk with what the ones before it add to the number of a line."""
    shift = 0
    for hunk in hunks:
        yield hunk, shift
        shift += sum(map(_growth, hunk))


def _growth(change: Change) -> int:
    return len(change.added) - len(change.removed)


def _last_line(source: Source) -> int:
    """Return the number of the last line; an empty one after the last line break is none."""
    count = len(source.line_starts)
    return count if source.line_starts[-1] < len(source.text) else count - 1


def _number_width(source: Source, hunks: Sequence[Sequence[Change]]) -> int:
    """Return the width of the last line number shown; numbers are those that lines have after the fix."""
    last = min(hunks[-1][-1].end - 1 + _CONTEXT_LINES, _last_line(source))
    return len(str(last + sum(_growth(change) for hunk in hunks for change in hunk)))


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the rows of one file look."""

    source: Source
    number_width: int
    color: bool

    @property
    def paint(self) -> Paint:
        return painter(self.color)

    @property
    def bar(self) -> str:
        return self._gutter("", self.paint(BRIGHT_BLUE, "|"))

    def rows(self, hunk: Sequence[Change], shift: int) -> Iterator[str]:
        """Yield the rows of a hunk, each with its line break."""
        line = max(hunk[0].line - _CONTEXT_LINES, 1)
        for change in hunk:
            yield from self._unchanged(line, change.line, shift)
            yield from self._changed(change, change.line + shift)
            line, shift = change.end, shift + _growth(change)
        yield from self._unchanged(line, min(line + _CONTEXT_LINES, _last_line(self.source) + 1), shift)

    def _unchanged(self, start: int, end: int, shift: int) -> Iterator[str]:
        for number in range(start, end):
            text = _visible(self.source.line(number))
            yield f"{self._gutter(str(number + shift), self.paint(BRIGHT_BLUE, '|'))}{' ' if text else ''}{text}\n"

    def _changed(self, change: Change, number: int) -> Iterator[str]:
        removed, added = self._segments(change)
        for segments in removed:
            yield self._gutter("", self.paint(RED, "-")) + self._text(segments, REMOVED)
        for new_number, segments in enumerate(added, number):
            yield self._gutter(str(new_number), self.paint(BOLD_ADDED, "+")) + self._text(segments, ADDED)

    def _segments(self, change: Change) -> tuple[Lines, Lines]:
        if self.color and change.removed and change.added:
            return compare(change.removed, change.added)
        removed, added = ([[Segment(line, False)] for line in lines] for lines in (change.removed, change.added))
        return removed, added

    def _gutter(self, number: str, sign: str) -> str:
        return f"{self.paint(BRIGHT_BLUE, number.ljust(self.number_width))} {sign}"

    def _text(self, segments: Sequence[Segment], style: str) -> str:
        """Return a line; as in ruff, its line break is painted too."""
        line = "".join(segment.text for segment in segments)
        text = "".join(self._segment(segment, style) for segment in segments)
        return (" " if line.rstrip("\r\n") else "") + text + ("" if line[-1:] in ("\r", "\n") else "\n")

    def _segment(self, segment: Segment, style: str) -> str:
        body = segment.text.rstrip("\r\n")
        painted = self.paint(style, _visible(body) + ("\n" if body != segment.text else ""))
        return self.paint(BOLD, painted) if segment.differs else painted


def _visible(text: str) -> str:
    """Show what a terminal would obey, but keep tabs: nothing stands under a line that must align with it."""
    return "\t".join(map(visible, text.split("\t")))
