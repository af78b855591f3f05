"""Where a key stands in TOML text. Parsers give no positions; messages and origins need them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import field

from flake8_uec.model.values import dataclass
from flake8_uec.project.toml import parse

Path = tuple[str | int, ...]
"""A place in a TOML document: keys, and 0-based indices into arrays."""

_TOKEN = re.compile(
    r"""
    [ \t\r]+ | \#[^\n]*
    | (?P<token>
        \"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*'
        | [\n\[\]{}=,.] | [^\s\#"'\[\]{}=,.]+
    )""",
    re.VERBOSE | re.DOTALL,
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def spell(path: Path) -> str:
    """Return a path as a reader writes it: `deprecated[0]."odd key".code`."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{_quote(part)}" for part in path)
    return "".join(parts).removeprefix(".")


def _quote(key: str) -> str:
    if _BARE.fullmatch(key):
        return key
    escaped = key.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(mark if mark.isprintable() else ascii(mark)[1:-1] for mark in escaped) + '"'


def key_lines(text: str) -> Mapping[Path, int]:
    """Return the 1-based line of every table, key and array item of a valid TOML document."""
    walk = _Walk(list(_tokens(text)))
    with suppress(RecursionError):  # the lines found so far are true, and the message matters more
        walk.document()
    return walk.lines


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    """Yield every token but blanks and comments, with its line."""
    line, end = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", end, match.start())
        end = match.start()
        if match["token"]:
            yield match["token"], line


@dataclass(slots=True)
class _Walk:
    """One pass over the tokens of a document that a parser has already accepted."""

    tokens: list[tuple[str, int]]
    lines: dict[Path, int] = field(default_factory=dict)
    _at: int = 0
    _counts: dict[Path, int] = field(default_factory=dict)

    def document(self) -> None:
        table: Path = ()
        while self._at < len(self.tokens):
            if self._peek() == "\n":
                self._at += 1
            elif self._peek() == "[":
                table = self._header()
            else:
                self._pair(table)

    def _peek(self) -> str:
        return self.tokens[self._at][0]

    def _next(self) -> str:
        self._at += 1
        return self.tokens[self._at - 1][0]

    def _mark(self, path: Path) -> None:
        self.lines.setdefault(path, self.tokens[self._at][1])

    def _header(self) -> Path:
        self._at += 1
        repeated = self._peek() == "["
        self._at += repeated
        path = self._keys((), repeated)
        self._at += 1 + repeated
        return path

    def _pair(self, table: Path) -> None:
        path = self._keys(table)
        self._at += 1
        self._value(path)

    def _keys(self, path: Path, repeated: bool = False) -> Path:
        """Read a dotted key up to the `=` or `]` behind it; an array of tables stands for its last table."""
        while True:
            path += (_unquote(self._peek()),)
            self._mark(path)
            last = self.tokens[self._at + 1][0] != "."
            if last and repeated:
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path += (self._counts[path],)
                self._mark(path)
            self._at += 1 if last else 2
            if last:
                return path

    def _value(self, path: Path) -> None:
        match self._peek():
            case "[":
                self._array(path)
            case "{":
                self._inline_table(path)
            case _:
                while self._at < len(self.tokens) and self._peek() not in {"\n", ",", "]", "}"}:
                    self._at += 1

    def _array(self, path: Path) -> None:
        self._at += 1
        index = 0
        while self._peek() != "]":
            if self._peek() in {"\n", ","}:
                self._at += 1
                continue
            self._mark((*path, index))
            self._value((*path, index))
            index += 1
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while self._peek() != "}":
            if self._peek() in {"\n", ","}:
                self._at += 1
            else:
                self._pair(path)
        self._at += 1


def _unquote(token: str) -> str:
    if token[0] == "'":
        return token[1:-1]
    return next(iter(parse(f"{token}=0"))) if token[0] == '"' else token
