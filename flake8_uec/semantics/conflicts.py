"""Conflict markers that a merge left behind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import pairwise, zip_longest
from typing import TypeAlias

from flake8_uec.model.diagnostic import Edit
from flake8_uec.model.source import Span
from flake8_uec.model.values import dataclass

_MARKER = re.compile(r"(?:\A|(?<=[\r\n]))(?:={7}|(?:<{7}|\|{7}|>{7})(?: [^\r\n]*)?)(?=[\r\n]|\Z)")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_FENCE = re.compile(r" {0,3}(~~~+|```+(?=[^`]*\Z))")
"""A line that opens or closes a block; what has backticks again further on is code within a line."""


class Part(Enum):
    """The kinds of markers."""

    START = "start"
    BASE = "base"
    MIDDLE = "middle"
    END = "end"


_PARTS = {"<": Part.START, "|": Part.BASE, "=": Part.MIDDLE, ">": Part.END}


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker: what it opens or closes, its 1-based line, and the span of that line without its break."""

    part: Part
    line: int
    span: Span


Conflict: TypeAlias = dict[Part, Marker]
"""The markers of one conflict; some are missing where it was half removed."""


def find_markers(text: str, *, markdown: bool = False) -> list[Marker]:
    """Return the markers of a text, in order. In Markdown, fenced blocks are left out."""
    markers = (one for conflict in _conflicts(text, markdown) for one in conflict.values())
    return sorted(markers, key=lambda one: one.line)


def resolutions(text: str, side: str, *, markdown: bool = False) -> dict[Marker, tuple[Edit, ...]]:
    """Return the edits that keep one side, `ours` or `theirs`, of the conflict that a marker belongs to.

    A conflict that misses a marker has none, nor has one that lies in another, or holds one.
    """
    found: dict[Marker, tuple[Edit, ...]] = {}
    for conflict in _alone(_conflicts(text, markdown)):
        if conflict.keys() >= {Part.START, Part.MIDDLE, Part.END}:
            found.update(dict.fromkeys(conflict.values(), _keep(text, conflict, side)))
    return found


def _alone(conflicts: Sequence[Conflict]) -> Iterator[Conflict]:
    """Yield the conflicts, given in the order of their first lines, that share no line with another."""
    end = 0
    for conflict, following in zip_longest(conflicts, conflicts[1:]):
        lines = [marker.line for marker in conflict.values()]
        next_line = next(iter(following.values())).line if following else lines[-1] + 1
        if end < lines[0] and lines[-1] < next_line:
            yield conflict
        end = max(end, lines[-1])


def _keep(text: str, conflict: Conflict, side: str) -> tuple[Edit, ...]:
    """Delete the lines of a whole conflict but those of one side."""
    start, middle, end = conflict[Part.START], conflict[Part.MIDDLE], conflict[Part.END]
    kept = {"ours": (start, conflict.get(Part.BASE, middle)), "theirs": (middle, end)}
    before, behind = kept[side]
    gone = (start, before), (behind, end)
    return tuple(Edit(Span(one.span.start, _next_line(text, other.span.end)), "") for one, other in gone)


def _next_line(text: str, end: int) -> int:
    """Return the offset behind the line break at the end of a line."""
    found = _LINE_BREAK.match(text, end)
    return found.end() if found else end


def sides(text: str) -> tuple[str, str] | None:
    """Return a conflicted text as ours and as theirs, `None` where it has no markers.

    The other side, the base and the markers become empty lines, so that lines keep their numbers. Where a
    marker is missing, the lines that it would part from their surroundings belong to both.
    """
    conflicts = _conflicts(text)
    if not conflicts:
        return None
    ours = [span for one in conflicts for span in _dropped(one, Part.START)]
    theirs = [span for one in conflicts for span in _dropped(one, Part.MIDDLE)]
    return _blank(text, ours), _blank(text, theirs)


