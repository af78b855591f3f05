"""What was found in files, for a face that is given one file at a time: remembered where the project has a cache."""

from __future__ import annotations

import ast

from flake8_uec.model.source import Source, UndecodableError
from flake8_uec.project.memory import Memories
from flake8_uec.project.record import Linted
from flake8_uec.project.worker import Worker


class Remembering:
    """Lints what is not remembered, and remembers it where the command has left a cache; it makes none."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._memories = Memories(worker.caches)

    def lint(self, source: Source, root: ast.Module | None) -> Linted:
        """Return what linting gives. `root` is the tree of the text, where it parses; the text may be no file's."""
        settings = self._worker.settings_of(source.path)
        stamp = self._worker.disk.stamp(source.path)
        data = self._bytes_of(source) if self._worker.caches.of(settings).exists() else None
        if data is None:
            return self._worker.lint_source(source, root)[0]
        memory, project = self._memories.of(settings, "lint", None), self._worker.project(settings)
        found = memory.recall([source.path], project, self._worker.disk, None)
        if source.path in found:
            return found[source.path]
        looked = self._worker.lint_source(source, root)
        memory.take(source.path, self._worker.record(source.path, stamp, data, looked), None)
        memory.take_modules(project.take_read())
        memory.save(None, [source.path], whole=False)
        return looked[0]

    def _bytes_of(self, source: Source) -> bytes | None:
        """Return the bytes of the file, `None` where the text is another, as that of standard input."""
        try:
            data = self._worker.disk.read(source.path)
            return data if Source.from_bytes(data, source.path).text == source.text else None
        except (OSError, ValueError, UndecodableError):
            return None
