"""Which words differ between lines and those that replace them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from flake8_uec.output.alignment import align

_WORD = re.compile(r"\s+|\S+")

_ALIKE = 0.5
"""Lines that have less in common, out of 1, differ as a whole."""


class Segment(NamedTuple):
    """A part of a line, and whether it is among what differs."""

    text: str
    differs: bool


Lines = list[list[Segment]]
"""A line each, in segments."""


class _Word(NamedTuple):
    line: int
    text: str


def compare(removed: Sequence[str], added: Sequence[str]) -> tuple[Lines, Lines]:
    """Split lines, and those that replace them, into what differs and what does not; where they are hardly
    alike, nothing is told apart."""
    whole = [[Segment(line, False)] for line in removed], [[Segment(line, False)] for line in added]
    if 2 * min(len(removed), len(added)) < _ALIKE * (len(removed) + len(added)):
        return whole
    old, new = _words(removed), _words(added)
    runs = list(align([word.text for word in old], [word.text for word in new]))
    if 2 * sum(len(old[run.old]) for run in runs if not run.differs) < _ALIKE * (len(old) + len(new)):
        return whole
    return (
        _lines(len(removed), ((old[run.old], run.differs) for run in runs)),
        _lines(len(added), ((new[run.new], run.differs) for run in runs)),
    )


def _words(lines: Sequence[str]) -> list[_Word]:
    return [_Word(number, word) for number, line in enumerate(lines) for word in _WORD.findall(line)]


def _lines(count: int, runs: Iterable[tuple[list[_Word], bool]]) -> Lines:
    lines: Lines = [[] for _ in range(count)]
    for words, differs in runs:
        for number, group in groupby(words, key=lambda word: word.line):
            lines[number] += _segments("".join(word.text for word in group), differs)
    return lines


def _segments(text: str, differs: bool) -> list[Segment]:
    """A line break never counts as different."""
    body = text.rstrip("\r\n") if differs else text
    parts = (Segment(body, differs), Segment(text[len(body) :], False))
    return [part for part in parts if part.text]
