"""What two sequences have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Run(NamedTuple):
    """Neighbours in one sequence, those in another that stand in their place, and whether they differ."""

    differs: bool
    old: slice
    new: slice


def align(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    """Yield the runs that make up both sequences; of two neighbours, one differs and the other does not.

    A common beginning, then a common end are settled first, as by ruff: of equal neighbours, the last is new.
    """
    from difflib import SequenceMatcher  # noqa: PLC0415 -- slow to import, and only fixes are shown as differences

    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    if head:
        yield Run(False, slice(0, head), slice(0, head))
    old_end, new_end = len(old) - tail, len(new) - tail
    matcher = SequenceMatcher(None, old[head:old_end], new[head:new_end], autojunk=False)
    for tag, start, end, new_start, new_stop in matcher.get_opcodes():
        yield Run(tag != "equal", slice(head + start, head + end), slice(head + new_start, head + new_stop))
    if tail:
        yield Run(False, slice(old_end, len(old)), slice(new_end, len(new)))


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many items two sequences begin with alike."""
    shorter = min(len(old), len(new))
    return next((index for index in range(shorter) if old[index] != new[index]), shorter)
