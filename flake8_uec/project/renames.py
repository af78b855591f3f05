"""Find, in the bytes of a file, the new names that it may give to wanted ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_HEAD = re.compile(rb"[ \t]*(?:from[ \t]+[\w.]+[ \t]+import[ \t(]+)?(?:[\w \t]+,[ \t]*)*$")
"""What stands before an imported name on its line."""

_AS = re.compile(rb"[ \t]+as[ \t]+(\w+)[ \t]*(?=[,)#;\\\r\n]|$)")
_ASSIGNED = re.compile(rb"[ \t]{0,8}(\w+)[ \t]*(?::[^=\n]+)?=[ \t]*(?:[\w.]+\.)?$")
_LINE_END = b"\r\n #"


def renamed(data: bytes, words: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the names that `from module import Word as name` and `name = module.Word` bind.

    Purely lexical, so that a whole project takes a fraction of a second; what is no renaming costs a look at
    the files that hold the name, never a finding.
    """
    for word in words:
        at = data.find(word)
        while at >= 0:
            name = _new_name(data, at, at + len(word))
            if name:
                yield name
            at = data.find(word, at + len(word))


def _new_name(data: bytes, start: int, end: int) -> bytes:
    following = data[end : end + 1]
    if following in (b" ", b"\t") and (match := _AS.match(data, end)):
        is_import = _HEAD.match(data, _line_start(data, start), start)
    elif not following or following in _LINE_END:
        match = is_import = _ASSIGNED.match(data, _line_start(data, start), start)
    else:
        return b""
    return match.group(1) if match and is_import else b""


def _line_start(data: bytes, at: int) -> int:
    return data.rfind(b"\n", 0, at) + 1
