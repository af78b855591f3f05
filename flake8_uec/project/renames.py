"""Find, in the bytes of a file, the new names that it may give to wanted ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_AS = re.compile(rb"\s+as\s+(\w+)")
_ASSIGNED = re.compile(rb"[ \t]{0,8}(\w+)\s*(?::[^=\n]+)?=\s*(?:[\w.]+\.)?$")
_LINE_END = b"\r\n #"


def renamed(data: bytes, words: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the names that `Word as name` and `name = module.Word` bind.

    Purely lexical, so that a whole project takes a fraction of a second; what is no renaming costs a look at
    the files that hold the name, never a finding.
    """
    for word in words:
        at = data.find(word)
        while at >= 0:
            end = at + len(word)
            following = data[end : end + 1]
            if following == b" " and (match := _AS.match(data, end)):
                yield match.group(1)
            elif not following or following in _LINE_END:
                match = _ASSIGNED.match(data, data.rfind(b"\n", 0, at) + 1, at)
                if match:
                    yield match.group(1)
            at = data.find(word, end)
