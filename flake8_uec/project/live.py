"""A project whose files are being edited: what lies in memory goes before the disk, and answers follow it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from flake8_uec.engine.lint import Linter
from flake8_uec.model.facts import Facts
from flake8_uec.model.settings import Settings
from flake8_uec.project.config import Resolver
from flake8_uec.project.disk import Disk
from flake8_uec.project.files import reason
from flake8_uec.project.index import DiskProject
from flake8_uec.project.worker import Result, Worker, relative_to
from flake8_uec.rules import rules_for
from flake8_uec.semantics.trace import Tracer

INFERENCE = "*"
"""Stands among the modules that a file asked about for any: what was inferred may depend on all."""


@dataclass(slots=True)
class Looked:
    """What linting a file gave, and the modules whose facts that depends on."""

    result: Result
    asked: frozenset[str]


class LiveWorker(Worker):
    """Lints files as they are in memory, and knows which of them a change of another may concern."""

    def __init__(self, resolver: Resolver) -> None:
        super().__init__(resolver, Disk())
        self._projects: dict[str, LiveProject] = {}

    def lay_over(self, pending: Mapping[str, bytes]) -> None:
        """Let some bytes, by real path, go before what the disk holds. Answers do not follow before `look_again`."""
        self.disk.pending = pending

    def linter(self, settings: Settings) -> Linter:
        """Return the linter of a configuration."""
        key = id(settings)
        if key not in self._linters:
            project = self._project(settings)
            linter = Linter(rules_for(settings.policy), settings, project, self.renames, self.held)
            linter.tracer = _AskingTracer(project)
            self._linters[key] = linter
        return self._linters[key]

    def _project(self, settings: Settings) -> LiveProject:
        if settings.root not in self._projects:
            self._projects[settings.root] = LiveProject(settings, self.disk)
        return self._projects[settings.root]

    def look(self, data: bytes, path: str) -> Looked:
        """Lint the bytes of a file, and tell what that depends on. Raise `ConfigError`."""
        settings = self.settings_of(path)
        self.linter(settings)  # what it asks for itself is no file's own question
        with self._project(settings).noting() as asked:
            result = self.lint_bytes(data, path)
        return Looked(result, frozenset(asked))

    def look_at(self, path: str) -> Looked:
        """Lint a file as `look` does, from the disk or what lies over it."""
        try:
            data = self.disk.read(path)
        except (OSError, ValueError) as error:
            return Looked(self.unreadable(path, reason(error)), frozenset())
        return self.look(data, path)

    def look_again(self, path: str) -> frozenset[str]:
        """Read a file again that others may have asked about; return the modules that now offer something else."""
        real = os.path.realpath(path)
        changed = {module for project in self._projects.values() for module in project.look_again(real)}
        if changed:
            self._linters.clear()  # a trace remembers where names led
        return frozenset(changed)

    def forget_baselines(self) -> None:
        """Read the known findings again when they are asked for."""
        self._baselines.clear()

    def module_of(self, path: str) -> str:
        """Return the dotted name of a file's module, `""` where it has none. Raise `ConfigError`."""
        settings = self.settings_of(path)
        return self._project(settings).module_name(relative_to(settings.root, path))


class LiveProject(DiskProject):
    """A project that notes whose facts it is asked for, and can look at a file again.

    That a module comes or goes is not noted: whoever holds a project starts afresh then.
    """

    def __init__(self, settings: Settings, disk: Disk) -> None:
        super().__init__(settings, disk)
        self.asked: set[str] = set()
        self._real_root = os.path.realpath(self.root)

    @contextmanager
    def noting(self) -> Iterator[set[str]]:
        """Give a set that takes in the modules that are asked about meanwhile; who notes around it learns them too."""
        outer, self.asked = self.asked, set()
        try:
            yield self.asked
        finally:
            outer |= self.asked
            self.asked = outer

    def facts(self, module: str) -> Facts | None:
        """Return what a module offers, as `DiskProject.facts` does, and note that it was asked for."""
        self.asked.add(module)
        return super().facts(module)

    def inferred_bases(self, module: str, line: int, text: str | None) -> Any:
        """Return what inference says of a class, as `DiskProject.inferred_bases` does, and note that it was asked."""
        self.asked |= {module, INFERENCE}
        return super().inferred_bases(module, line, text)

    def look_again(self, real: str) -> Iterator[str]:
        """Yield the module at a real path if its facts were known and now mean something else."""
        if self._inferred:
            self._inferred.clear()  # it is kept by text: each keystroke would leave one behind
            yield INFERENCE
        module = self.module_name(os.path.relpath(real, self._real_root))
        if module in self._facts:
            before = self._facts.pop(module)
            if _meaning(before) != _meaning(super().facts(module)):
                yield module


class _AskingTracer(Tracer):
    """A tracer that asks again for whoever wants a trace again, so that each file's questions are complete."""

    project: LiveProject

    def __init__(self, project: LiveProject) -> None:
        super().__init__(project)
        self._asked: dict[str, frozenset[str]] = {}

    def trace(self, name: str) -> tuple[str, ...]:
        if name in self._asked:
            self.project.asked |= self._asked[name]
            return super().trace(name)
        with self.project.noting() as asked:
            trace = super().trace(name)
        self._asked[name] = frozenset(asked)
        return trace


def _meaning(value: Any) -> Any:
    """Return facts without what no other file can see: on which line something stands."""
    if is_dataclass(value):
        return [_meaning(getattr(value, one.name)) for one in fields(value) if one.name != "line"]
    if isinstance(value, dict):
        return {key: _meaning(item) for key, item in value.items()}
    return value
