"""The text of one file and its only coordinate system."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from dataclasses import field
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from flake8_uec.model.values import dataclass

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
"""What Python's parser counts as the end of a line; `str.splitlines` also splits at form feed and U+2028."""

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK_LINE = re.compile(rb"^[ \t\f]*(?:#|$)")


class Span(NamedTuple):
    """A half-open range of character offsets into `Source.text`."""

    start: int
    end: int


class Position(NamedTuple):
    """A place as a reader sees it: 1-based line, 1-based column in characters."""

    line: int
    column: int


class UndecodableError(ValueError):
    """The bytes of a file are no text in the encoding that it declares."""


@dataclass(frozen=True, eq=False)
class Source:
    """A decoded file. Every other part of the linter speaks in offsets into `text`.

    `path` is how the file is named to the user; `relative` is POSIX and relative to the configuration's
    root, for policy patterns. `text` has no byte order mark and keeps its own line breaks.
    """

    path: str
    text: str
    relative: str = ""
    encoding: str = field(default="utf-8")

    @classmethod
    def from_bytes(cls, data: bytes, path: str, relative: str = "") -> Source:
        """Decode as Python's parser would. Raise `UndecodableError` where it cannot be done."""
        encoding = declared_encoding(data)
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise UndecodableError(f"not valid {encoding} on line {line}: {error.reason}") from error
        except LookupError as error:
            raise UndecodableError(f"unknown encoding: {encoding}") from error
        except ValueError as error:
            raise UndecodableError(f"not valid {encoding}: {error}") from error
        return cls(path, text, relative or path, encoding)

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset at which each line begins; the first entry is 0."""
        if "\r" in self.text:
            return [0, *(match.end() for match in _LINE_BREAK.finditer(self.text))]
        lengths = map(len, self.text.split("\n")[:-1])
        return [length + index for index, length in enumerate(accumulate(lengths, initial=0))]

    @cached_property
    def newline(self) -> str:
        """The line break that the file begins with, `\\n` where it has none."""
        match = _LINE_BREAK.search(self.text)
        return match.group() if match else "\n"

    def to_bytes(self) -> bytes:
        """Encode as the file was, byte order mark included. Raise `UnicodeEncodeError` where it cannot be done."""
        return self.text.encode(self.encoding)

    @cached_property
    def _is_ascii(self) -> bool:
        return self.text.isascii()

    def offset(self, line: int, byte_column: int) -> int:
        """Return the offset of an `ast` position: 1-based line, 0-based column in UTF-8 bytes."""
        start = self.line_starts[min(line, len(self.line_starts)) - 1]
        if self._is_ascii:
            return min(start + byte_column, len(self.text))
        prefix = self.line(line).encode("utf-8", "surrogatepass")[:byte_column]
        return start + len(prefix.decode("utf-8", "ignore"))

    def position(self, offset: int) -> Position:
        """Return the line and column of an offset."""
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def line_number(self, offset: int) -> int:
        """Return the 1-based number of the line that holds an offset."""
        return bisect_right(self.line_starts, offset)

    def line(self, number: int) -> str:
        """Return one line, 1-based, without its line break; empty past the end."""
        return self.text[slice(*self.line_span(number))]

    def line_span(self, number: int) -> Span:
        """Return where one line lies, 1-based, without its line break."""
        starts = self.line_starts
        if number > len(starts):
            return Span(len(self.text), len(self.text))
        start = starts[number - 1]
        end = starts[number] if number < len(starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)


def declared_encoding(data: bytes) -> str:
    """Return the encoding that the bytes of a file say they are in, by a byte order mark or a comment."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    first, second = (*re.split(rb"\r\n|\r|\n", data[:4096], maxsplit=2), b"", b"")[:2]
    match = _COOKIE.match(first) or (_BLANK_LINE.match(first) and _COOKIE.match(second))
    return match.group(1).decode("ascii") if match else "utf-8"
