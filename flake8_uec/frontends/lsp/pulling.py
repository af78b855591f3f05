"""Answers of a client's requests for findings."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from lsprotocol import types
from pygls.uris import from_fs_path

from flake8_uec.frontends.lsp.documents import Document, path_of
from flake8_uec.frontends.lsp.pace import delay
from flake8_uec.frontends.lsp.publishing import Publisher
from flake8_uec.frontends.lsp.workspace import Report
from flake8_uec.project.mistakes import ConfigError

_FULL = types.RelatedFullDocumentDiagnosticReport

BATCH = 50
"""How many files are linted between two pieces of a partial answer."""


async def document_findings(
    publisher: Publisher, document: Document
) -> types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport:
    """Return what is found in a document once it rests; a request that is cancelled until then costs nothing."""
    await asyncio.sleep(delay(publisher.analysis.seconds(document)))
    now = publisher.analysis.documents.get(document.uri)
    if now is None:
        return _FULL([])
    checked = publisher.check(now)
    return _FULL(publisher.shown(now, checked), result_id=checked.id)


def findings_on_disk(
    publisher: Publisher, uri: str, folders: Sequence[str]
) -> types.RelatedFullDocumentDiagnosticReport:
    """Return what is found in a file of the workspace that is not open."""
    path, report = path_of(uri), None
    with suppress(ConfigError):
        if path is not None and path in publisher.findings.files(folders):
            report = publisher.findings.report(path, uri, None)
    return _FULL(report.items) if isinstance(report, types.WorkspaceFullDocumentDiagnosticReport) else _FULL([])


class WorkspacePull:
    """One request for the findings of the whole workspace."""

    def __init__(self, publisher: Publisher, params: types.WorkspaceDiagnosticParams) -> None:
        self._publisher = publisher
        self._params = params
        self._previous = {one.uri: one.value for one in params.previous_result_ids}
        self._told = 0

    async def answer(self, folders: list[str]) -> types.WorkspaceDiagnosticReport:
        """Return the findings, once there is something that the client does not know yet."""
        publisher = self._publisher
        if publisher.analysis.options.diagnostic_mode != "workspace":
            return types.WorkspaceDiagnosticReport([])
        self._begin()
        try:
            while True:
                publisher.changed.clear()
                reports = await self._round(folders)
                is_news = any(isinstance(one, types.WorkspaceFullDocumentDiagnosticReport) for one in reports)
                if is_news or not self._previous:
                    break
                await publisher.changed.wait()
        finally:
            self._end()
        return types.WorkspaceDiagnosticReport(reports[self._told :])

    async def _round(self, folders: list[str]) -> list[Report]:
        findings = self._publisher.findings
        try:
            uris = {from_fs_path(path) or "": path for path in findings.files(folders)}
        except ConfigError as error:
            self._publisher.teller.tell_problem(error, self._publisher.analysis.folder)
            return []
        gone = {uri: "" for uri in self._previous if uri not in uris}
        reports: list[Report] = []
        for number, (uri, path) in enumerate({**uris, **gone}.items(), 1):
            report = (
                findings.report(path, uri, self._previous.get(uri)) if path else findings.gone(uri, self._previous[uri])
            )
            reports += [report] if report else []
            if number % BATCH == 0:
                self._publisher.analysis.rest()
                self._tell(number, len(uris), reports)
            await asyncio.sleep(0)  # whoever types meanwhile is served first
        return reports

    # What the client sees on the way

    def _begin(self) -> None:
        if (token := self._params.work_done_token) is not None:
            begin = types.WorkDoneProgressBegin("flake8-uec", cancellable=True, percentage=0)
            self._publisher.server.work_done_progress.begin(token, begin)

    def _tell(self, done: int, total: int, reports: list[Report]) -> None:
        progress = self._publisher.server.work_done_progress
        if (token := self._params.work_done_token) is not None:
            value = types.WorkDoneProgressReport(
                message=f"{done}/{total} files", percentage=100 * done // max(total, done)
            )
            progress.report(token, value)
        if (token := self._params.partial_result_token) is not None and reports[self._told :]:
            part = types.WorkspaceDiagnosticReportPartialResult(reports[self._told :])
            self._publisher.server.protocol.notify(types.PROGRESS, types.ProgressParams(token, part))
            self._told = len(reports)

    def _end(self) -> None:
        if (token := self._params.work_done_token) is not None:
            self._publisher.server.work_done_progress.end(token, types.WorkDoneProgressEnd())
