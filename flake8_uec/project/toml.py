"""The TOML parser of whichever Python runs."""

from __future__ import annotations

import sys
from itertools import accumulate
from operator import add, itemgetter, sub
from typing import Any

if sys.version_info >= (3, 11):
    from tomllib import loads
else:
    from tomli import loads  # type: ignore[import-not-found, unused-ignore]


def parse(text: str) -> dict[str, Any]:
    """Parse TOML. Raise `ValueError`, which tells the place, for whatever the parser refuses."""
    try:
        document: dict[str, Any] = loads(text)
    except RecursionError as error:
        place = f"(at line {_deepest_line(text)}, column 1)"
        raise ValueError(f"arrays or tables are nested too deeply {place}") from error
    return document


def _deepest_line(text: str) -> int:
    """Return the 1-based line on which most brackets are open, those of strings and comments included."""
    lines = text.split("\n")
    opened = [line.count("[") + line.count("{") for line in lines]
    closed = [line.count("]") + line.count("}") for line in lines]
    before = accumulate(map(sub, opened, closed), initial=0)
    return max(enumerate(map(add, before, opened), 1), key=itemgetter(1))[0]
