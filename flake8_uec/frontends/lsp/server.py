"""The language server: whom it serves, and how it begins and ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from flake8_uec import __version__
from flake8_uec.frontends.lsp import options
from flake8_uec.frontends.lsp.actions import Actions, Client
from flake8_uec.frontends.lsp.analysis import Analysis
from flake8_uec.frontends.lsp.documents import Documents, path_of
from flake8_uec.frontends.lsp.positions import Units
from flake8_uec.frontends.lsp.protocol import Protocol
from flake8_uec.frontends.lsp.publishing import Publisher
from flake8_uec.frontends.lsp.watching import registration
from flake8_uec.project.mistakes import ConfigError


class Server(LanguageServer):
    """A server for one client."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__(options.SECTION, __version__, protocol_cls=Protocol)
        self.documents = Documents()
        self.analysis = Analysis(self.documents)
        self.publisher = Publisher(self, self.analysis)
        self.actions = Actions(self.analysis, Client())
        self._chosen: options.Options | None = None

    def begin(self, params: types.InitializeParams) -> None:
        """Take over what the client can do and what it is set to."""
        encoding = self.protocol.workspace.position_encoding
        self.documents.units = Units(str(getattr(encoding, "value", encoding)))
        text = params.capabilities.text_document
        action = text.code_action if text else None
        resolve = action.resolve_support if action else None
        edit = self.workspace_capability("workspace_edit")
        client = Client(bool(resolve and "edit" in resolve.properties), bool(edit and edit.document_changes))
        self.actions = Actions(self.analysis, client)
        again = self.workspace_capability("diagnostics")
        self.publisher.pulls = bool(text and text.diagnostic)
        self.publisher.asks_again = bool(again and again.refresh_support)
        self.configure(params.initialization_options)

    def workspace_capability(self, name: str) -> Any:
        """Return what the client can do about the workspace, `None` where it does not say."""
        return getattr(self.client_capabilities.workspace, name, None)

    @property
    def folders(self) -> list[str]:
        """The absolute paths of the workspace's folders."""
        workspace = self.protocol.workspace
        uris = [folder.uri for folder in workspace.folders.values()] or [workspace.root_uri or ""]
        return [path for uri in uris if (path := path_of(uri))]

    def configure(self, section: Any) -> None:
        """Take over the settings of the editor, and tell what is wrong with them."""
        chosen, problems = options.read(section)
        if chosen == self._chosen:
            return  # many editors send at first what they answer when they are asked
        self._chosen = chosen
        self.follow_folders()
        for problem in problems:
            self.publisher.teller.tell(problem, types.MessageType.Warning)

    def follow_folders(self) -> None:
        """Take over which folders the workspace has now."""
        self.analysis.configure(self._chosen or options.Options(), _enter(self.folders))
        self.publisher.refresh_all()

    async def ask_for_settings(self) -> None:
        """Ask the editor for its settings, where it can be asked."""
        if self.workspace_capability("configuration"):
            item = types.ConfigurationItem(section=options.SECTION)
            answer = await self.workspace_configuration_async(types.ConfigurationParams([item]))
            if answer and answer[0] is not None:
                self.configure(answer[0])

    async def ask_to_watch(self) -> None:
        """Ask the editor to tell of changed files, where it can."""
        watch = self.workspace_capability("did_change_watched_files")
        if watch and watch.dynamic_registration:
            await self.client_register_capability_async(registration(self._files()))

    def _files(self) -> list[str]:
        """Return the files of known findings, and those that settings were read from."""
        names: list[str] = []
        with suppress(ConfigError):
            resolver = self.analysis.worker().resolver
            names += [name for folder in self.folders if (name := resolver.settings_for(folder).baseline)]
        return [*names, *self.analysis.sources]

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Write what went wrong to the editor's log: a window for each would be worse than the defect."""
        with suppress(OSError):
            message = f"{type(error).__name__}: {error}"
            self.window_log_message(types.LogMessageParams(types.MessageType.Error, message))


def _enter(folders: Sequence[str]) -> str:
    """Work in the first folder, as the command would; where none is there, at the root."""
    for folder in folders:
        with suppress(OSError):
            os.chdir(folder)
            return folder
    os.chdir(os.sep)
    return os.sep


def serve() -> int:
    """Serve one client on standard input and output until it goes, and return the exit code."""
    # Imported here: the features know the server.
    from flake8_uec.frontends.lsp.features import register  # noqa: PLC0415

    server = Server()
    register(server)
    stdout, sys.stdout = sys.stdout, sys.stderr  # what is printed must not get between messages
    server.start_io(sys.stdin.buffer, stdout.buffer)
    return server.protocol.exit_code
