"""Who owns a file, as `CODEOWNERS` has it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

PLACES = (".github", ".", "docs", ".gitlab")
"""Where hosts look for the file, in their order."""


class Owners:
    """The rules of a `CODEOWNERS` file; the last one that matches a path decides."""

    def __init__(self, lines: Iterable[str]) -> None:
        rules = (_rule(line) for line in lines)
        self._rules = [rule for rule in rules if rule is not None]

    def of(self, path: str) -> tuple[str, ...]:
        """Return the owners of a POSIX path from the top of the repository, empty for none."""
        return next((owners for pattern, owners in reversed(self._rules) if pattern.fullmatch(path)), ())


def owners_of(top: str) -> Owners | None:
    """Return the owners that a repository names, `None` where it has no file of them."""
    for place in PLACES:
        try:
            text = Path(top, place, "CODEOWNERS").read_text("utf-8", "replace")
        except OSError:
            continue
        return Owners(text.splitlines())
    return None


def _rule(line: str) -> tuple[re.Pattern[str], tuple[str, ...]] | None:
    """Read `pattern owner owner  # comment`; a section of GitLab, a comment or nothing is no rule."""
    words = [word.replace("\\ ", " ") for word in re.split(r"(?<!\\)\s+", line.strip()) if word]
    if not words or words[0].startswith(("#", "[", "^[")):
        return None
    end = next((at for at, word in enumerate(words) if at and word.startswith("#")), len(words))
    return re.compile(_expression(words[0])), tuple(words[1:end])


def _expression(pattern: str) -> str:
    """Return the expression of a pattern: as in a `.gitignore`, but that a star at the end means files only."""
    is_anchored = "/" in pattern.rstrip("/")
    inner = re.sub(r"(?:\*\*/)+", "**/", pattern.strip("/"))
    body = "".join(_PIECES.get(piece) or re.escape(piece) for piece in re.split(r"(\*\*/|\*\*|\*|\?)", inner))
    is_files_only = is_anchored and inner.rpartition("/")[2] == "*"
    below = "/.*" if pattern.endswith("/") else "" if is_files_only else "(?:/.*)?"
    return ("" if is_anchored else "(?:.*/)?") + body + below


_PIECES = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
