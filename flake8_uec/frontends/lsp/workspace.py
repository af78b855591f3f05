"""The findings of the whole workspace: file by file, so that whoever types meanwhile is served first."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from lsprotocol import types

from flake8_uec.frontends.lsp.analysis import Analysis, Stamp
from flake8_uec.frontends.lsp.analysis import stamp as stamp_of
from flake8_uec.frontends.lsp.diagnostics import to_lsp
from flake8_uec.frontends.lsp.documents import Document
from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.facts import Question
from flake8_uec.model.source import Source, UndecodableError
from flake8_uec.model.values import dataclass
from flake8_uec.project.files import discover

Report = types.WorkspaceFullDocumentDiagnosticReport | types.WorkspaceUnchangedDocumentDiagnosticReport

_DOUBTED: Stamp = (-2, -2)
"""No file has this: what is known is a thing to compare with, no more."""


_GONE = "gone"


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a closed file: as it was at a stamp, it gave some findings."""

    stamp: Stamp
    found: tuple[types.Diagnostic, ...]
    asked: frozenset[Question]
    id: str


class WorkspaceFindings:
    """Remembers what the files of a workspace gave, as long as they and what they depend on stay the same."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._known: dict[str, _Known] = {}
        self._files: list[str] | None = None
        self._ids = count(1)

    def forget_all(self) -> None:
        """Lint every file again, and look for files again."""
        self._known = {path: replace(one, stamp=_DOUBTED) for path, one in self._known.items()}
        self._files = None

    def forget(self, changed: frozenset[Question]) -> bool:
        """Lint those files again that asked something which has another answer now; tell whether there are any."""
        doubted = [path for path, one in self._known.items() if one.asked & changed]
        for path in doubted:
            self._known[path] = replace(self._known[path], stamp=_DOUBTED)
        return bool(doubted)

    def files(self, folders: Sequence[str]) -> list[str]:
        """Return the absolute paths of the Python files of some folders. Raise `ConfigError`."""
        if self._files is None:
            there = [folder for folder in folders if os.path.isdir(folder)]
            self._files = [*discover(there, self._analysis.worker().resolver.settings_for).python] if there else []
        return self._files

    def report(self, path: str, uri: str, previous: str | None) -> Report | None:
        """Return what a client is to be told of a file, `None` where that is nothing.

        previous: the id of what it was told last, `None` where it was told nothing.
        """
        document = self._analysis.documents.get(uri)
        version = document.version if document else None
        identity, found = self._of_open(document) if document else self._of_closed(path, uri)
        if previous == identity:
            return types.WorkspaceUnchangedDocumentDiagnosticReport(uri, identity, version)
        if not found and previous is None:
            return None
        return types.WorkspaceFullDocumentDiagnosticReport(uri, found, version, result_id=identity)

    def gone(self, uri: str, previous: str) -> Report | None:
        """Return what a client is to be told of a file that it knows and that is not there."""
        if self._analysis.documents.get(uri) is not None:
            return self.report("", uri, previous)
        if previous == _GONE:
            return types.WorkspaceUnchangedDocumentDiagnosticReport(uri, _GONE)
        return types.WorkspaceFullDocumentDiagnosticReport(uri, [], result_id=_GONE)

    def _of_open(self, document: Document) -> tuple[str, Sequence[types.Diagnostic]]:
        checked = self._analysis.check(document)
        units = self._analysis.documents.units
        return f"o{checked.id}", [to_lsp(one, checked.source, document.uri, units) for one in checked.found]

    def _of_closed(self, path: str, uri: str) -> tuple[str, Sequence[types.Diagnostic]]:
        stamp = stamp_of(path)
        known = self._known.get(path)
        if known is None or known.stamp != stamp:
            known = self._known[path] = self._lint(path, uri, stamp, known)
        return known.id, known.found

    def _lint(self, path: str, uri: str, stamp: Stamp, before: _Known | None) -> _Known:
        found, asked = self._analysis.look(path)
        shown = tuple(self._shown(found, path, uri))
        identity = before.id if before and before.found == shown else f"c{next(self._ids)}"
        return _Known(stamp, shown, asked, identity)

    def _shown(self, found: Sequence[Diagnostic], path: str, uri: str) -> Iterator[types.Diagnostic]:
        source = self._source(path) if found else None
        for one in found:
            yield to_lsp(one, source or Source(path, ""), uri, self._analysis.documents.units)

    def _source(self, path: str) -> Source | None:
        try:
            return Source.from_bytes(self._analysis.worker().disk.read(path), path)
        except (OSError, UndecodableError):
            return None
