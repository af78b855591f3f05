"""The project as a disk shows it: its import roots, its modules and what they offer."""

from __future__ import annotations

import ast
import os
import warnings
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

from flake8_uec.model.facts import FACTS, MODULE, TEXT, Bases, Facts, Inferred, PytestOptions, Question
from flake8_uec.model.settings import Settings
from flake8_uec.model.source import Source, UndecodableError
from flake8_uec.project.astroid_port import bases_of
from flake8_uec.project.digest import digest
from flake8_uec.project.disk import Disk
from flake8_uec.project.paths import relative_to
from flake8_uec.project.pytest_config import PytestConfig
from flake8_uec.project.record import FACTS as ENCODED
from flake8_uec.project.record import MEANING, ModuleRecord
from flake8_uec.semantics import facts as semantics
from flake8_uec.semantics.broken import parse

Remembered = Callable[[str], "ModuleRecord | None"]
"""Gives what an earlier run has read of a module, by its path relative to the configuration's root."""


class DiskProject:
    """Answers the rules' questions from files, read on demand and remembered.

    A module is looked for below each import root in turn. A directory without `__init__.py` is a package too,
    as Python has it.
    """

    def __init__(
        self, settings: Settings, disk: Disk | None = None, remembered: Remembered = lambda path: None
    ) -> None:
        self.root = settings.root
        self._disk = disk or Disk()
        self._disk.leave_unlisted(self.root)
        self._src = settings.files.src
        self._locations: dict[str, str | None] = {}
        self._facts: dict[str, Facts | None] = {}
        self._records: dict[str, ModuleRecord | None] = {}
        self._remembered = remembered
        self._newly_read: list[ModuleRecord] = []
        self._inferred: dict[tuple[str, str], tuple[Mapping[int, Bases], frozenset[str]]] = {}
        self._pytest = PytestConfig(self._disk)

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """The import roots as absolute paths, the deepest first; a package is never one."""
        found = [os.path.normpath(os.path.join(self.root, name)) for name in self._src]
        is_package, is_dir = self._disk.is_file, self._disk.is_dir
        usable = [path for path in found if is_dir(path) and not is_package(f"{path}/__init__.py")]
        return tuple(sorted(dict.fromkeys([*usable, os.path.normpath(self.root)]), key=len, reverse=True))

    def module_name(self, relative: str) -> str:
        """Return the dotted name of the module at a path, `""` where it has none."""
        return next(iter(self.module_names(relative)), "")

    def module_names(self, relative: str) -> list[str]:
        """Return every dotted name of the module at a path, the one that it goes by first: roots may lie in another."""
        path = os.path.normpath(os.path.join(self.root, relative))
        inner = [path[len(root) + 1 :] for root in self.roots if path.startswith(root + os.sep)]
        return [name for name in map(_dotted, inner) if name]

    def is_package(self, relative: str) -> bool:
        """Tell whether the file at a path is a package's `__init__`."""
        return os.path.basename(relative) in ("__init__.py", "__init__.pyi")

    def has_module(self, module: str) -> bool:
        """Tell whether the project holds this module or package."""
        return self._locate(module) is not None

    def _locate(self, module: str) -> str | None:
        """Return the file of a module, the directory of a namespace package, or `None`."""
        if module not in self._locations:
            self._locations[module] = self._find(module)
        return self._locations[module]

    def _find(self, module: str) -> str | None:
        parent = module.rpartition(".")[0]
        if not module or (parent and self._locate(parent) is None):
            return None
        inner = module.replace(".", os.sep)
        namespace = None
        for root in self.roots:
            base = os.path.join(root, inner)
            is_dir = self._disk.is_dir(base)
            package = [os.path.join(base, "__init__.py")] if is_dir else []
            for file in (*package, f"{base}.py", f"{base}.pyi"):
                if self._disk.is_file(file):
                    return file
            if namespace is None and is_dir:
                namespace = base
        return namespace

    def facts(self, module: str) -> Facts | None:
        """Return what a module offers, `None` where there is none or it cannot be read."""
        if module not in self._facts:
            record = self._record(module)
            self._facts[module] = ENCODED.decode(record.facts) if record else None
        return self._facts[module]

    def answer(self, question: Question) -> bytes:
        """Return a digest of the answer to a question, one for all answers that mean the same."""
        topic, name = question
        if topic == MODULE:
            return b"1" if self.has_module(name) else b""
        if topic == FACTS:
            record = self._record(name)
            return record.meaning if record else b""
        if topic == TEXT:
            text = self._text(name)
            return digest(text.encode("utf-8", "surrogatepass")) if text is not None else b""
        return repr(self.pytest_options(name)).encode()

    def take_read(self) -> list[ModuleRecord]:
        """Return the modules that had to be read since this was asked last, for whoever is to remember them."""
        read, self._newly_read = self._newly_read, []
        return read

    def _record(self, module: str) -> ModuleRecord | None:
        """Return what is to be known of a module: from an earlier run, if it is unchanged."""
        if module not in self._records:
            path = self._locate(module)
            self._records[module] = self._known(module, path) or self._read(module, path) if path else None
        return self._records[module]

    def _known(self, module: str, path: str) -> ModuleRecord | None:
        known = self._remembered(relative_to(self.root, path))
        if known is None or known.module != module:
            return None
        stamp = self._disk.stamp(path)
        if stamp is not None and stamp == known.stamp:
            return known
        content = self._content(path)
        if content is None or digest(content) != known.content:
            return None
        self._newly_read.append(known._replace(stamp=stamp))
        return known

    def _content(self, path: str) -> bytes | None:
        """Return the bytes of a file, none of a namespace package, and `None` where they cannot be read."""
        try:
            return self._disk.read(path) if self._disk.is_file(path) else b""
        except OSError:
            return None

    def inferred_bases(self, module: str, line: int, text: str | None) -> Inferred:
        """Return what each base of the class on a line may be, found by inference; no bases where that fails."""
        own = self._text(module) if text is None else text
        if own is None:
            return Inferred(read=frozenset({module}))
        if (module, own) not in self._inferred:
            self._inferred[module, own] = self._infer(module, own)
        bases, read = self._inferred[module, own]
        return Inferred(bases.get(line, ()), read if text is not None else read | {module})

    def _infer(self, module: str, text: str) -> tuple[Mapping[int, Bases], frozenset[str]]:
        read: set[str] = set()

        def readable(name: str) -> tuple[str, bool] | None:
            read.add(name)
            found = self._text(name)
            return None if found is None else (found, self.is_package(self._locate(name) or ""))

        is_package = self.is_package(self._locate(module) or "")
        return bases_of(module, text, is_package, readable), frozenset(read)

    def _text(self, module: str) -> str | None:
        """Return what a module holds, `""` for a namespace package, `None` where it cannot be read."""
        path = self._locate(module)
        content = self._content(path) if path else None
        return None if content is None else _decoded(content)

    def source(self, module: str) -> Source | None:
        """Return the text of a module with its absolute path, `None` where there is none or it cannot be read."""
        path, text = self._locate(module), self._text(module)
        return None if path is None or text is None else Source(path, text, relative_to(self.root, path))

    def tree(self, module: str) -> ast.Module | None:
        """Return what can be parsed of a module, `None` where there is none or it cannot be read."""
        text = self._text(module)
        try:
            return None if text is None else _merged(text)
        except RecursionError:
            return None

    def pytest_options(self, relative: str) -> PytestOptions:
        """Return what the pytest configuration nearest to the file at a path says of collection."""
        path = os.path.abspath(os.path.join(self.root, relative))
        return self._pytest.options(os.path.dirname(path))

    def _read(self, module: str, path: str) -> ModuleRecord | None:
        stamp, content = self._disk.stamp(path), self._content(path)
        text = None if content is None else _decoded(content)
        if content is None or text is None:
            return None
        try:
            facts = semantics.collect(_merged(text), module, self.is_package(path))
        except RecursionError:
            return None
        relative = relative_to(self.root, path)
        meaning = digest(MEANING.encode(facts))
        record = ModuleRecord(relative, module, stamp, digest(content), meaning, ENCODED.encode(facts))
        self._newly_read.append(record)
        return record


def _decoded(content: bytes) -> str | None:
    try:
        return Source.from_bytes(content, "").text
    except UndecodableError:
        return None


def _dotted(inner: str) -> str:
    """Return the name of the module at a path from its import root, `""` where it can have none."""
    parts = Path(inner).with_suffix("").parts
    names = parts[:-1] if parts[-1] == "__init__" else parts
    return ".".join(names) if all(name.isidentifier() for name in names) else ""


def _merged(text: str) -> ast.Module:
    """Parse what can be parsed; the sides of a conflict are read as one module."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        trees = parse(text).trees
    return ast.Module([statement for tree in trees for statement in tree.body], [])
