"""The diagnostic format of reviewdog."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flake8_uec.model.diagnostic import Diagnostic, Range, Related
from flake8_uec.model.source import Source
from flake8_uec.output.context import RenderContext
from flake8_uec.output.json_ import to_json
from flake8_uec.output.links import PROJECT_URL, rule_url


def render(diagnostics: Sequence[Diagnostic], context: RenderContext) -> Iterator[str]:
    """Yield one object with all findings; like ruff's, it has no line break at its end."""
    source = {"name": "flake8-uec", "url": PROJECT_URL}
    found = [_finding(one, context) for one in diagnostics]
    yield to_json({"diagnostics": found, "severity": "WARNING", "source": source})


def _finding(one: Diagnostic, context: RenderContext) -> dict[str, Any]:
    finding: dict[str, Any] = {
        "code": {"url": rule_url(one.code), "value": one.code},
        "location": _location(one.path, one.range, context),
        "message": one.message,
    }
    if not one.is_error:
        finding["severity"] = "INFO"  # that of all others is, as by ruff, WARNING
    source = context.source(one.path) if one.fix else None
    if source is not None:
        finding["suggestions"] = list(_suggestions(one, source))
    if one.related:
        finding["related_locations"] = [_related(related, context) for related in one.related]
    return finding


def _suggestions(one: Diagnostic, source: Source) -> Iterator[dict[str, Any]]:
    for edit in one.fix.edits if one.fix else ():
        where = Range(source.position(edit.span.start), source.position(edit.span.end))
        yield {"range": _range(where), "text": edit.content}


def _related(related: Related, context: RenderContext) -> dict[str, Any]:
    return {"location": _location(related.path, related.range, context), "message": related.message}


def _location(path: str, where: Range, context: RenderContext) -> dict[str, Any]:
    return {"path": context.absolute(path), "range": _range(where)}


def _range(where: Range) -> dict[str, Any]:
    (line, column), (end_line, end_column) = where.start, where.end
    return {"end": {"column": end_column, "line": end_line}, "start": {"column": column, "line": line}}
