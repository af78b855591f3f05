"""What the server answers, request by request."""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from flake8_uec.frontends.lsp import pulling
from flake8_uec.frontends.lsp.actions import ADD_TO_BASELINE, KINDS
from flake8_uec.frontends.lsp.hover import hover
from flake8_uec.frontends.lsp.known import add_to_baseline
from flake8_uec.frontends.lsp.lifetime import end_with
from flake8_uec.frontends.lsp.options import SECTION, are_ours
from flake8_uec.frontends.lsp.pace import DRAIN, delay
from flake8_uec.frontends.lsp.server import Server
from flake8_uec.project.mistakes import ConfigError

_ACTIONS = types.CodeActionOptions([types.CodeActionKind.QuickFix, KINDS[1]], resolve_provider=True)
_PULL = types.DiagnosticOptions(True, True, SECTION, True)


def register(server: Server) -> None:
    """Let a server answer all that it can."""
    for method, options, handler in _FEATURES:
        server.feature(method, options)(handler)
    server.command(ADD_TO_BASELINE)(_add_to_baseline)


# The session


def _initialize(server: Server, params: types.InitializeParams) -> None:
    server.begin(params)


async def _initialized(server: Server, params: types.InitializedParams) -> None:
    end_with(server.process_id)
    await server.ask_for_settings()
    await server.ask_to_watch()


async def _settings_changed(server: Server, params: types.DidChangeConfigurationParams) -> None:
    """Editors that can be asked send nothing of worth with this."""
    if server.workspace_capability("configuration"):
        await server.ask_for_settings()
    else:
        pushed = params.settings
        if isinstance(pushed, dict) and (SECTION in pushed or not are_ours(pushed)):
            pushed = pushed.get(SECTION)  # the settings of all tools
        server.configure(pushed)


def _folders_changed(server: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
    server.follow_folders()


def _files_changed(server: Server, params: types.DidChangeWatchedFilesParams) -> None:
    server.publisher.files_changed(params.changes)


# Documents


def _opened(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    document = server.documents.open(params.text_document)
    if document is not None:
        server.publisher.look_around()
        server.publisher.touch(document, DRAIN)


def _changed(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    document = server.documents.change(params)
    if document is not None:
        server.publisher.touch(document, delay(server.analysis.seconds(document)))


def _saved(server: Server, params: types.DidSaveTextDocumentParams) -> None:
    server.publisher.look_around()


def _closed(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    document = server.documents.close(params.text_document.uri)
    if document is not None:
        server.publisher.close(document)
        server.publisher.look_around()


# Requests


async def _document_findings(server: Server, params: types.DocumentDiagnosticParams) -> Any:
    document = server.documents.get(params.text_document.uri)
    if document is None:
        return pulling.findings_on_disk(server.publisher, params.text_document.uri, server.folders)
    report = await pulling.document_findings(server.publisher, document)
    if report.result_id == params.previous_result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(report.result_id or "")
    return report


async def _workspace_findings(
    server: Server, params: types.WorkspaceDiagnosticParams
) -> types.WorkspaceDiagnosticReport:
    return await pulling.WorkspacePull(server.publisher, params).answer(server.folders)


def _code_actions(server: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    document = server.documents.get(params.text_document.uri)
    return server.actions.at(document, params) if document else []


def _resolved(server: Server, action: types.CodeAction) -> types.CodeAction:
    document = server.documents.get(action.data["uri"]) if isinstance(action.data, dict) else None
    if document is not None and action.edit is None:
        action.edit = server.actions.all_fixes(document, action.data)
    return action


def _hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    document = server.documents.get(params.text_document.uri)
    settings = server.analysis.settings_of(document) if document else None
    if document is None or settings is None:
        return None
    return hover(server.analysis.check(document), params.position, settings.policy, server.documents.units)


def _add_to_baseline(server: Server, uri: str, code: str, line: int, character: int) -> None:
    document = server.documents.get(uri)
    if document is None:
        return
    checked = server.analysis.check(document)
    at = types.Position(line, character)
    for one in checked.found:
        if one.code == code and server.documents.units.position(checked.source, one.range.start) == at:
            try:
                add_to_baseline(server.analysis, document, one)
            except (ConfigError, OSError) as error:
                server.publisher.teller.tell(f"flake8-uec: the baseline was not written: {error}")
            server.publisher.baselines_changed()
            return
    gone = f"there is no {code} on line {line + 1} any more"
    server.publisher.teller.tell(f"flake8-uec: nothing was added to the baseline: {gone}")


_FEATURES: tuple[tuple[str, Any, Any], ...] = (
    (types.INITIALIZE, None, _initialize),
    (types.INITIALIZED, None, _initialized),
    (types.WORKSPACE_DID_CHANGE_CONFIGURATION, None, _settings_changed),
    (types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, None, _folders_changed),
    (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, None, _files_changed),
    (types.TEXT_DOCUMENT_DID_OPEN, None, _opened),
    (types.TEXT_DOCUMENT_DID_CHANGE, None, _changed),
    (types.TEXT_DOCUMENT_DID_SAVE, None, _saved),
    (types.TEXT_DOCUMENT_DID_CLOSE, None, _closed),
    (types.TEXT_DOCUMENT_DIAGNOSTIC, _PULL, _document_findings),
    (types.WORKSPACE_DIAGNOSTIC, None, _workspace_findings),
    (types.TEXT_DOCUMENT_CODE_ACTION, _ACTIONS, _code_actions),
    (types.CODE_ACTION_RESOLVE, None, _resolved),
    (types.TEXT_DOCUMENT_HOVER, None, _hover),
)
"""The methods, what the client is told of them, and who answers."""
