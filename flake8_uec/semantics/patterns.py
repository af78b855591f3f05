"""Path patterns, with ruff's meaning: `*` crosses `/`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_SPECIAL = frozenset("*?[{\\")


class Patterns:
    """Patterns of paths relative to the configuration's root, compiled once.

    As in ruff, each is tried on the whole path and on the base name: `test_*.py` and `build` match at any
    depth, `tests/**` and `./build` only at the root. A pattern that cannot be read as one stands for itself.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        given = [(pattern, _tidy(pattern)) for pattern in patterns]
        self._paths = _Matcher([tidy for _, tidy in given])
        self._names = _Matcher([tidy for pattern, tidy in given if "/" in tidy or "/" not in pattern])

    def __bool__(self) -> bool:
        return bool(self._paths)

    def matches(self, relative: str) -> bool:
        """Tell whether one of the patterns matches a POSIX path."""
        return self._names.matches(relative.rpartition("/")[2]) or self._paths.matches(relative)

    def match_within(self, relative: str) -> bool:
        """Tell whether one of the patterns matches a POSIX path or a directory that it lies in."""
        parts = relative.split("/")
        return any(self.matches("/".join(parts[:end])) for end in range(1, len(parts) + 1))


class _Matcher:
    """Patterns as one set and one expression: most of them are plain names."""

    def __init__(self, patterns: Iterable[str]) -> None:
        every = frozenset(patterns)
        self._literals = frozenset(pattern for pattern in every if not _SPECIAL & set(pattern))
        globs = [translate(pattern) for pattern in sorted(every - self._literals)]
        self._globs = re.compile("|".join(globs), re.DOTALL) if globs else None

    def __bool__(self) -> bool:
        return bool(self._literals or self._globs)

    def matches(self, text: str) -> bool:
        return text in self._literals or (self._globs is not None and self._globs.fullmatch(text) is not None)


@lru_cache(maxsize=1024)
def patterns(texts: tuple[str, ...]) -> Patterns:
    """Return the compiled form of some patterns, remembered."""
    return Patterns(texts)


def _tidy(pattern: str) -> str:
    """Drop what says nothing: `./`, `//`, a slash at the end. One at the start stays, and matches nothing."""
    start = "/" * pattern.startswith("/")
    return start + "/".join(part for part in pattern.split("/") if part not in ("", "."))


def translate(pattern: str) -> str:
    """Return the regular expression of a glob pattern: `*`, `**`, `?`, `[...]`, `{a,b}`, `\\` to escape."""
    try:
        return _Translation(pattern).expression()
    except (ValueError, re.error):
        return re.escape(pattern)


class _Translation:
    """One pass over a pattern. Raises `ValueError` or `re.error` where it is none."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._depth = 0

    def expression(self) -> str:
        pieces = []
        while self._at < len(self._pattern):
            self._at += 1
            pieces.append(self._piece(self._pattern[self._at - 1]))
        if self._depth:
            raise ValueError("a brace is not closed")
        return "".join(pieces)

    def _piece(self, character: str) -> str:
        match character:
            case "*":
                piece = self._stars()
            case "?":
                piece = "."
            case "[":
                piece = self._class()
            case "\\":
                piece = self._escaped()
            case "{" | "}":
                piece = self._brace(character)
            case "," if self._depth:
                piece = "|"
            case _:
                piece = re.escape(character)
        return piece

    def _escaped(self) -> str:
        self._at += 1
        if self._at > len(self._pattern):
            raise ValueError("nothing is escaped")
        return re.escape(self._pattern[self._at - 1])

    def _stars(self) -> str:
        """A whole part of `**` also stands for no part at all; any other star crosses slashes alike."""
        start = self._at - 1
        while self._pattern.startswith("*", self._at):
            self._at += 1
        begins = start == 0 or self._pattern[start - 1] in ("/{," if self._depth else "/")
        if begins and self._at - start == 2 and self._pattern.startswith("/", self._at):
            self._at += 1
            return "(?:.*/)?"
        return ".*"

    def _brace(self, character: str) -> str:
        self._depth += 1 if character == "{" else -1
        if self._depth < 0:
            raise ValueError("a brace is not opened")
        return "(?:" if character == "{" else ")"

    def _class(self) -> str:
        """A class of characters; its first may be a `]`."""
        negation = self._pattern[self._at : self._at + 1] in ("!", "^")
        start = self._at + negation
        end = self._pattern.index("]", start + 1)
        self._at = end + 1
        inside = re.sub(r"([\\\[&~|])", r"\\\1", self._pattern[start:end])
        expression = f"[{'^' * negation}{inside}]"
        re.compile(expression)
        return expression
