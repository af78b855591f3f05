"""The Code Quality report of GitLab."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.source import Position
from flake8_uec.output.context import RenderContext
from flake8_uec.output.fingerprints import fingerprints
from flake8_uec.output.json_ import to_json


def render(diagnostics: Sequence[Diagnostic], context: RenderContext) -> Iterator[str]:
    """Yield an array of findings, each with a fingerprint that does not change with its line."""
    marks = fingerprints(diagnostics, context.from_root)
    yield to_json([_finding(one, mark, context) for one, mark in zip(diagnostics, marks, strict=True)])


def _finding(one: Diagnostic, fingerprint: str, context: RenderContext) -> dict[str, Any]:
    return {
        "check_name": one.code,
        "description": f"{one.code}: {one.message}",
        "severity": "major" if one.is_error else "minor",
        "fingerprint": fingerprint,
        "location": {
            "path": context.from_root(one.path),
            "positions": {"begin": _place(one.range.start), "end": _place(one.range.end)},
        },
    }


def _place(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column}
