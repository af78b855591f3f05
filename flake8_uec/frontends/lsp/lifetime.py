"""An end with the editor, however that ends."""

from __future__ import annotations

import os
import threading
import time

INTERVAL = 2.0
"""Seconds between two looks at whether the editor is still there."""


def end_with(process: int | None) -> None:
    """End this process soon after another has gone, though whoever inherited its pipes keeps them open.

    Windows has no way to ask that does no harm; there the end of standard input has to do.
    """
    if process is not None and os.name == "posix":
        threading.Thread(target=_watch, args=(process,), daemon=True).start()  # a long lint must not outlive it


def _watch(process: int) -> None:
    while _lives(process):
        time.sleep(INTERVAL)
    os._exit(1)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
