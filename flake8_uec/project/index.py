"""The project on disk: its import roots, its modules and what they offer."""

from __future__ import annotations

import ast
import os
import warnings
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from flake8_uec.model.facts import Facts, PytestOptions
from flake8_uec.model.settings import Settings
from flake8_uec.model.source import Source, UndecodableError
from flake8_uec.project.astroid_port import Bases, bases_of
from flake8_uec.project.disk import Disk
from flake8_uec.project.pytest_config import PytestConfig
from flake8_uec.semantics import facts as semantics
from flake8_uec.semantics.broken import parse


class DiskProject:
    """Answers the rules' questions from files, read on demand and remembered.

    A module is looked for below each import root in turn. A directory without `__init__.py` is a package too,
    as Python has it.
    """

    def __init__(self, settings: Settings, disk: Disk | None = None) -> None:
        self.root = settings.root
        self._disk = disk or Disk()
        self._src = settings.files.src
        self._locations: dict[str, str | None] = {}
        self._facts: dict[str, Facts | None] = {}
        self._inferred: dict[tuple[str, str], Mapping[int, Bases]] = {}
        self._pytest = PytestConfig()

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """The import roots as absolute paths, the deepest first; a package is never one."""
        found = [os.path.normpath(os.path.join(self.root, name)) for name in self._src]
        usable = [path for path in found if os.path.isdir(path) and not os.path.exists(f"{path}/__init__.py")]
        return tuple(sorted(dict.fromkeys([*usable, os.path.normpath(self.root)]), key=len, reverse=True))

    def module_name(self, relative: str) -> str:
        """Return the dotted name of the module at a path, `""` where it has none."""
        path = os.path.normpath(os.path.join(self.root, relative))
        for root in self.roots:
            if path.startswith(root + os.sep):
                parts = Path(path[len(root) + 1 :]).with_suffix("").parts
                names = parts[:-1] if parts[-1] == "__init__" else parts
                return ".".join(names) if all(name.isidentifier() for name in names) else ""
        return ""

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
            for file in (os.path.join(base, "__init__.py"), f"{base}.py", f"{base}.pyi"):
                if os.path.isfile(file):
                    return file
            if namespace is None and os.path.isdir(base):
                namespace = base
        return namespace

    def facts(self, module: str) -> Facts | None:
        """Return what a module offers, `None` where there is none or it cannot be read."""
        if module not in self._facts:
            self._facts[module] = self._read(module)
        return self._facts[module]

    def inferred_bases(self, module: str, line: int, text: str | None) -> Bases:
        """Return what each base of the class on a line may be, found by inference; empty where that fails."""
        path = self._locate(module)
        text = self._text(module) if text is None else text
        if text is None:
            return ()
        key = module, text
        if key not in self._inferred:
            self._inferred[key] = bases_of(module, text, self.is_package(path or ""), self._readable)
        return self._inferred[key].get(line, ())

    def _readable(self, module: str) -> tuple[str, bool] | None:
        text = self._text(module)
        return None if text is None else (text, self.is_package(self._locate(module) or ""))

    def _text(self, module: str) -> str | None:
        """Return what a module holds, `""` for a namespace package, `None` where it cannot be read."""
        path = self._locate(module)
        if path is None:
            return None
        if not os.path.isfile(path):
            return ""
        try:
            return Source.from_bytes(self._disk.read(path), path).text
        except (OSError, UndecodableError):
            return None

    def pytest_options(self, relative: str) -> PytestOptions:
        """Return what the pytest configuration nearest to the file at a path says of collection."""
        path = os.path.abspath(os.path.join(self.root, relative))
        return self._pytest.options(os.path.dirname(path))

    def _read(self, module: str) -> Facts | None:
        text = self._text(module)
        if text is None:
            return None
        try:
            return semantics.collect(_merged(text), module, self.is_package(self._locate(module) or ""))
        except RecursionError:
            return None


def _merged(text: str) -> ast.Module:
    """Parse what can be parsed; the sides of a conflict are read as one module."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        trees = parse(text).trees
    return ast.Module([statement for tree in trees for statement in tree.body], [])
