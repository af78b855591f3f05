"""The rows of a Python file and their comments, for the directives that comments hold."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterator, Sequence

from flake8_uec.model.values import dataclass
from flake8_uec.semantics.conflicts import sides

_LINE_END = re.compile(r"[\r\n]+\Z")
_BLANK = frozenset({tokenize.NL, tokenize.NEWLINE, tokenize.COMMENT})
_OPENS_STRING = {getattr(tokenize, name, -1) for name in ("FSTRING_START", "TSTRING_START")}
_CLOSES_STRING = {getattr(tokenize, name, -1) for name in ("FSTRING_END", "TSTRING_END")}
"""From Python 3.12 on, an f-string is many tokens; its lines are one row all the same."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_UP_TO_COMMENT = re.compile(
    r"""(?: [^"'#\r\n] | "(?:[^"\\\r\n]|\\.)*"? | '(?:[^'\\\r\n]|\\.)*'? )*""",
    re.VERBOSE,
)

_STRING_OR_COMMENT = re.compile(
    r"""\#[^\r\n]* | (?P<quote>\"{3}|'{3})(?:[^\\]|\\.)*?(?P=quote)
    | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*'""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Row:
    """The lines up to one end of a line that is no part of a string or a continuation.

    first, last: 1-based lines; several where a string or a backslash goes over lines.
    statement: the number of the logical line that it belongs to; that of the next one where it lies between.
    indent: the white space that its first line begins with.
    is_code: whether it holds more than a comment; `begins`, whether it is its statement's first such row.
    comment: its comment from the `#` on, `""` where it has none; `column` is where that begins, 0-based.
    """

    first: int
    last: int
    statement: int
    indent: str
    is_code: bool
    begins: bool
    comment: str = ""
    column: int = 0


def read_rows(text: str) -> Iterator[list[Row]]:
    """Yield the rows of a text; of a conflicted one, those of ours and those of theirs.

    What does not tokenize is read line by line.
    """
    for side in sides(text) or (text,):
        lines = [match.group() for match in _LINE.finditer(side)]
        try:
            # Before Python 3.12 the tokenizer does not end a line at a lone carriage return.
            yield _tokenized([_LINE_END.sub("\n", line) for line in lines])
        except (tokenize.TokenError, SyntaxError, SystemError, ValueError, RecursionError):
            readable = _STRING_OR_COMMENT.sub(_without_hash, side)
            yield _scanned([match.group() for match in _LINE.finditer(readable)])


def next_lines(rows: Sequence[Row], index: int) -> tuple[int, int] | None:
    """Return the lines of the next statement's logical line; within one, those of its next row."""
    row = rows[index]
    after = [one for one in rows[index:] if one.statement == row.statement and one.is_code]
    if not after:
        return None
    return after[0].first, (after[-1] if after[0].begins else after[0]).last


def fits_block(rows: Sequence[Row], index: int) -> bool:
    """Tell whether a comment is indented as a block that is open there, begins or goes on behind it."""
    row = rows[index]
    before = next((one for one in reversed(rows[:index]) if one.begins), None)
    after = next((one for one in rows[index:] if one.begins), None)
    if before and before.statement == row.statement:
        return row.indent == before.indent
    depths = [len(one.indent) if one else 0 for one in (before, after)]
    return len(row.indent) in depths or depths[1] < len(row.indent) < depths[0]


def _tokenized(lines: list[str]) -> list[Row]:
    rows: list[Row] = []
    row: list[tokenize.TokenInfo] = []
    statement, started, inside = 0, False, 0
    for token in tokenize.generate_tokens(iter(lines).__next__):
        inside += (token.type in _OPENS_STRING) - (token.type in _CLOSES_STRING)
        row += [token] * (token.type not in (tokenize.INDENT, tokenize.DEDENT))
        if token.type in (tokenize.NL, tokenize.NEWLINE) and not inside:
            rows.append(_row(row, statement, started, lines))
            started = (started or rows[-1].is_code) and token.type == tokenize.NL
            statement += token.type == tokenize.NEWLINE
            row = []
    return rows


def _row(tokens: list[tokenize.TokenInfo], statement: int, started: bool, lines: list[str]) -> Row:
    first, last = tokens[0].start[0], tokens[-1].start[0]
    is_code = any(token.type not in _BLANK for token in tokens)
    comment = next((token for token in tokens[-2:] if token.type == tokenize.COMMENT), None)
    text, column = (comment.string, comment.start[1]) if comment else ("", 0)
    indent, begins = _indent(lines[first - 1]), is_code and not started
    return Row(first, last, statement, indent, is_code, begins, text, column)


def _without_hash(match: re.Match[str]) -> str:
    """Return a comment as it is, and a string over several lines without what looks like a comment."""
    return match.group().replace("#", " ") if match["quote"] else match.group()


def _scanned(lines: list[str]) -> list[Row]:
    rows: list[Row] = []
    statement = 0
    for number, line in enumerate(lines, 1):
        match = _UP_TO_COMMENT.match(line)
        column = match.end() if match else 0
        is_code, comment = bool(line[:column].strip()), line[column:].rstrip("\r\n")
        comment = comment if comment.startswith("#") else ""
        rows.append(Row(number, number, statement, _indent(line), is_code, is_code, comment, column))
        statement += is_code
    return rows


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t\f"))]
