"""A project whose files are being edited: what lies in memory goes before the disk, and answers follow it."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator, Mapping

from flake8_uec.engine.lint import Linter
from flake8_uec.model.facts import FACTS, TEXT, Question
from flake8_uec.model.settings import Settings
from flake8_uec.model.source import Source
from flake8_uec.model.values import dataclass
from flake8_uec.project.caches import Caches
from flake8_uec.project.config import Resolver
from flake8_uec.project.disk import Disk, listing
from flake8_uec.project.files import reason
from flake8_uec.project.index import DiskProject
from flake8_uec.project.worker import Result, Worker
from flake8_uec.semantics.broken import Parsed, parse
from flake8_uec.semantics.reparse import MOST_TEXTS, Reparser
from flake8_uec.semantics.tree import Tree


@dataclass(frozen=True, slots=True)
class Seen:
    """What linting a file gave, and what it wanted to know of its project."""

    result: Result
    asked: frozenset[Question] = frozenset()


class LiveDisk(Disk):
    """The files below what is being edited. What lies open is there though nobody has saved it yet."""

    def __init__(self) -> None:
        super().__init__()
        self._times: dict[str, int] = {}

    def is_file(self, path: str) -> bool:
        """Tell whether there is a file at an absolute path, on the disk or over it."""
        return super().is_file(path) or os.path.realpath(path) in self.pending

    def has_moved(self) -> bool:
        """Tell whether a file or a directory has come or gone where one was looked for."""
        return any(
            _changed_at(folder) != self._times[folder] and listing(folder) != known
            for folder, known in self._listed.items()
        )

    def _entries(self, folder: str) -> Mapping[str, bool]:
        if folder not in self._times:
            self._times[folder] = _changed_at(folder)
        return super()._entries(folder)


def _changed_at(folder: str) -> int:
    """Return when a directory changed last, in nanoseconds; one that is not there has a time, too."""
    try:
        return os.stat(folder or os.sep).st_mtime_ns
    except (OSError, ValueError):
        return 0


class LiveWorker(Worker):
    """Lints files as they are in memory, and knows which of them a change of another may concern.

    That a module comes or goes changes more answers than are looked at again: whoever holds one starts afresh then.
    """

    disk: LiveDisk

    def __init__(self, resolver: Resolver) -> None:
        super().__init__(resolver, LiveDisk(), Caches(is_on=True))
        self._reparser = Reparser()
        self._trees: dict[tuple[str, bool], Tree] = {}
        self._is_broken = False
        self._questions: dict[Question, Question] = {}

    def lay_over(self, pending: Mapping[str, bytes]) -> None:
        """Let some bytes, by real path, go before what the disk holds. Answers do not follow before `look_again`."""
        self.disk.pending = pending

    def linter(self, settings: Settings) -> Linter:
        """Return the linter of a configuration, which parses no more of a text than has changed."""
        linter = super().linter(settings)
        linter.parse, linter.grow = self._parse, self._grow
        return linter

    def _parse(self, source: Source) -> Parsed:
        parsed = self._reparser.parse(source) if self._is_edited(source) else parse(source.text)
        self._is_broken = bool(parsed.problems)
        return parsed

    def _is_edited(self, source: Source) -> bool:
        return os.path.realpath(source.path) in self.disk.pending

    def _grow(self, source: Source, root: ast.Module) -> Tree:
        """Return the tree of a text, with what is known of the statements that it shares with the one before.

        What parses as a whole has other nodes than what does not, and one follows the other while a line is typed.
        """
        key = source.path, self._is_broken
        before = self._trees.pop(key, None)
        tree = Tree(source, root, before)
        if self._is_edited(source):
            self._trees[key] = tree
            while len(self._trees) > 2 * MOST_TEXTS:
                del self._trees[next(iter(self._trees))]
        return tree

    def project(self, settings: Settings) -> DiskProject:
        """Return the project of a configuration."""
        key = id(settings)
        if key not in self._projects:
            self._projects[key] = LiveProject(settings, self.disk, self.caches.of(settings).module)
        return self._projects[key]

    def look(self, data: bytes, path: str) -> Seen:
        """Lint the bytes of a file, and tell what that depends on. Raise `ConfigError`."""
        linted, asked = self._lint(data, path)
        self.project(self.settings_of(path)).take_read()  # what lies in memory is nothing to remember
        return Seen(self.result(path, linted, data), frozenset(map(self._once, asked)))

    def _once(self, question: Question) -> Question:
        """Return the first one of equal questions: thousands of files ask the same."""
        return self._questions.setdefault(question, question)

    def look_at(self, path: str) -> Seen:
        """Lint a file as `look` does, from the disk or what lies over it."""
        try:
            data = self.disk.read(path)
        except (OSError, ValueError) as error:
            return Seen(self.unreadable(path, reason(error)))
        return self.look(data, path)

    def look_again(self, path: str) -> frozenset[Question]:
        """Read a file again that others may have asked about; return the questions that now have another answer."""
        real = os.path.realpath(path)
        projects = [one for one in self._projects.values() if isinstance(one, LiveProject)]
        changed = frozenset(question for project in projects for question in project.look_again(real))
        if any(topic == FACTS for topic, _ in changed):
            self._linters.clear()  # a trace remembers where names led
        return changed

    def forget_baselines(self) -> None:
        """Read the known findings again when they are asked for."""
        self._baselines.clear()


class LiveProject(DiskProject):
    """A project that can look at a file again."""

    def look_again(self, real: str) -> Iterator[Question]:
        """Yield what may have been asked of the module at a real path, where the answer may be another now."""
        module = self.module_name(os.path.relpath(real, os.path.realpath(self.root)))
        read = [key for key, (_, others) in self._inferred.items() if module in others or key[0] == module]
        for key in read:
            del self._inferred[key]  # kept by text: each keystroke would leave one behind
        yield TEXT, module
        before = self._records.pop(module, None)
        if before is not None or module in self._facts:
            self._facts.pop(module, None)
            if self.answer((FACTS, module)) != (before.meaning if before else b""):
                yield FACTS, module
