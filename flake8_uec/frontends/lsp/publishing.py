"""When documents are linted, and how the client learns what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from lsprotocol import types

from flake8_uec.frontends.lsp.analysis import Analysis, Checked
from flake8_uec.frontends.lsp.diagnostics import to_lsp
from flake8_uec.frontends.lsp.documents import Document, path_of
from flake8_uec.frontends.lsp.pace import SETTLE, Timers
from flake8_uec.frontends.lsp.telling import Teller
from flake8_uec.frontends.lsp.watching import starts_afresh
from flake8_uec.frontends.lsp.workspace import WorkspaceFindings

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer


class Publisher:
    """Keeps a client's findings true, by sending them or, where it asks for them, by telling it to ask again.

    pulls: the client asks for findings.
    asks_again: it can be told to.
    changed: set where anything has changed that findings may depend on.
    """

    def __init__(self, server: LanguageServer, analysis: Analysis) -> None:
        self.server = server
        self.analysis = analysis
        self.findings = WorkspaceFindings(analysis)
        self.teller = Teller(server)
        self.timers = Timers()
        self.changed = asyncio.Event()
        self.pulls = self.asks_again = False

    def touch(self, document: Document, seconds: float) -> None:
        """Lint a document that has changed once it rests for so long; then let others follow."""
        self.changed.set()
        if not self.pulls:
            self.timers.set(f"lint {document.uri}", seconds, partial(self.publish, document.uri))
        self.timers.set(f"settle {document.uri}", SETTLE, partial(self.settle, document.path))

    def publish(self, uri: str) -> None:
        """Send the findings of a document as it is now."""
        document = self.analysis.documents.get(uri)
        if document is not None:
            found = self.shown(document, self.check(document))
            params = types.PublishDiagnosticsParams(uri, found, document.version)
            self.server.text_document_publish_diagnostics(params)

    def check(self, document: Document) -> Checked:
        """Return what is found in a document; tell what is wrong with the configuration."""
        checked = self.analysis.check(document)
        self.teller.tell_problem(self.analysis.problem, self.analysis.folder)
        return checked

    def shown(self, document: Document, checked: Checked) -> list[types.Diagnostic]:
        """Return the findings of a document as the client has them."""
        units = self.analysis.documents.units
        return [to_lsp(one, checked.source, document.uri, units) for one in checked.found]

    def settle(self, path: str) -> None:
        """Let the files that depend on one follow its change."""
        changed = self.analysis.look_again(path)
        is_news = self.findings.forget(changed)
        concerned = [one for one in self.analysis.documents if self.analysis.concerns(changed, one)]
        if concerned or is_news:
            self._refresh(concerned)
        self.analysis.rest()

    def close(self, document: Document) -> None:
        """Forget a document that is closed: what the disk holds counts again."""
        self.timers.drop(f"lint {document.uri}")
        self.timers.drop(f"settle {document.uri}")
        self.analysis.forget(document)
        self.settle(document.path)
        self.changed.set()
        if not self.pulls:
            self.server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(document.uri, []))

    def refresh_all(self) -> None:
        """Give the client all findings anew."""
        self.findings.forget_all()
        self._refresh(self.analysis.documents)

    def _refresh(self, documents: Iterable[Document]) -> None:
        """Give the client what has become of documents that did not change themselves."""
        self.changed.set()
        if not self.pulls:
            for document in documents:
                self.timers.set(f"lint {document.uri}", 0, partial(self.publish, document.uri))
        elif self.asks_again:
            self.server.workspace_diagnostic_refresh(None)

    def files_changed(self, changes: Sequence[types.FileEvent]) -> None:
        """Follow changes on the disk."""
        paths = {path: change.type for change in changes if (path := path_of(change.uri))}
        config, sources = self.analysis.options.config, self.analysis.sources
        if any(path in sources or starts_afresh(path, kind, config) for path, kind in paths.items()):
            self.analysis.reload()
            self.refresh_all()
            return
        if any(path.endswith(".jsonl") or self.analysis.reads(path) for path in paths):
            self.baselines_changed()
        for path in paths:
            self.settle(path)
        self.changed.set()

    def look_around(self) -> None:
        """Follow settings that changed on the disk, and modules come or gone, for clients that do not tell of it."""
        if self.analysis.has_moved():
            self.analysis.reload()
            self.refresh_all()

    def baselines_changed(self) -> None:
        """Read the known findings again, and show what is new by them."""
        self.analysis.forget_baselines()
        self.refresh_all()
