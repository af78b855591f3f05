"""A text that differs little from the last one is parsed in part, and the tree is that of the whole."""

from __future__ import annotations

import ast
import random
import warnings
from pathlib import Path
from typing import Any

import pytest

from flake8_uec.model.source import Source
from flake8_uec.semantics import broken
from flake8_uec.semantics.reparse import Reparser

TEXT = '''\
"""A module."""
import os

@decorated
class Outer(
    object
):
    """A class."""

    first = 1; second = 2

    def method(self):
        if self:
            return 1

    class Inner:
        def deep(self):
            return """
text
"""
    # the end

if os:
    pass

def function(): return 1
'''

PIECES = (
    "(", ")", "'", '"""', "\n", "\n\n", "    ", " ", "x", "é", "else:", "elif x:", "\nelse:\n    y\n", "@d\n",
    "class B:\n", "def f(self):\n", "    def g(self):\n        return 1\n", "return x", "#", "\\", "\\\n", ";", ":",
    "if x:\n", "    pass\n", "try:\n", "finally:\n", "\t", "\f", "\r", "\0", "        ", "x = 1; y = 2\n",
    "<<<<<<< a\n", "=======\n", ">>>>>>> b\n",
)  # fmt: skip


def dump(parsed: broken.Parsed) -> Any:
    return [ast.dump(tree, include_attributes=True) for tree in parsed.trees], parsed.problems


def parsed_like_the_whole(reparser: Reparser, text: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return bool(dump(reparser.parse(Source("x.py", text))) == dump(broken.parse(text)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("return 1\n\n    class", "return 2\n\n    class", id="in a method"),
        pytest.param("return 1\n\n    class", "return (\n\n    class", id="a bracket is opened"),
        pytest.param("first = 1; second = 2", "first = 1; second = 3", id="two statements on a line"),
        pytest.param("# the end", "last = 1;", id="the end of a class"),
        pytest.param("    # the end", "x = 1", id="a statement behind a class"),
        pytest.param("if os:", "else:", id="a branch of nothing"),
        pytest.param(
            "    pass\n\ndef function(): return 1", "    pass\n\nelse: return 1", id="a branch of what is above"
        ),
        pytest.param("def function(): return 1", "    y", id="a line more in a block above"),
        pytest.param("import os", "import os \\", id="a line that goes on"),
        pytest.param("text", '"""', id="the end of a string"),
        pytest.param("def deep(self):", "  def deep(self):", id="deeper than before"),
        pytest.param("@decorated", "@other", id="a decorator"),
        pytest.param("def function(): return 1", "\\", id="a line that goes on to nowhere"),
        pytest.param("            return 1\n", "            return 1\n\n", id="an empty line"),
        pytest.param("return 1\n", "return 1\n\n    def more(self):\n        self; y\n", id="a method more"),
        pytest.param("        if self:\n            return 1\n", "        return 1\n", id="a line less"),
        pytest.param("# the end", "# the end\n    last = 1;", id="a line more at the end of a class"),
        pytest.param("import os\n", "", id="a statement less"),
        pytest.param("    def method", "  \\\n    def method", id="a line that lends its indentation"),
        pytest.param("    # the end", "    \\\n        c", id="a line that lends it to the next block"),
    ],
)
def test_a_change_gives_the_tree_of_the_whole(old: str, new: str) -> None:
    reparser = Reparser()
    assert parsed_like_the_whole(reparser, TEXT)
    assert old in TEXT
    assert parsed_like_the_whole(reparser, TEXT.replace(old, new))
    assert parsed_like_the_whole(reparser, TEXT)


@pytest.mark.parametrize("seed", range(4))
def test_random_changes_give_the_trees_of_the_whole(seed: int) -> None:
    dice, reparser, text = random.Random(seed), Reparser(), TEXT
    for _ in range(150):
        first = dice.randrange(len(text) + 1)
        if dice.random() < 0.4:
            first = text.rfind("\n", 0, first) + 1
        new = "".join(dice.choices(PIECES, k=dice.choice((0, 1, 1, 2))))
        text = text[:first] + new + text[first + dice.choice((0, 0, 1, 2, 5)) :]
        assert parsed_like_the_whole(reparser, text), text
        text = TEXT if dice.random() < 0.2 else text


def test_only_the_statement_that_changed_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    reparser, text = Reparser(), Path(broken.__file__).read_text("utf-8")
    reparser.parse(Source("x.py", text))
    parsed: list[str] = []
    monkeypatch.setattr(broken, "try_parse", lambda part, real=broken.try_parse: parsed.append(part) or real(part))
    reparser.parse(Source("x.py", text.replace("return len(self._starts) - 1", "return len(self._starts) - 2")))
    (part,) = parsed
    assert " ".join(part.split()) == "class _: def __len__(self) -> int: return len(self._starts) - 2"
