"""The terminal colours of ruff, and text made safe and measurable for a terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

BOLD = "\x1b[1m"
CYAN = "\x1b[36m"
RED = "\x1b[1m\x1b[31m"
BRIGHT_RED = "\x1b[1m\x1b[91m"
BRIGHT_BLUE = "\x1b[1m\x1b[94m"
BRIGHT_CYAN = "\x1b[1m\x1b[96m"
STATISTICS_RED = "\x1b[1;31m"
GREEN = "\x1b[1;32m"
REMOVED = "\x1b[31m"
ADDED = "\x1b[32m"
BOLD_ADDED = "\x1b[1m\x1b[32m"
YELLOW = "\x1b[1m\x1b[33m"
_RESET = "\x1b[0m"

Paint = Callable[[str, str], str]
"""`paint(style, text)` is the text in that style."""

_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_VISIBLE = str.maketrans(
    {chr(code): chr(0x2400 + code) for code in range(0x20)}
    | {chr(code): "\ufffd" for code in range(0x80, 0xA0)}
    | dict.fromkeys(_BIDI, "\ufffd")
    | {"\t": "    ", "\x7f": "\u2421", "\u200d": ""}
)
_PLAIN = re.compile(r"[ -~]*")


def painter(color: bool) -> Paint:
    """Return what paints in colour, or what leaves text as it is."""
    return _paint if color else _leave


def _paint(style: str, text: str) -> str:
    return f"{style}{text}{_RESET}"


def _leave(_style: str, text: str) -> str:
    return text


def visible(text: str) -> str:
    """Show what a terminal would obey: control characters as pictures, a tab as four spaces."""
    return text if _PLAIN.fullmatch(text) else text.translate(_VISIBLE)


def width(text: str) -> int:
    """Return how many terminal columns a visible text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
