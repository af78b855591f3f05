"""An editor that drives the real server over its pipes."""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from tests.frontends.conftest import COMMAND

Opened = Callable[..., AbstractAsyncContextManager["Editor"]]

START = types.Range(types.Position(0, 0), types.Position(0, 0))


class Editor:
    """A client with a workspace of its own."""

    def __init__(
        self, client: LanguageClient, root: Path, result: types.InitializeResult, watched: list[types.Registration]
    ) -> None:
        self.client = client
        self.watched = watched
        self.root = root
        self.capabilities = result.capabilities
        self._versions = count(1)

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    def open(self, name: str, text: str | None = None, language: str = "python") -> str:
        uri = self.uri(name)
        shown = (self.root / name).read_text("utf-8") if text is None else text
        item = types.TextDocumentItem(uri, language, next(self._versions), shown)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def close(self, uri: str) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))

    def type(self, uri: str, text: str, line: int, first: int, last: int | None = None) -> None:
        """Replace a part of a line."""
        where = types.Range(types.Position(line, first), types.Position(line, first if last is None else last))
        self.change(uri, [types.TextDocumentContentChangePartial(where, text)])

    def replace(self, uri: str, text: str) -> None:
        """Replace all of a document."""
        self.change(uri, [types.TextDocumentContentChangeWholeDocument(text)])

    def change(self, uri: str, changes: Sequence[Any]) -> None:
        which = types.VersionedTextDocumentIdentifier(next(self._versions), uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(which, changes))

    async def pull(self, uri: str, previous: str | None = None) -> Any:
        which = types.TextDocumentIdentifier(uri)
        params = types.DocumentDiagnosticParams(which, previous_result_id=previous)
        return await self.client.text_document_diagnostic_async(params)

    async def found(self, uri: str) -> list[types.Diagnostic]:
        """Ask for the findings of a document."""
        return list((await self.pull(uri)).items)

    async def codes(self, uri: str) -> list[str]:
        return [str(one.code) for one in await self.found(uri)]

    def changed_on_disk(self, name: str, kind: types.FileChangeType = types.FileChangeType.Changed) -> None:
        event = types.FileEvent(self.uri(name), kind)
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))

    async def everything(self, known: dict[str, str] | None = None, **tokens: Any) -> dict[str, Any]:
        """Ask for the findings of the whole workspace; return the reports by the name of their file."""
        previous = [types.PreviousResultId(uri, value) for uri, value in (known or {}).items()]
        report = await self.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(previous, **tokens))
        return {one.uri.removeprefix(f"{self.root.as_uri()}/"): one for one in report.items}

    async def sent(self) -> types.PublishDiagnosticsParams:
        """Wait for the next findings that the server sends unasked."""
        return await self.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)

    async def actions(self, uri: str, where: types.Range = START, only: list[str] | None = None) -> dict[str, Any]:
        """Return the actions at a place by their title."""
        context = types.CodeActionContext([], only)  # type: ignore[arg-type]
        params = types.CodeActionParams(types.TextDocumentIdentifier(uri), where, context)
        found = await self.client.text_document_code_action_async(params)
        return {one.title: one if isinstance(one, types.CodeAction) else _action(one) for one in found or ()}

    async def run(self, action: types.CodeAction) -> None:
        """Do what an action says that the server does."""
        assert action.command
        params = types.ExecuteCommandParams(action.command.command, action.command.arguments)
        await self.client.workspace_execute_command_async(params)

    def apply(self, uri: str, text: str, edit: types.WorkspaceEdit) -> str:
        """Return a text with an edit of its document made, and tell the server of it."""
        changes = next(iter(edit.document_changes)).edits if edit.document_changes else (edit.changes or {})[uri]
        after = edited(text, changes)
        self.replace(uri, after)
        return after


def _action(read: types.Command) -> types.CodeAction:
    """lsprotocol takes an action that has a command for a command, whose name is the printed command."""
    command = types.Command(**literal_eval(read.command))
    return types.CodeAction(read.title, types.CodeActionKind.QuickFix, command=command)


def edited(text: str, edits: Sequence[Any]) -> str:
    """Make edits as an editor does, by lines and UTF-16 columns."""
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]

    def offset(position: types.Position) -> int:
        units = text[starts[position.line] :].encode("utf-16-le")[: position.character * 2]
        return starts[position.line] + len(units.decode("utf-16-le"))

    after = text
    for edit in sorted(edits, key=lambda one: offset(one.range.start), reverse=True):
        after = after[: offset(edit.range.start)] + edit.new_text + after[offset(edit.range.end) :]
    return after


def position(text: str, offset: int) -> types.Position:
    """Return an offset as an editor has it."""
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]
    line = max(number for number, start in enumerate(starts) if start <= offset)
    return types.Position(line, len(text[starts[line] : offset].encode("utf-16-le")) // 2)


@asynccontextmanager
async def opened(
    root: Path,
    environment: dict[str, str],
    *,
    pulls: bool = True,
    settings: dict[str, Any] | None = None,
    asked: dict[str, Any] | None = None,
    name: str = "visual_studio_code",
) -> AsyncIterator[Editor]:
    """Open an editor on a folder.

    pulls: it asks for findings. settings: come with the first request; asked: what the server gets when it asks.
    """
    client: Any = await ClientServerConfig([*COMMAND, "server"], server_env=environment).start()
    client.set_configuration({"flake8-uec": asked} if asked else {})
    watched: list[types.Registration] = []
    client.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda params: watched.extend(params.registrations))
    capabilities = client_capabilities(name)
    assert capabilities.text_document and capabilities.workspace
    if pulls:
        capabilities.text_document.diagnostic = types.DiagnosticClientCapabilities()
        capabilities.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    folder = types.WorkspaceFolder(root.as_uri(), root.name)
    params = types.InitializeParams(
        capabilities, workspace_folders=[folder], root_uri=root.as_uri(), initialization_options=settings
    )
    result = await client.initialize_session(params)
    yield Editor(client, root, result, watched)
    await client.shutdown_session()
    await client.stop()


@pytest.fixture
def editor(project: Path, environment: dict[str, str]) -> Opened:
    """Open an editor on the project, or another folder: `async with editor() as one`."""

    def on(root: Path = project, **options: Any) -> AbstractAsyncContextManager[Editor]:
        return opened(root, environment, **options)

    return on
