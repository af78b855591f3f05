"""Lines of source with marks under them, laid out as ruff does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flake8_uec.model.diagnostic import Range
from flake8_uec.model.source import Position, Source
from flake8_uec.model.values import dataclass
from flake8_uec.output.ansi import BRIGHT_BLUE, Paint, visible, width
from flake8_uec.output.crop import Crop, fit

_CONTEXT_LINES = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """What to underline, with what, in which style, and what to say beside it.

    A range that ends at the start of a line is drawn as ending with the line break before it.
    """

    range: Range
    sign: str
    style: str
    label: str = ""

    @property
    def first(self) -> int:
        """The first line."""
        return self.range.start.line

    @property
    def last(self) -> int:
        """The last line."""
        return self.range.end.line

    @property
    def is_block(self) -> bool:
        """Whether the mark is a bar beside its lines rather than a line under them."""
        return self.last > self.first


def make_mark(source: Source, range_: Range, sign: str, style: str, label: str = "") -> Mark:
    """Make a mark that lies within its source."""
    start, end = _within(source, range_.start), range_.end
    if end.column == 1 and start.line < end.line <= len(source.line_starts):
        end = Position(end.line - 1, len(source.line(end.line - 1)) + 2)
    else:
        end = _within(source, end)
    return Mark(Range(start, max(start, end)), sign, style, label)


def _within(source: Source, place: Position) -> Position:
    """Return the place, or the end of its line or of the file; an empty last line is no line of its own."""
    last = len(source.line_starts)
    if last > 1 and not source.line(last):
        last -= 1
    line = min(place.line, last)
    line_end = len(source.line(line)) + 1
    return Position(line, min(place.column, line_end) if line == place.line else line_end)


@dataclass(frozen=True, slots=True)
class Frame:
    """Neighbouring lines of one file and the marks on them, in order; one of the marks at most is a block."""

    source: Source
    first: int
    last: int
    marks: tuple[Mark, ...]


def frames(source: Source, marks: Sequence[Mark]) -> list[Frame]:
    """Give each mark two lines on either side, and put those together that touch."""
    result: list[Frame] = []
    for mark in sorted(marks, key=lambda mark: mark.range.start):
        frame = _frame_of(source, mark)
        if result and frame.first <= result[-1].last + 1:
            before = result.pop()
            last = max(before.last, frame.last)
            frame = Frame(source, min(before.first, frame.first), last, (*before.marks, mark))
        result.append(frame)
    return result


def _frame_of(source: Source, mark: Mark) -> Frame:
    first = max(mark.first - _CONTEXT_LINES, 1)
    while first < mark.first and not source.line(first).strip():
        first += 1
    last = max(mark.last, min(mark.last + _CONTEXT_LINES, len(source.line_starts)))
    while last > mark.last and not source.line(last).strip():
        last -= 1
    return Frame(source, first, last, (mark,))


def rows(frame: Frame, number_width: int, paint: Paint) -> Iterator[str]:
    """Yield the rows of a frame after its header; the last one is empty of source unless it is a mark."""
    layout = _Layout.of(frame, number_width, paint)
    yield layout.bar
    underlined = False
    for number in range(frame.first, frame.last + 1):
        yield layout.source_row(number)
        underlines = list(layout.mark_rows(number))
        yield from underlines
        underlined = bool(underlines)
    if not underlined:
        yield layout.bar


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the columns of one frame lie."""

    frame: Frame
    crop: Crop
    number_width: int
    paint: Paint

    @classmethod
    def of(cls, frame: Frame, number_width: int, paint: Paint) -> _Layout:
        lines = [visible(frame.source.line(number)) for number in range(frame.first, frame.last + 1)]
        ends = [place for mark in frame.marks for place in (mark.range.start, mark.range.end)]
        columns = [_column(frame.source, place) for place in ends]
        return cls(frame, fit(lines, min(columns), max(columns), number_width), number_width, paint)

    @property
    def bar(self) -> str:
        return " " * self.number_width + " " + self.paint(BRIGHT_BLUE, "|")

    @property
    def block(self) -> Mark | None:
        return next((mark for mark in self.frame.marks if mark.is_block), None)

    def source_row(self, number: int) -> str:
        line = visible(self.frame.source.line(number))
        text = self.crop.apply(line, self.paint(BRIGHT_BLUE, "…"))
        label = self.paint(BRIGHT_BLUE, f"{number:>{self.number_width}}")
        row = f"{label} {self.paint(BRIGHT_BLUE, '|')}{self._gutter(number, opens=True)} {text}"
        return row if text else row.rstrip()

    def mark_rows(self, number: int) -> Iterator[str]:
        for mark in self.frame.marks:
            if not mark.is_block and mark.first == number:
                yield f"{self.bar}{self._gutter(number)} {self._underline(mark)}"
            elif mark.is_block and number in (mark.first, mark.last):
                yield from self._block_edge(mark, number)

    def _gutter(self, number: int, *, opens: bool = False) -> str:
        """Return the column of the block's bar: empty where the frame has no block."""
        if (block := self.block) is None:
            return ""
        if number == block.first and self._starts_line(block):
            return " " + self.paint(block.style, "/" if opens else "|")
        inside = block.first < number <= block.last
        return " " + (self.paint(block.style, "|") if inside else " ")

    def _block_edge(self, mark: Mark, number: int) -> Iterator[str]:
        """Draw the line that leads from the bar to where the block starts or ends."""
        if number == mark.last:
            edge = "|" + "_" * self._place(mark.range.end) + mark.sign
        elif not self._starts_line(mark):
            edge = " " + "_" * (self._place(mark.range.start) + 1) + mark.sign
        else:
            return
        yield f"{self.bar} {self._labelled(mark, edge)}"

    def _underline(self, mark: Mark) -> str:
        start, end = self._place(mark.range.start), self._place(mark.range.end)
        return " " * start + self._labelled(mark, mark.sign * max(end - start, 1))

    def _labelled(self, mark: Mark, drawing: str) -> str:
        label = " " + self.paint(mark.style, visible(mark.label)) if mark.label else ""
        return self.paint(mark.style, drawing) + label

    def _starts_line(self, mark: Mark) -> bool:
        line = self.frame.source.line(mark.first)
        return not line[: mark.range.start.column - 1].strip()

    def _place(self, place: Position) -> int:
        return max(_column(self.frame.source, place) - self.crop.left, 0)


def _column(source: Source, place: Position) -> int:
    """Return the 0-based terminal column of a position; a line break takes one."""
    line = source.line(place.line)
    return width(visible(line[: place.column - 1])) + max(place.column - 1 - len(line), 0)
