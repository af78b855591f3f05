"""Findings as an editor shows them."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from flake8_uec.frontends.lsp.options import SECTION
from flake8_uec.frontends.lsp.positions import Units
from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.entry import NEVER_KNOWN
from flake8_uec.model.source import Source
from flake8_uec.output.links import rule_url
from flake8_uec.project.mistakes import Mistake
from flake8_uec.rules import DEPRECATION_CODES

UNUSED_SUPPRESSION = "UEC003"
_OWN = "UEC9"


def to_lsp(one: Diagnostic, source: Source, uri: str, units: Units) -> types.Diagnostic:
    """Return a finding of a source as the client has it."""
    related = [
        types.DiagnosticRelatedInformation(types.Location(uri, units.range(source, evidence.range)), evidence.message)
        for evidence in one.related
    ]
    return types.Diagnostic(
        units.range(source, one.range),
        one.message,
        severity(one),
        one.code,
        types.CodeDescription(rule_url(one.code)),
        SECTION,
        [*tags(one.rule_code)] or None,
        related or None,
    )


def severity(one: Diagnostic) -> types.DiagnosticSeverity:
    """Return how bad a finding is: an error where the file itself is broken, a warning where it fails a run."""
    if not one.is_error:
        return types.DiagnosticSeverity.Information
    return types.DiagnosticSeverity.Error if one.code in NEVER_KNOWN else types.DiagnosticSeverity.Warning


def tags(code: str) -> Iterable[types.DiagnosticTag]:
    """Yield how an editor may show the code of a finding: struck out, or faded."""
    if code in DEPRECATION_CODES or code.startswith(_OWN):
        yield types.DiagnosticTag.Deprecated
    if code == UNUSED_SUPPRESSION:
        yield types.DiagnosticTag.Unnecessary


def of_mistake(mistake: Mistake) -> types.Diagnostic:
    """Return a mistake in a configuration as a finding of that file."""
    at = types.Position(max(mistake.line - 1, 0), 0)
    end = types.Position(at.line, 0) if not mistake.line else types.Position(at.line + 1, 0)
    message = f"{mistake.key}: {mistake.message}" if mistake.key else mistake.message
    return types.Diagnostic(types.Range(at, end), message, types.DiagnosticSeverity.Error, source=SECTION)
