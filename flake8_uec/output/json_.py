"""A JSON array with ruff's keys, and `related` for the evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from flake8_uec.model.diagnostic import Diagnostic, Edit, Related
from flake8_uec.model.source import Position, Source
from flake8_uec.output.context import RenderContext
from flake8_uec.output.links import rule_url


def render(diagnostics: Sequence[Diagnostic], context: RenderContext) -> Iterator[str]:
    """Yield an array of findings; like ruff's, it has no line break at its end."""
    yield to_json([as_dict(diagnostic, context) for diagnostic in diagnostics])


def to_json(value: Any) -> str:
    """Lay out a value as ruff does."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def as_dict(diagnostic: Diagnostic, context: RenderContext) -> dict[str, Any]:
    """Return one finding under ruff's keys, in ruff's order."""
    return {
        "cell": None,
        "code": diagnostic.code,
        "end_location": _location(diagnostic.range.end),
        "filename": context.absolute(diagnostic.path),
        "fix": _fix(diagnostic, context),
        "location": _location(diagnostic.range.start),
        "message": diagnostic.message,
        "name": diagnostic.name,
        "noqa_row": next(iter(diagnostic.noqa_lines), None),
        "related": [_related(related, context) for related in diagnostic.related],
        "severity": diagnostic.severity.value,
        "url": rule_url(diagnostic.code),
    }


def _fix(diagnostic: Diagnostic, context: RenderContext) -> dict[str, Any] | None:
    """Return the fix; none where its file is gone, for then its places have no lines."""
    fix = diagnostic.fix
    if fix is None or (source := context.source(diagnostic.path)) is None:
        return None
    return {
        "applicability": fix.applicability.value,
        "edits": [_edit(edit, source) for edit in fix.edits],
        "message": fix.title,
    }


def _edit(edit: Edit, source: Source) -> dict[str, Any]:
    return {
        "content": edit.content,
        "end_location": _location(source.position(edit.span.end)),
        "location": _location(source.position(edit.span.start)),
    }


def _related(related: Related, context: RenderContext) -> dict[str, Any]:
    return {
        "filename": context.absolute(related.path),
        "location": _location(related.range.start),
        "end_location": _location(related.range.end),
        "message": related.message,
    }


def _location(position: Position) -> dict[str, int]:
    return {"column": position.column, "row": position.line}
