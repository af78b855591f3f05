"""The lines of a text on which words stand."""

from __future__ import annotations

from flake8_uec.model.source import Source


class Words:
    """Knows where the words of one text stand. `before` knows that of the same file as it was: most lines are alike."""

    def __init__(self, source: Source, before: Words | None = None) -> None:
        self._source = source
        self._found: dict[str, list[int]] = {}
        edited = _edited(before._source.text, source.text) if before else None
        self._edited = edited or {}
        self._before = before._found if before and edited is not None else {}

    def lines_of(self, word: str) -> list[int]:
        """Return the lines on which a word stands as a whole identifier, ascending."""
        lines = self._found.get(word)
        if lines is None:
            lines = self._found[word] = self._again(word) if word in self._before else self._find(word)
        return lines

    def _again(self, word: str) -> list[int]:
        kept = [line for line in self._before[word] if line not in self._edited]
        return sorted([*kept, *(line for line, text in self._edited.items() if _stands_in(text, word))])

    def _find(self, word: str) -> list[int]:
        text, source, size = self._source.text, self._source, len(word)
        lines: dict[int, None] = {}
        at = text.find(word) if word else -1
        while at >= 0:
            end = at + size
            if not _is_word(text[at - 1 : at]) and not _is_word(text[end : end + 1]):
                lines[source.line_number(at)] = None
            at = text.find(word, end)
        return list(lines)


def _edited(old: str, new: str) -> dict[int, str] | None:
    """Return the lines of a text that are not as they were, `None` where others have come or gone."""
    if "\r" in old + new or old.count("\n") != new.count("\n"):
        return None
    pairs = zip(old.split("\n"), new.split("\n"), strict=True)
    return {number: line for number, (before, line) in enumerate(pairs, 1) if before != line}


def _stands_in(line: str, word: str) -> bool:
    return bool(word) and bool(Words(Source("", line)).lines_of(word))


def _is_word(character: str) -> bool:
    return character == "_" or character.isalnum()
