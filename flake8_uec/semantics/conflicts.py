"""Conflict markers that a merge left behind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from flake8_uec.model.source import Span

_MARKER = re.compile(r"(?:^|(?<=[\r\n]))(<{7}|\|{7}|={7}|>{7})(?: [^\r\n]*)?(?=\r|\n|\Z)")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)", re.MULTILINE)


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


def find_markers(text: str, *, markdown: bool = False) -> list[Marker]:
    """Return the markers of a text, in order. In Markdown, fenced blocks are left out."""
    if not any(bars in text for bars in ("<<<<<<<", ">>>>>>>", "|||||||")):
        return []
    markers = _candidates(_without_fences(text) if markdown else text)
    return [one for index, one in enumerate(markers) if one.part is not Part.MIDDLE or _separates(markers, index)]


def _candidates(text: str) -> list[Marker]:
    found, line, at = [], 1, 0
    for match in _MARKER.finditer(text):
        line += len(_LINE_BREAK.findall(text, at, match.start()))
        at = match.start()
        part = _PARTS[match.group(1)[0]]
        if part is not Part.MIDDLE or match.group() == "=======":
            found.append(Marker(part, line, Span(*match.span())))
    return found


def _separates(markers: list[Marker], index: int) -> bool:
    """Tell whether seven equals signs part two sides, or merely underline a heading.

    They do between an open start and its end, once; or before an end that has neither a start nor another
    middle.
    """
    before = next((one.part for one in reversed(markers[:index]) if one.part is not Part.MIDDLE), None)
    if before in (Part.START, Part.BASE):
        return _is_nearest(markers, index)
    after = next((one.part for one in markers[index + 1 :]), None)
    return after is Part.END


def _is_nearest(markers: list[Marker], index: int) -> bool:
    """Of several between a start and its end, tell whether this one is the first."""
    return markers[index - 1].part is not Part.MIDDLE


def _without_fences(text: str) -> str:
    """Blank the fenced blocks of Markdown; lines and offsets stay."""
    out, fence, at = [], "", 0
    for line in text.splitlines(keepends=True):
        match = _FENCE.match(line)
        inside = bool(fence)
        if match and not fence:
            fence = match.group(1)
        elif match and match.group(1).startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        out.append(re.sub(r"[^\r\n]", " ", line) if inside else line)
        at += len(line)
    return "".join(out)


def sides(text: str) -> tuple[str, str] | None:
    """Return a conflicted text as ours and as theirs, `None` where it has no markers.

    The other side and the markers become empty lines, so that lines keep their numbers. A start without an
    end, and an end without a start, are dropped alone: their lines belong to both sides.
    """
    markers = find_markers(text)
    if not markers:
        return None
    return _side(text, markers, {Part.START, None}), _side(text, markers, {Part.MIDDLE, None})


def _side(text: str, markers: list[Marker], kept: set[Part | None]) -> str:
    out, at, regions = [], 0, _regions(markers)
    for marker, region in zip(markers, regions, strict=True):
        before = text[at : marker.span.start]
        out.append(before)
        at = marker.span.end
        if region not in kept:
            end = next((one.span.start for one in markers if one.span.start >= at), len(text))
            out.append(_blank(text[at:end]))
            at = end
    out.append(text[at:])
    return "".join(out)


def _regions(markers: list[Marker]) -> list[Part | None]:
    """Return, for each marker, the side that the lines after it belong to; `None` is both.

    Lines of a nested conflict count for the innermost one.
    """
    open_sides: list[Part] = []
    regions: list[Part | None] = []
    for index, marker in enumerate(markers):
        if marker.part is Part.START:
            if any(one.part is Part.END for one in markers[index:]):
                open_sides.append(Part.START)
        elif marker.part is Part.END:
            if open_sides:
                open_sides.pop()
        elif open_sides:
            open_sides[-1] = marker.part
        elif any(one.part is Part.END for one in markers[index:]):
            open_sides.append(marker.part)
        regions.append(open_sides[-1] if open_sides else None)
    return regions


def _blank(text: str) -> str:
    return "".join(_LINE_BREAK.findall(text))
