"""Where words stand, found anew and by what was known of the text before."""

from __future__ import annotations

import random

import pytest

from flake8_uec.model.source import Source
from flake8_uec.semantics.words import Words

WORDS = ("a", "ab", "b_", "é", "")


@pytest.mark.parametrize(
    ("text", "word", "lines"),
    [
        ("ab a\nab\na_b", "a", [1]),
        ("a.a\n\n'a'\n#a", "a", [1, 3, 4]),
        ("éa aé\né", "é", [2]),
        ("a\r\na\ra", "a", [1, 2, 3]),
        ("a", "", []),
    ],
)
def test_a_word_is_whole(text: str, word: str, lines: list[int]) -> None:
    assert Words(Source("", text)).lines_of(word) == lines


@pytest.mark.parametrize("seed", range(20))
def test_what_was_known_makes_no_difference(seed: int) -> None:
    chance = random.Random(seed)
    text, words = "a\nab\nb_ a\n\n", None
    for _ in range(60):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(["a", "b", "_", " ", ".", "é", "\n", "\r"]) + text[at + chance.randrange(2) :]
        words = Words(Source("", text), words)
        fresh = Words(Source("", text))
        for word in chance.sample(WORDS, 3):
            assert words.lines_of(word) == fresh.lines_of(word), text
