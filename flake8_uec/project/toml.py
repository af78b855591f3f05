"""The TOML parser of whichever Python runs."""

from __future__ import annotations

import sys
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
        raise ValueError("arrays or tables are nested too deeply") from error
    return document
