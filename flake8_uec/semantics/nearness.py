"""Which of some names somebody may have meant, asked again and again while a file is edited."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

PLAIN = 0.6
"""How alike two names must be, from 0 to 1, where nothing else speaks for one of them."""


def nearest(name: str, choices: Sequence[str], cutoff: float = PLAIN) -> str:
    """Return the one of some names that is most like another, `""` where none is."""
    return _nearest(name, tuple(choices), cutoff)


@lru_cache(maxsize=1000)
def _nearest(name: str, choices: tuple[str, ...], cutoff: float) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 -- slow to import, and only for a message

    return next(iter(get_close_matches(name, choices, n=1, cutoff=cutoff)), "")
