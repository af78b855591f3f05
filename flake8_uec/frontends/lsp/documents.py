"""The files that are open in the editor, as they are there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from urllib.parse import urlsplit

from lsprotocol import types
from pygls.uris import to_fs_path

from flake8_uec.frontends.lsp.positions import Units
from flake8_uec.model.source import Source, declared_encoding
from flake8_uec.model.values import dataclass
from flake8_uec.project.files import PYTHON

PYTHON_LANGUAGE = "python"


@dataclass(frozen=True)
class Document:
    """One version of an open file. `path` is absolute; `text` is what the editor shows, saved or not."""

    uri: str
    path: str
    text: str
    version: int

    @cached_property
    def real(self) -> str:
        """The path that it is known by to the disk."""
        return os.path.realpath(self.path)

    @cached_property
    def source(self) -> Source:
        """The text with the coordinates of its lines."""
        return Source(self.path, self.text)

    @cached_property
    def data(self) -> bytes:
        """The bytes that would be written if it were saved as it declares."""
        data = self.text.encode("utf-8", "surrogatepass")
        encoding = declared_encoding(data)
        try:
            return data if encoding in ("utf-8", "utf-8-sig") else self.text.encode(encoding)
        except (LookupError, UnicodeError):
            return data

    def changed(self, changes: Iterable[types.TextDocumentContentChangeEvent], version: int, units: Units) -> Document:
        """Return the document after some changes, each of which counts in the text that the one before it left."""
        text = self.text
        for change in changes:
            text = _changed(Source(self.path, text), change, units)
        return replace(self, text=text, version=version)


def _changed(source: Source, change: types.TextDocumentContentChangeEvent, units: Units) -> str:
    if isinstance(change, types.TextDocumentContentChangeWholeDocument):
        return change.text
    start, end = units.offset(source, change.range.start), units.offset(source, change.range.end)
    return source.text[: min(start, end)] + change.text + source.text[max(start, end) :]


class Documents:
    """All Python files that are open. Whatever else an editor tells of, as the cells of a notebook, is none of ours."""

    def __init__(self) -> None:
        self.units = Units()
        self._by_uri: dict[str, Document] = {}

    def open(self, item: types.TextDocumentItem) -> Document | None:
        """Take a document in, and return it; `None` where it is none of ours."""
        path = path_of(item.uri)
        if path is None or not (item.language_id == PYTHON_LANGUAGE or path.endswith(PYTHON)):
            return None
        document = self._by_uri[item.uri] = Document(item.uri, path, item.text, item.version)
        return document

    def change(self, params: types.DidChangeTextDocumentParams) -> Document | None:
        """Change a document, and return it; `None` where it is not open."""
        known = self._by_uri.get(params.text_document.uri)
        if known is None:
            return None
        changed = known.changed(params.content_changes, params.text_document.version, self.units)
        self._by_uri[known.uri] = changed
        return changed

    def close(self, uri: str) -> Document | None:
        """Let a document go, and return it; `None` where it was not open."""
        return self._by_uri.pop(uri, None)

    def get(self, uri: str) -> Document | None:
        """Return an open document, `None` where it is not."""
        return self._by_uri.get(uri)

    def __iter__(self) -> Iterator[Document]:
        return iter([*self._by_uri.values()])

    def bytes_by_path(self) -> dict[str, bytes]:
        """Return what lies over the disk: the bytes of each open file, by its real path."""
        return {document.real: document.data for document in self}


def path_of(uri: str) -> str | None:
    """Return the absolute path of a file, `None` for whatever has none, as an unsaved or a remote document."""
    if urlsplit(uri).scheme != "file":
        return None
    path = to_fs_path(uri)
    return os.path.normpath(path) if path and os.path.isabs(path) and "\0" not in path else None
