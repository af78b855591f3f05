"""Path patterns, with ruff's meaning: `*` crosses `/`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


class Patterns:
    """Patterns of paths relative to the configuration's root, compiled once.

    A pattern without a slash is one of base names; any other is one of whole paths. `!pattern` matches what
    the pattern does not.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = tuple(map(_compile, patterns))

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def matches(self, relative: str) -> bool:
        """Tell whether one of the patterns matches a POSIX path."""
        base = relative.rpartition("/")[2]
        return any(
            (pattern.match(relative if whole else base) is not None) is not negated
            for pattern, whole, negated in self._patterns
        )


@lru_cache(maxsize=1024)
def patterns(texts: tuple[str, ...]) -> Patterns:
    """Return the compiled form of some patterns, remembered."""
    return Patterns(texts)


def _compile(pattern: str) -> tuple[re.Pattern[str], bool, bool]:
    negated = pattern.startswith("!")
    bare = pattern.removeprefix("!").removeprefix("./")
    return re.compile(translate(bare) + r"\Z", re.DOTALL), "/" in bare, negated


def translate(pattern: str) -> str:
    """Return the regular expression of a glob pattern: `*`, `**`, `?`, `[...]`, `{a,b}`."""
    out, at, depth = [], 0, 0
    while at < len(pattern):
        character = pattern[at]
        at += 1
        match character:
            case "*":
                at, piece = _stars(pattern, at)
                out.append(piece)
            case "?":
                out.append(".")
            case "[" if (end := _class_end(pattern, at)) > 0:
                out.append(_class(pattern[at:end]))
                at = end + 1
            case "{" if "}" in pattern[at:]:
                depth += 1
                out.append("(?:")
            case "}" if depth:
                depth -= 1
                out.append(")")
            case "," if depth:
                out.append("|")
            case _:
                out.append(re.escape(character))
    return "".join(out)


def _stars(pattern: str, at: int) -> tuple[int, str]:
    """Return where a run of stars ends and what it matches: `**/` also nothing, any other also a slash."""
    end = at
    while pattern[end : end + 1] == "*":
        end += 1
    begins = at < 2 or pattern[at - 2] == "/"
    if end > at and begins and pattern[end : end + 1] == "/":
        return end + 1, "(?:.*/)?"
    return end, ".*"


def _class_end(pattern: str, at: int) -> int:
    """Return where a character class ends; its first character may be a `]`."""
    return pattern.find("]", at + (2 if pattern[at : at + 1] in ("!", "^") else 1))


def _class(inside: str) -> str:
    negation = "^" if inside[:1] in ("!", "^") else ""
    body = inside[1:] if negation else inside
    return f"[{negation}{body.replace(chr(92), chr(92) * 2).replace('[', chr(92) + '[')}]"
