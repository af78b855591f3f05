"""The lines of a text on which words stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from flake8_uec.model.source import Source
from flake8_uec.semantics.difference import difference


class Words:
    """Knows where the words of one text stand. `before` knows that of the same file as it was: most lines are alike."""

    def __init__(self, source: Source, before: Words | None = None) -> None:
        self._source = source
        self._found: dict[str, list[int]] = {}
        self._before: dict[str, list[int]] = {}
        if before and "\r" not in before._source.text + source.text:
            self._before = before._found
            new = source.text.split("\n")
            edit = self._edit = difference(before._source.text.split("\n"), new)
            self._edited = [*enumerate(new[edit.first - 1 : edit.last + edit.shift], edit.first)]

    def lines_of(self, word: str) -> list[int]:
        """Return the lines on which a word stands as a whole identifier, ascending."""
        lines = self._found.get(word)
        if lines is None:
            lines = self._found[word] = self._again(word) if word in self._before else self._find(word)
        return lines

    def _again(self, word: str) -> list[int]:
        first, last, shift = self._edit
        before = self._before[word]
        above, below = before[: bisect_left(before, first)], before[bisect_right(before, last) :]
        edited = [number for number, line in self._edited if stands_in(line, word)]
        return [*above, *edited, *([line + shift for line in below] if shift else below)]

    def _find(self, word: str) -> list[int]:
        return list(dict.fromkeys(map(self._source.line_number, _places(self._source.text, word))))


def stands_in(text: str, word: str) -> bool:
    """Tell whether a word stands in a text as a whole identifier."""
    return any(True for _ in _places(text, word))


def _places(text: str, word: str) -> Iterator[int]:
    """Yield where a word stands as a whole identifier."""
    size = len(word)
    at = text.find(word) if word else -1
    while at >= 0:
        end = at + size
        if not _is_word(text[at - 1 : at]) and not _is_word(text[end : end + 1]):
            yield at
        at = text.find(word, end)


def _is_word(character: str) -> bool:
    return character == "_" or character.isalnum()
