"""Findings to render, made by hand or taken from ruff, which is the judge of the layout."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flake8_uec.model.diagnostic import Applicability, Diagnostic, Edit, Fix, Range, Related
from flake8_uec.model.source import Position, Source, Span
from flake8_uec.output.context import RenderContext

RULES = "E711,C408,SIM108,W291,W292,D100"

MakeContext = Callable[..., RenderContext]


def make_range(line: int, column: int, end_line: int, end_column: int) -> Range:
    return Range(Position(line, column), Position(end_line, end_column))


@pytest.fixture
def diagnostic() -> Callable[..., Diagnostic]:
    """Make a finding: `diagnostic((line, column, end_line, end_column), related=[(range, message)], ...)`."""

    def make(
        place: tuple[int, int, int, int] = (1, 1, 1, 2),
        *,
        related: tuple[tuple[tuple[int, int, int, int], str], ...] = (),
        **fields: Any,
    ) -> Diagnostic:
        path = fields.pop("path", "a.py")
        evidence = tuple(Related(path, make_range(*where), message) for where, message in related)
        values = {"code": "UEC201", "name": "deprecated-engine-import", "message": "Old name", **fields}
        return Diagnostic(path=path, range=make_range(*place), related=evidence, **values)

    return make


@pytest.fixture
def context() -> MakeContext:
    """Make a context whose files are texts given as `{path: text}`."""

    def make(files: dict[str, str] | None = None, *, color: bool = False, unsafe_fixes: bool = False) -> RenderContext:
        sources = {path: Source(path, text) for path, text in (files or {}).items()}
        return RenderContext(
            sources.get,
            lambda path: path,
            lambda path: f"/repo/{path}",
            lambda path: path,
            color,
            unsafe_fixes,
            "/repo",
        )

    return make


class Ruff:
    """The real ruff, on one file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, text: str) -> None:
        self.folder.joinpath("a.py").write_bytes(text.encode())

    def output(self, output_format: str, *options: str, select: str = RULES) -> str:
        return self.run("-q", "--select", select, "--output-format", output_format, *options)

    def run(self, *options: str) -> str:
        command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", *options, "a.py"]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, check=False)
        assert done.returncode in (0, 1), done.stderr
        return done.stdout.decode()

    def read(self) -> str:
        return self.folder.joinpath("a.py").read_bytes().decode()

    def findings(self, select: str = RULES) -> list[Diagnostic]:
        source = Source("a.py", self.read())
        return [_from_json(item, source) for item in json.loads(self.output("json", select=select))]


@pytest.fixture
def ruff(tmp_path: Path) -> Ruff:
    return Ruff(tmp_path)


def _from_json(item: dict[str, Any], source: Source) -> Diagnostic:
    start, end = item["location"], item["end_location"]
    where = make_range(start["row"], start["column"], end["row"], end["column"])
    fix = item["fix"] and _fix_from_json(item["fix"], source)
    return Diagnostic("a.py", item["code"], item["name"], item["message"], where, (1,), (), fix)


def _fix_from_json(fix: dict[str, Any], source: Source) -> Fix:
    def offset(place: dict[str, int]) -> int:
        return source.line_starts[place["row"] - 1] + place["column"] - 1

    spans = [Span(offset(edit["location"]), offset(edit["end_location"])) for edit in fix["edits"]]
    edits = tuple(Edit(span, edit["content"]) for span, edit in zip(spans, fix["edits"], strict=True))
    return Fix(fix["message"], edits, Applicability(fix["applicability"]))
