"""Where a text differs from the one before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Difference(NamedTuple):
    """The one range of lines outside of which two texts are alike.

    first, last: its 1-based lines in the old text; `last` is before `first` where lines were put in between.
    shift: how many lines the new text has more.
    """

    first: int
    last: int
    shift: int


def difference(old: Sequence[str], new: Sequence[str]) -> Difference:
    """Return where the lines of two texts differ."""
    shorter = min(len(old), len(new))
    pairs = zip(old, new, strict=False)
    head = next((at for at, (one, other) in enumerate(pairs) if one != other), shorter)
    backward = zip(reversed(old), reversed(new), strict=False)
    tail = next((at for at, (one, other) in enumerate(backward) if one != other), shorter)
    return Difference(head + 1, len(old) - min(tail, shorter - head), len(new) - len(old))
