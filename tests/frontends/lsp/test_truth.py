"""The editor is told what the command says."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.frontends.conftest import Run, write
from tests.frontends.lsp.conftest import Opened, position
from tests.frontends.lsp.fuzzing import fuzz

ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.asyncio

Place = Callable[[dict[str, int]], tuple[int, int]]


def placing(text: str) -> Place:
    """Return what turns a place of the command's JSON into one of an editor."""
    lines = text.split("\n")

    def place(where: dict[str, int]) -> tuple[int, int]:
        offset = sum(len(line) + 1 for line in lines[: where["row"] - 1]) + where["column"] - 1
        at = position(text, offset)
        return at.line, at.character

    return place


async def test_codes_places_and_messages_are_those_of_the_command(editor: Opened, run: Run, tmp_path: Path) -> None:
    root = tmp_path / "examples"
    shutil.copytree(ROOT / "examples", root)
    (root / "tests" / "test_wide.py").write_text("from shared.clock import now\nx = '\N{GRINNING FACE}', now()\n")
    done = run("check", str(root), "--output-format", "json", "--select", "UEC")
    expected: dict[str, list[Any]] = {}
    for one in json.loads(done.stdout):
        path = Path(one["filename"])
        if path.suffix == ".py":
            place = placing(path.read_text("utf-8"))
            item = one["code"], place(one["location"]), place(one["end_location"]), one["message"], one["url"]
            expected.setdefault(str(path.relative_to(root)), []).append(item)
    async with editor(root, settings={"select": ["UEC"]}) as open_editor:
        reports = await open_editor.everything()
    told = {
        name: [
            (one.code, _pair(one.range.start), _pair(one.range.end), one.message, one.code_description.href)
            for one in report.items
        ]
        for name, report in reports.items()
    }
    assert len(expected) > 10
    assert told == expected


def _pair(at: Any) -> tuple[int, int]:
    return at.line, at.character


@pytest.mark.parametrize("seed", [1, 2])
async def test_after_random_edits_the_findings_are_those_of_a_fresh_look(
    editor: Opened, project: Path, seed: int
) -> None:
    write(project, {"lib/shim.py": ""})
    async with editor() as one:
        assert await fuzz(one, 200, seed) > 0
