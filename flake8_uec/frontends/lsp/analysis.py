"""Lints what is open in the editor. Nothing here speaks the protocol."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import count

from flake8_uec.engine.fix import Fixer
from flake8_uec.frontends.lsp.documents import Document, Documents
from flake8_uec.frontends.lsp.options import Options
from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.facts import Question
from flake8_uec.model.settings import Settings
from flake8_uec.model.source import Source
from flake8_uec.model.values import dataclass
from flake8_uec.project.baseline import path_of
from flake8_uec.project.config import PYPROJECT
from flake8_uec.project.files import is_left_out
from flake8_uec.project.live import LiveWorker
from flake8_uec.project.mistakes import ConfigError
from flake8_uec.project.paths import relative_to


@dataclass(frozen=True, slots=True)
class Checked:
    """What one version of a file gave.

    asked: what it wanted to know of its project.
    id: the same for two results that are the same.
    seconds: how long it took.
    """

    source: Source
    found: tuple[Diagnostic, ...] = ()
    asked: frozenset[Question] = frozenset()
    id: str = ""
    seconds: float = 0.0


Stamp = tuple[int, int]
_State = tuple[int, int]
"""The version of a document, and the state of all that it depends on."""


class Analysis:
    """The linter over open documents.

    problem: what is wrong with the configuration, for the user; there are no findings then.
    """

    def __init__(self, documents: Documents) -> None:
        self.documents = documents
        self.options = Options()
        self.folder = os.curdir
        self.problem: ConfigError | None = None
        self._worker: LiveWorker | None = None
        self._checked: dict[str, tuple[_State, Checked]] = {}
        self._states: dict[str, int] = {}
        self._ids = count(1)
        self._stamps: dict[str, Stamp] = {}
        self._unsaved: set[str] = set()

    # What is to be believed no more

    def configure(self, options: Options, folder: str) -> None:
        """Take other options over."""
        self.options, self.folder = options, folder
        self.reload()

    def reload(self) -> None:
        """Start afresh: a configuration has changed, or files have come or gone."""
        self._worker = None
        self.doubt(self.documents)

    def forget_baselines(self) -> None:
        """Read the known findings again; what is wrong with the configuration is found again, too."""
        self.problem = None
        if self._worker:
            self._worker.forget_baselines()
        self.doubt(self.documents)

    def doubt(self, documents: Collection[Document] | Documents) -> None:
        """Lint some documents again though they have not changed."""
        for document in documents:
            self._states[document.uri] = self._states.get(document.uri, 0) + 1

    def look_again(self, path: str) -> frozenset[Question]:
        """Let the index follow a file that has changed; return the questions that have another answer now.

        The open documents that depend on one of them are linted again when they are asked about next.
        """
        if self._worker is None:
            return frozenset()
        with self._guarded():
            self._lay_over(self._worker)
            changed = self._worker.look_again(path)
            self.doubt([one for one in self.documents if self.concerns(changed, one)])
            return changed
        return frozenset()

    def concerns(self, changed: frozenset[Question], document: Document) -> bool:
        """Tell whether an open document asked something that has another answer now."""
        known = self._checked.get(document.uri)
        return known is not None and bool(known[1].asked & changed)

    def forget(self, document: Document) -> None:
        """Drop what is known of a document that is closed."""
        self._checked.pop(document.uri, None)
        self._states.pop(document.uri, None)

    # Linting

    def check(self, document: Document) -> Checked:
        """Return what is found in a document; it is linted only where that is not known."""
        state = document.version, self._states.get(document.uri, 0)
        known = self._checked.get(document.uri)
        if known is not None and known[0] == state and known[1].source.text == document.text:
            return known[1]
        checked = self._lint(document)
        if known is not None and known[1].found == checked.found:
            checked = replace(checked, id=known[1].id)
        self._checked[document.uri] = state, checked
        return checked

    def seconds(self, document: Document) -> float:
        """Return how long it took to lint a document last."""
        known = self._checked.get(document.uri)
        return known[1].seconds if known else 0.0

    def _lint(self, document: Document) -> Checked:
        """Lint a document. A configuration that cannot be used gives no findings, and is told."""
        started = time.perf_counter()
        empty = Checked(document.source, id=str(next(self._ids)))
        if not self.options.enable:
            return empty
        with self._guarded():
            worker = self.worker()
            settings = worker.settings_of(document.path)
            for path in (os.path.join(settings.root, PYPROJECT), path_of(settings), *self.sources):
                self._stamps.setdefault(path, stamp(path))
            if _is_left_out(document.path, settings):
                return empty
            looked = worker.look(document.data, document.path)
            seconds = time.perf_counter() - started
            return replace(empty, found=looked.result.diagnostics, asked=looked.asked, seconds=seconds)
        return empty

    def look(self, path: str) -> tuple[Sequence[Diagnostic], frozenset[Question]]:
        """Return what is found in a file that is not open, and what it wanted to know of its project."""
        if not self.options.enable:
            return (), frozenset()
        with self._guarded():
            looked = self.worker().look_at(path)
            return looked.result.diagnostics, looked.asked
        return (), frozenset()

    def worker(self) -> LiveWorker:
        """Return the linter with what is open laid over the disk. Raise `ConfigError`."""
        if self._worker is None:
            self._worker = LiveWorker(self.options.resolver(self.folder))
            self.problem = None
        self._lay_over(self._worker)
        return self._worker

    def _lay_over(self, worker: LiveWorker) -> None:
        worker.lay_over(self.documents.bytes_by_path())

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Note what is wrong with the configuration; let no garbage be collected while trees are built."""
        collects = gc.isenabled()
        gc.disable()
        try:
            yield
        except ConfigError as error:
            self.problem = error
        finally:
            if collects:
                gc.enable()

    def rest(self) -> None:
        """Give back what linting has left behind; what stays is not looked at again, so that this is soon done."""
        gc.collect()
        gc.freeze()

    # Fixing

    def fixed(self, document: Document, wanted: Callable[[Diagnostic], bool]) -> str:
        """Return the text of a document with the fixes of some of its findings made, as far as they go together."""
        with self._guarded():
            worker = self.worker()
            settings = worker.settings_of(document.path)
            source = Source(document.path, document.text, relative_to(settings.root, document.path))

            def diagnose(now: Source) -> list[Diagnostic]:
                data = replace(document, text=now.text).data
                return [one for one in worker.lint_bytes(data, document.path).diagnostics if wanted(one)]

            return Fixer(diagnose, lambda _: True, worker.linter(settings).tidy).fix(source).source.text
        return document.text

    def settings_of(self, document: Document) -> Settings | None:
        """Return the settings of a document, `None` where they cannot be used."""
        with suppress(ConfigError):
            return self.worker().settings_of(document.path)
        return None

    def reads(self, path: str) -> bool:
        """Tell whether a file is one of the configurations and baselines that were read."""
        return path in self._stamps

    @property
    def sources(self) -> frozenset[str]:
        """The files that the settings of today were read from."""
        return frozenset(self._worker.resolver.files if self._worker else ())

    def has_moved(self) -> bool:
        """Tell whether a configuration is wrong, one or a baseline has changed, or modules have come or gone."""
        before = self._stamps, self._unsaved
        self._stamps = {path: stamp(path) for path in self._stamps}
        self._unsaved = {one.path for one in self.documents if not os.path.exists(one.path)}
        has_changed = before != (self._stamps, self._unsaved)
        return self.problem is not None or has_changed or (self._worker is not None and self._worker.disk.has_moved())


def _is_left_out(path: str, settings: Settings) -> bool:
    """Tell whether the project excludes a file: one that is merely looked into, as that of a dependency."""
    return is_left_out(path, replace(settings, files=replace(settings.files, force_exclude=True)))


def stamp(path: str) -> Stamp:
    """Return what tells two states of a file apart; a file that is not there has one, too."""
    try:
        status = os.stat(path)
    except OSError:
        return -1, -1
    return status.st_mtime_ns, status.st_size
