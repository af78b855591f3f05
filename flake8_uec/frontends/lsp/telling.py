"""What the user is told beside findings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import from_fs_path

from flake8_uec.frontends.lsp.diagnostics import of_mistake
from flake8_uec.project.mistakes import ConfigError

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer


class Teller:
    """Shows messages, and what is wrong with the configuration in its own file."""

    def __init__(self, server: LanguageServer) -> None:
        self._server = server
        self._problem: ConfigError | None = None
        self._marked: set[str] = set()

    def tell(self, message: str, kind: types.MessageType = types.MessageType.Error) -> None:
        """Show the user a message."""
        self._server.window_show_message(types.ShowMessageParams(kind, message))

    def tell_problem(self, problem: ConfigError | None, folder: str) -> None:
        """Show what is wrong with the configuration, once, and take back what no longer is.

        folder: what the paths in it are relative to.
        """
        if str(problem or "") == str(self._problem or ""):
            return
        self._problem = problem
        by_file: dict[str, list[types.Diagnostic]] = {}
        for mistake in problem.mistakes if problem else ():
            if mistake.file:
                uri = from_fs_path(os.path.join(folder, mistake.file)) or ""
                by_file.setdefault(uri, []).append(of_mistake(mistake))
        for uri in sorted(self._marked | {*by_file}):
            shown = types.PublishDiagnosticsParams(uri, by_file.get(uri, []))
            self._server.text_document_publish_diagnostics(shown)
        self._marked = {*by_file}
        if problem:
            self.tell(f"flake8-uec: the configuration cannot be used\n{problem}")
