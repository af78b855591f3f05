"""SARIF 2.1.0, which code scanning services read.

Unlike ruff's, its paths are relative to the configuration's root, so that a report means the same on every machine,
and its results carry a fingerprint that stays when a line moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flake8_uec import __version__
from flake8_uec.model.diagnostic import Diagnostic, Fix, Range
from flake8_uec.model.rule import Rule
from flake8_uec.model.source import Source
from flake8_uec.output.context import RenderContext
from flake8_uec.output.fingerprints import fingerprints
from flake8_uec.output.json_ import to_json
from flake8_uec.output.links import PROJECT_URL, rule_url
from flake8_uec.output.rules import explanation

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_BASE = "SRCROOT"
_FINGERPRINT = "flake8UecFinding/v1"


def render(diagnostics: Sequence[Diagnostic], context: RenderContext) -> Iterator[str]:
    """Yield one run with all findings; what a comment or the baseline hides is among them, marked as suppressed."""
    shown = [(one, "") for one in diagnostics]
    hidden = [(one, kind) for kind, group in context.hidden.items() for one in group]
    pairs = sorted([*shown, *hidden], key=lambda pair: pair[0].sort_key)
    marks = fingerprints([one for one, _ in pairs], context.from_root)
    codes = list(dict.fromkeys(one.code for one, _ in pairs))
    run = {
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"uri": Path(context.root).absolute().as_uri().rstrip("/") + "/"}},
        "results": [_result(one, kind, mark, codes, context) for (one, kind), mark in zip(pairs, marks, strict=True)],
        "tool": {"driver": _driver(codes, context.rules)},
    }
    yield to_json({"$schema": _SCHEMA, "runs": [run], "version": "2.1.0"})


def _driver(codes: Iterable[str], rules: Iterable[Rule]) -> dict[str, Any]:
    by_code = {rule.code: rule for rule in rules}
    return {
        "informationUri": PROJECT_URL,
        "name": "flake8-uec",
        "rules": [_rule(code, by_code.get(code)) for code in codes],
        "semanticVersion": __version__,
    }


def _rule(code: str, rule: Rule | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": code, "helpUri": rule_url(code)}
    if rule is None:
        return entry
    text = explanation(rule)
    return {
        **entry,
        "name": "".join(part.title() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"markdown": text, "text": text},
    }


def _result(one: Diagnostic, kind: str, mark: str, codes: Sequence[str], context: RenderContext) -> dict[str, Any]:
    result: dict[str, Any] = {
        "level": one.severity.value,
        "locations": [{"physicalLocation": _location(one.path, one.range, context)}],
        "message": {"text": one.message},
        "partialFingerprints": {_FINGERPRINT: mark},
        "ruleId": one.code,
        "ruleIndex": codes.index(one.code),
    }
    if context.compares:
        result["baselineState"] = "unchanged" if kind == "external" else "new"
    if kind:
        result["suppressions"] = [{"kind": kind}]
    if one.related:
        result["relatedLocations"] = [
            {"message": {"text": each.message}, "physicalLocation": _location(each.path, each.range, context)}
            for each in one.related
        ]
    source = context.source(one.path) if one.fix else None
    if one.fix and source:
        result["fixes"] = [_fix(one.fix, one.path, source, context)]
    return result


def _fix(fix: Fix, path: str, source: Source, context: RenderContext) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": _region(Range(source.position(edit.span.start), source.position(edit.span.end))),
            "insertedContent": {"text": edit.content},
        }
        for edit in fix.edits
    ]
    change = {"artifactLocation": _artifact(path, context), "replacements": replacements}
    return {"artifactChanges": [change], "description": {"text": fix.title}}


def _location(path: str, where: Range, context: RenderContext) -> dict[str, Any]:
    return {"artifactLocation": _artifact(path, context), "region": _region(where)}


def _artifact(path: str, context: RenderContext) -> dict[str, str]:
    """Return where a file lies; one outside the root has an address of its own."""
    relative = context.from_root(path)
    if relative.startswith("../"):
        return {"uri": Path(context.absolute(path)).as_uri()}
    return {"uri": quote(relative, errors="surrogateescape"), "uriBaseId": _BASE}


def _region(where: Range) -> dict[str, int]:
    (line, column), (end_line, end_column) = where.start, where.end
    return {"endColumn": end_column, "endLine": end_line, "startColumn": column, "startLine": line}