def _conflicts(text: str, markdown: bool = False) -> list[Conflict]:
    """Return the conflicts of a text, whole and half removed ones. Mere underlines belong to none."""
    if not any(bars in text for bars in ("<<<<<<<", ">>>>>>>", "|||||||")):
        return []
    markers = _candidates(_without_fences(text) if markdown else text)
    closed = _closed_starts(markers)
    found: list[Conflict] = []
    open_conflicts: list[Conflict] = []
    for marker, following in zip_longest(markers, markers[1:]):
        conflict = _conflict_of(marker, following, open_conflicts, closed)
        if conflict is not None:
            if not conflict:
                found.append(conflict)
            conflict[marker.part] = marker
    return found


def _candidates(text: str) -> list[Marker]:
    found, line, at = [], 1, 0
    for match in _MARKER.finditer(text):
        line += len(_LINE_BREAK.findall(text, at, match.start()))
        at = match.start()
        found.append(Marker(_PARTS[text[at]], line, Span(*match.span())))
    return found


def _closed_starts(markers: Iterable[Marker]) -> set[Marker]:
    """Return the starts that have an end, matched as brackets are."""
    closed: set[Marker] = set()
    open_starts: list[Marker] = []
    for marker in markers:
        if marker.part is Part.START:
            open_starts.append(marker)
        elif marker.part is Part.END and open_starts:
            closed.add(open_starts.pop())
    return closed


def _conflict_of(
    marker: Marker, following: Marker | None, open_conflicts: list[Conflict], closed: set[Marker]
) -> Conflict | None:
    """Return the conflict that a marker belongs to, an empty one where it begins it; `None`: an underline.

    Seven equals signs part the sides of an open conflict, once, or stand right before an end that has no
    start. A start without an end holds until the next start.
    """
    match marker.part:
        case Part.END:
            return open_conflicts.pop() if open_conflicts else {}
        case Part.START:
            if open_conflicts and open_conflicts[-1].get(Part.START) not in closed:
                open_conflicts.pop()
        case part if open_conflicts:
            if open_conflicts[-1].keys().isdisjoint((part, Part.MIDDLE)):
                return open_conflicts[-1]
            return None if part is Part.MIDDLE else {}
        case Part.MIDDLE if following is None or following.part is not Part.END:
            return None
    open_conflicts.append({})
    return open_conflicts[-1]


def _dropped(conflict: Conflict, side: Part) -> Iterator[Span]:
    """Yield what one side of a conflict lacks: its markers, and what lies between those of other parts."""
    yield from (marker.span for marker in conflict.values())
    for marker, following in pairwise(conflict.values()):
        between = Span(marker.span.end, following.span.start)
        if marker.part is not side and (marker.part, following.part) in _SECTIONS:
            yield between


_SECTIONS = {
    (Part.START, Part.BASE),
    (Part.START, Part.MIDDLE),
    (Part.BASE, Part.MIDDLE),
    (Part.MIDDLE, Part.END),
}
"""The neighbours that enclose one part. Between any others, a marker was removed."""


def _blank(text: str, spans: Iterable[Span]) -> str:
    """Blank parts of a text, which may lie in one another; line breaks stay."""
    kept, at = [], 0
    for start, end in sorted(spans):
        if end > at:
            kept += [text[at:start], *_LINE_BREAK.findall(text, max(start, at), end)]
            at = end
    return "".join(_apart([*kept, text[at:]]))


def _apart(parts: Iterable[str]) -> Iterator[str]:
    """Yield parts of a text so that a return and a line feed, of two lines, do not become one break."""
    last = ""
    for part in filter(None, parts):
        if last == "\r" and part[0] == "\n":
            yield "\r"
        yield part
        last = part[-1]


def _without_fences(text: str) -> str:
    """Blank the fenced blocks of Markdown; lines and offsets stay."""
    out, fence = [], ""
    for line in _LINE.findall(text):
        match = _FENCE.match(line)
        inside = bool(fence)
        if match and not fence:
            fence = match.group(1)
        elif match and match.group(1).startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        out.append(re.sub(r"[^\r\n]", " ", line) if inside else line)
    return "".join(out)
