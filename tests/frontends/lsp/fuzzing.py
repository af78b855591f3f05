"""Random edits of two files that depend on each other: what the server says at the end is what a fresh look says.

More of them than the tests make: `python -m tests.frontends.lsp.fuzzing EDITS SEED`.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import sys
import tempfile
from pathlib import Path
from typing import Any, TypeAlias

from lsprotocol import types

from flake8_uec.frontends.lsp.documents import Document
from flake8_uec.project.config import Resolver
from flake8_uec.project.disk import Disk
from flake8_uec.project.vocabulary import known
from flake8_uec.project.worker import Worker
from tests.frontends.conftest import PYPROJECT, write
from tests.frontends.lsp.conftest import Editor, opened, position

Seen: TypeAlias = "list[tuple[str, str, int, int, int]]"
"""Findings by code, message, first line and UTF-16 columns."""

PIECES = (
    "from lib.old import Old\n", "from lib.old import *\n", "from lib import old\r\n", "import lib.old as o\n",
    "value = Old()\n", "value = o.Old()\n", "class A(Old): ...\n", "def f(x: 'Old'):\n    return x\n",
    "from lib.shim import Other\n", "Other()\n", "Other = Old\n", "from lib.new import Fresh as Old\n",
    "  # noqa: UEC900\n", "  # noqa\n", "# ruff: noqa\n", "<<<<<<< ours\n", "=======\n", ">>>>>>> theirs\n",
    "'", '"""', "(", ")", "[", ":", "\\", "\n", "\r", "\r\n", "\t", " ", "    ", "\f", "\u2028", "é",
    "\N{GRINNING FACE}", "x", "Old", "lib", "#", "\0", ",", "import ", "if x:\n", "try:\n", "except ImportError:\n",
)  # fmt: skip
FILES = {
    "user.py": "from lib.old import Old\n\nvalue = Old()\n",
    "lib/shim.py": "from lib.old import Old as Other\n",
}


def cut(text: str, dice: random.Random) -> tuple[int, int, str]:
    """Return an edit of a text: a span, which tears no line break apart, and what takes its place."""
    first = dice.randrange(len(text) + 1)
    last = min(len(text), first + dice.choice((0, 0, 0, 1, 2, 5, 30)))
    inside = {match.start() + 1 for match in re.finditer("\r\n", text)}
    first, last = first - (first in inside), last + (last in inside)
    return first, last, "".join(dice.choices(PIECES, k=dice.choice((0, 1, 1, 1, 2))))


def fresh(root: Path, texts: dict[str, str]) -> dict[str, Seen]:
    """Return what a worker that has seen nothing yet finds in some texts."""
    documents = {name: Document("", str(root / name), text, 0) for name, text in texts.items()}
    worker = Worker(Resolver(known()), Disk({one.real: one.data for one in documents.values()}))
    return {name: _found(worker, document) for name, document in documents.items()}


def _found(worker: Worker, document: Document) -> Seen:
    found = []
    for one in worker.lint_bytes(document.data, document.path).diagnostics:
        starts = document.source.line_starts
        first = position(document.text, starts[one.range.start.line - 1] + one.range.start.column - 1)
        last = position(document.text, starts[one.range.end.line - 1] + one.range.end.column - 1)
        found.append((one.code, one.message, first.line, first.character, last.character))
    return found


def seen(found: list[types.Diagnostic]) -> Seen:
    """Return what a client was told, in the same terms."""
    return [
        (str(one.code), one.message, one.range.start.line, one.range.start.character, one.range.end.character)
        for one in found
    ]


async def fuzz(editor: Editor, edits: int, seed: int, every: int = 10) -> int:
    """Make edits, and hold the server to the truth every so many; return how many findings there were in all."""
    dice = random.Random(seed)
    texts = dict(FILES)
    uris = {name: editor.open(name, text) for name, text in texts.items()}
    count = 0
    for number in range(1, edits + 1):
        name = dice.choice([*texts])
        texts[name] = _edit(editor, uris[name], texts[name], dice)
        if len(texts[name]) > 4000 or dice.random() < 0.02:
            texts[name] = FILES[name]
            editor.replace(uris[name], FILES[name])
        if number % every == 0:
            count += await _compare(editor, texts, uris, f"seed {seed}, edit {number}")
    return count


def _edit(editor: Editor, uri: str, text: str, dice: random.Random) -> str:
    changes: list[Any] = []
    for _ in range(dice.choice((1, 1, 1, 3))):
        first, last, new = cut(text, dice)
        where = types.Range(position(text, first), position(text, last))
        changes.append(types.TextDocumentContentChangePartial(where, new))
        text = text[:first] + new + text[last:]
    editor.change(uri, changes)
    return text


async def _compare(editor: Editor, texts: dict[str, str], uris: dict[str, str], where: str) -> int:
    expected = fresh(editor.root, texts)
    for _ in range(60):
        told = {name: seen(await editor.found(uri)) for name, uri in uris.items()}
        if told == expected:
            return sum(map(len, told.values()))
        await asyncio.sleep(0.05)  # one file follows the other after a pause
    raise AssertionError(f"{where}: {texts!r}\ntold {told}\nbut it is {expected}")


async def main(edits: int, seed: int) -> None:
    """Make many edits of a project of its own."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, {"pyproject.toml": PYPROJECT, "lib/__init__.py": "", "lib/shim.py": "", "user.py": ""})
        write(root, {"lib/old.py": "class Old: ...\n", "lib/new.py": "class Fresh: ...\n"})
        async with opened(root, {**os.environ}) as editor:
            count = await fuzz(editor, edits, seed)
    print(f"{edits} edits, seed {seed}: {count} findings compared, all the same")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
