"""The standard streams: fit for any text, and heard by whoever is to say the same again."""

from __future__ import annotations

import codecs
import io
import os
import sys

TYPE_CHECKING = False  # `typing` takes longer to import than this module
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, TextIO

ESCAPED = "flake8-uec-escaped"
"""The error handler of all that is written."""


def prepare_streams() -> None:
    """Make the standard streams fit for any text, and stand the null device in for a closed one (`>&-`)."""
    codecs.register_error(ESCAPED, _escape)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8", errors=ESCAPED if mode == "w" else None))  # noqa: SIM115 -- until the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=ESCAPED)


def _escape(error: UnicodeError) -> tuple[str, int]:
    """Write what an encoding lacks, or a file name that is not UTF-8, as JSON would, so that JSON stays JSON."""
    import json  # noqa: PLC0415 -- slow to import, and seldom needed

    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


def drop_output() -> None:
    """Send what is still buffered nowhere: nobody takes it, and it must not raise again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Heard:
    """A stream of which it is noted what is written to it."""

    def __init__(self, stream: TextIO, said: list[tuple[bool, str]], *, is_error: bool) -> None:
        self.stream = stream
        self._said = said
        self._is_error = is_error

    def write(self, text: str) -> int:
        """Write a text."""
        self._said.append((self._is_error, text))
        return self.stream.write(text)

    def writelines(self, texts: Iterable[str]) -> None:
        """Write texts."""
        self.write("".join(texts))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def unheard(stream: Any) -> Any:
    """Return the stream for what is not to be said again."""
    return stream.stream if isinstance(stream, Heard) else stream
