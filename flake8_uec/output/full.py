"""Each finding with its source, and the evidence for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from flake8_uec.model.diagnostic import Applicability, Diagnostic, Range, Related
from flake8_uec.model.source import Position, Source
from flake8_uec.model.values import dataclass
from flake8_uec.output import hunk
from flake8_uec.output.ansi import BOLD, BRIGHT_BLUE, BRIGHT_CYAN, BRIGHT_RED, YELLOW, Paint, painter, visible
from flake8_uec.output.context import RenderContext
from flake8_uec.output.fixable import fix_mark, is_fixable
from flake8_uec.output.snippet import Frame, Mark, frames, make_mark, rows

_WHOLE_FILE = Range(Position(1, 1), Position(1, 1))
"""Where a finding about a file as such lies; no line of it is shown."""

_UNSAFE = "This is an unsafe fix and may change runtime behavior"


def render(diagnostics: Sequence[Diagnostic], context: RenderContext) -> Iterator[str]:
    """Yield a block for each finding, an empty line after each."""
    paint = painter(context.color)
    for diagnostic in diagnostics:
        fixable = is_fixable(diagnostic, unsafe_fixes=context.unsafe_fixes)
        title = _title(diagnostic, paint, fixable)
        lines = (title, *_body(diagnostic, context, paint), *_help(diagnostic, context, paint))
        yield "\n".join(lines) + "\n\n"


def _title(diagnostic: Diagnostic, paint: Paint, fixable: bool) -> str:
    mark = f" {fix_mark(paint, BRIGHT_CYAN)}" if fixable else ""
    return paint(BRIGHT_RED, diagnostic.code) + mark + paint(BOLD, f" {visible(diagnostic.text_message)}")


def _help(diagnostic: Diagnostic, context: RenderContext, paint: Paint) -> Iterator[str]:
    fix = diagnostic.fix
    if fix is None:
        return
    yield paint(BRIGHT_CYAN, "help") + paint(BOLD, f": {visible(fix.title)}")
    source = context.source(diagnostic.path)
    if source is not None and (lines := hunk.render(source, fix, color=context.color)):
        yield lines
    if fix.applicability is Applicability.UNSAFE:
        yield paint(YELLOW, "note") + paint(BOLD, f": {_UNSAFE}")


@dataclass(frozen=True, slots=True)
class _Section:
    """A place, and its lines where the file can still be read; without them, `note` follows the place."""

    path: str
    place: Position
    frame: Frame | None = None
    note: str = ""


def _body(diagnostic: Diagnostic, context: RenderContext, paint: Paint) -> Iterator[str]:
    sections = list(_sections(diagnostic, context))
    number_width = max((len(str(each.frame.last)) for each in sections if each.frame), default=0)
    bar = f"{' ' * number_width} {paint(BRIGHT_BLUE, '|')}"
    last_row = bar
    for index, section in enumerate(sections):
        if last_row != bar:
            yield bar
        arrow = paint(BRIGHT_BLUE, "::: " if index else "--> ")
        line, column = section.place
        last_row = bar
        yield f"{' ' * number_width}{arrow}{visible(context.relative(section.path))}:{line}:{column}{section.note}"
        for last_row in rows(section.frame, number_width, paint) if section.frame else ():
            yield last_row


def _sections(diagnostic: Diagnostic, context: RenderContext) -> Iterator[_Section]:
    """Yield the finding's own place first, then those of evidence too far away to be shown with it."""
    near = [related for related in diagnostic.related if related.path == diagnostic.path]
    source = None if diagnostic.range == _WHOLE_FILE else context.source(diagnostic.path)
    if source is None:
        yield _Section(diagnostic.path, diagnostic.range.start)
        yield from map(_without_lines, near)
    else:
        own = make_mark(source, diagnostic.range, "^", BRIGHT_RED)
        marked = frames(source, [own, *_evidence(source, near)])
        for frame in sorted(marked, key=lambda frame: own not in frame.marks):
            place = diagnostic.range.start if own in frame.marks else frame.marks[0].range.start
            yield _Section(diagnostic.path, place, frame)
    far = [related for related in diagnostic.related if related.path != diagnostic.path]
    for path, group in groupby(far, key=lambda related: related.path):
        yield from _far_sections(path, list(group), context)


def _far_sections(path: str, group: list[Related], context: RenderContext) -> Iterator[_Section]:
    source = context.source(path)
    if source is None:
        yield from map(_without_lines, group)
    else:
        for frame in frames(source, _evidence(source, group)):
            yield _Section(path, frame.marks[0].range.start, frame)


def _without_lines(related: Related) -> _Section:
    return _Section(related.path, related.range.start, note=f": {visible(related.message)}")


def _evidence(source: Source, related: Sequence[Related]) -> list[Mark]:
    return [make_mark(source, _first_line(source, each.range), "-", BRIGHT_BLUE, each.message) for each in related]


def _first_line(source: Source, range_: Range) -> Range:
    """Cut a range off at its first line: a frame has room for one block, the finding's own."""
    start, end = range_.start, range_.end
    if end.line == start.line:
        return range_
    return Range(start, Position(start.line, len(source.line(start.line)) + 1))
