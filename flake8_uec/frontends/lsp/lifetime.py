"""An end with the editor, however that ends."""

from __future__ import annotations

import asyncio
import os

INTERVAL = 2.0
"""Seconds between two looks at whether the editor is still there."""


def end_with(process: int | None) -> None:
    """End this process soon after another has gone, though whoever inherited its pipes keeps them open.

    Windows has no way to ask that does no harm; there the end of standard input has to do.
    """
    if process is not None and os.name == "posix":
        _watch(process)


def _watch(process: int) -> None:
    if not _lives(process):
        os._exit(1)
    asyncio.get_running_loop().call_later(INTERVAL, _watch, process)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
