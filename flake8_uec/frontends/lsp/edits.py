"""Changes of a text as an editor makes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from lsprotocol import types

from flake8_uec.frontends.lsp.positions import Units
from flake8_uec.model.diagnostic import Edit
from flake8_uec.model.source import Source, Span


def text_edits(edits: Iterable[Edit], source: Source, units: Units) -> list[types.TextEdit]:
    """Return edits of a source as the client has them."""
    return [types.TextEdit(units.span(source, edit.span), edit.content) for edit in edits]


def difference(before: Source, after: str) -> list[Edit]:
    """Return the edits that turn a source into a text: lines that differ, none of those that stay."""
    old, new = _lines(before), _lines(Source("", after))
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    matcher = SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False)
    starts = [*before.line_starts, len(before.text)]
    return [
        _narrowed(
            Edit(Span(starts[head + first], starts[head + end]), "".join(new[head + start : head + stop])), before
        )
        for kind, first, end, start, stop in matcher.get_opcodes()
        if kind != "equal"
    ]


def _lines(source: Source) -> list[str]:
    starts = [*source.line_starts, len(source.text)]
    return [source.text[start:end] for start, end in pairwise(starts)]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many items two sequences begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))


def _narrowed(edit: Edit, source: Source) -> Edit:
    """Return an edit without what it would replace by itself at its ends, so that marks and cursors stay."""
    old, new = source.text[slice(*edit.span)], edit.content
    if "\r" in old + new:
        return edit  # the two halves of a line break must stay together
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    span = Span(edit.span.start + head, edit.span.end - tail)
    return Edit(span, new[head : len(new) - tail])


def touching(found: Iterable[types.Range], wanted: types.Range) -> Iterator[int]:
    """Yield the indices of the ranges that share a place with another, be it an end."""
    for index, one in enumerate(found):
        if _key(one.start) <= _key(wanted.end) and _key(wanted.start) <= _key(one.end):
            yield index


def _key(position: types.Position) -> tuple[int, int]:
    return position.line, position.character
