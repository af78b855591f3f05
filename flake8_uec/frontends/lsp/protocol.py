"""The protocol as pygls speaks it, with what it leaves open."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidRequest, JsonRpcServerNotInitialized
from pygls.protocol import LanguageServerProtocol, lsp_method


class Protocol(LanguageServerProtocol):
    """Leaves the texts of documents to their handlers, and answers a request that cannot be read.

    pygls' own texts also split lines at form feeds and U+2028, where editors do not. Before the session has begun, and
    after it was shut down, requests are refused and notifications dropped.
    """

    exit_code = 0
    """What the process is to end with: 1 where the client left without a word before."""

    _has_begun = False

    def handle_message(self, message: Any) -> None:
        """Take a message, where it is one that the session is ready for."""
        method, number = getattr(message, "method", ""), getattr(message, "id", None)
        if method == types.EXIT:
            self.exit_code = 0 if self._shutdown else 1
        elif method and (self._shutdown or not (self._has_begun or method == types.INITIALIZE)):
            refused = JsonRpcInvalidRequest if self._shutdown else JsonRpcServerNotInitialized
            if number is not None:
                self._send_response(number, error=refused().to_response_error())
            return
        self._has_begun |= method == types.INITIALIZE
        super().handle_message(message)

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Generator[Any, Any, None]:
        """Hand an opened document on."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Generator[Any, Any, None]:
        """Hand changes of a document on."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Generator[Any, Any, None]:
        """Hand a closed document on."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Return a message as a value. Where it is none, whoever waits for an answer is told, and the error raised."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "method" in data and isinstance(data.get("id"), (int, str)):
                self._send_response(data["id"], error=error.to_response_error())
            raise
