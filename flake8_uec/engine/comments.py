"""The rows of a Python file and their comments, for the directives that comments hold."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from flake8_uec.semantics.conflicts import sides

_BLANK = frozenset({tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER})
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_UP_TO_COMMENT = re.compile(
    r"""(?: [^"'#\r\n] | "(?:[^"\\\r\n]|\\.)*"? | '(?:[^'\\\r\n]|\\.)*'? )*""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """The lines up to one end of a line that is no part of a string or a continuation.

    first, last: 1-based lines; several where a string or a backslash goes over lines.
    statement: the number of the logical line that it belongs to; that of the next one where it lies between.
    indent: the white space that its first line begins with.
    is_code: whether it holds more than a comment.
    comment: its comment from the `#` on, `""` where it has none; `column` is where that begins, 0-based.
    """

    first: int
    last: int
    statement: int
    indent: str
    is_code: bool
    comment: str = ""
    column: int = 0


def read_rows(text: str) -> Iterator[list[Row]]:
    """Yield the rows of a text; of a conflicted one, those of ours and those of theirs.

    What is no Python is read line by line, and a comment in a string over several lines is taken for one.
    """
    for side in sides(text) or (text,):
        lines = [match.group() for match in _LINE.finditer(side)]
        try:
            yield _tokenized(lines)
        except (tokenize.TokenError, SyntaxError, ValueError, RecursionError):
            yield [_scanned(number, line) for number, line in enumerate(lines, 1)]


def _tokenized(lines: list[str]) -> list[Row]:
    rows: list[Row] = []
    row: list[tokenize.TokenInfo] = []
    statement = 0
    for token in tokenize.generate_tokens(iter(lines).__next__):
        if token.type not in (tokenize.INDENT, tokenize.DEDENT):
            row.append(token)
        if token.type in (tokenize.NL, tokenize.NEWLINE):
            rows.append(_row(row, statement, lines))
            statement += token.type == tokenize.NEWLINE
            row = []
    return rows


def _row(tokens: list[tokenize.TokenInfo], statement: int, lines: list[str]) -> Row:
    first, last = tokens[0].start[0], tokens[-1].start[0]
    is_code = any(token.type not in _BLANK and token.type != tokenize.NEWLINE for token in tokens)
    comment = next((token for token in tokens if token.type == tokenize.COMMENT), None)
    indent = _indent(lines[first - 1])
    if comment is None:
        return Row(first, last, statement, indent, is_code)
    return Row(first, last, statement, indent, is_code, comment.string, comment.start[1])


def _scanned(number: int, line: str) -> Row:
    match = _UP_TO_COMMENT.match(line)
    column = match.end() if match else 0
    comment = line[column:].rstrip("\r\n")
    comment = comment if comment.startswith("#") else ""
    return Row(number, number, number, _indent(line), bool(line[:column].strip()), comment, column)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t\f"))]
