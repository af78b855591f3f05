"""A file that is being edited has the findings of a fresh look at it, whatever is kept from one text to the next."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from flake8_uec.project.config import Resolver
from flake8_uec.project.live import LiveWorker
from flake8_uec.project.vocabulary import known
from flake8_uec.project.worker import Worker

EXAMPLES = Path(__file__).parents[2] / "examples"
PIECES = (
    "x = Mock()\n",
    "    context = Mock()\n    context.user_id = 'a'\n",
    "        self.context = UserExecutionContext('a', 'b', 'c')\n",
    "class TestMore(TestCase):\n    def test_more(self):\n        engine = ExecutionEngine(1)\n",
    "    @patch('app.engine.ExecutionEngine')\n",
    "from unittest.mock import Mock\n",
    "a = 1; b = Mock()\n",
    "        pass\n",
    "\n",
    "(\n",
    '"""\n',
)


def edit(text: str, original: str, chance: random.Random) -> str:
    """Return a text after one random edit, every now and then the original."""
    lines = text.splitlines(keepends=True) or ["\n"]
    at = chance.randrange(len(lines))
    match chance.randrange(7):
        case 0 | 1:
            lines[at] = chance.choice(PIECES)
        case 2:
            lines.insert(at, chance.choice(PIECES))
        case 3:
            del lines[at]
        case 4 | 5:
            column = chance.randrange(len(lines[at]))
            lines[at] = lines[at][:column] + chance.choice("x()_., '#") + lines[at][column:]
        case _:
            return original
    return "".join(lines)


@pytest.mark.parametrize("path", sorted(EXAMPLES.rglob("test_*.py")), ids=lambda path: path.name)
def test_findings_follow_the_edits(path: Path) -> None:
    resolver, chance, original = Resolver(known()), random.Random(path.name), path.read_text("utf-8")
    live, fresh = LiveWorker(resolver), Worker(resolver)
    live.lay_over({os.path.realpath(path): b""})
    text, counts = original, set[int]()
    for _ in range(150):
        text = edit(text, original, chance)
        found = live.look(text.encode(), str(path)).result.diagnostics
        assert found == fresh.lint_bytes(text.encode(), str(path)).diagnostics, text
        counts.add(len(found))
    assert len(counts) > 2
