"""The documents that a configuration is made of: its presets, what it extends, and itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from flake8_uec.project import looks
from flake8_uec.project.document import Document, read_config, read_preset
from flake8_uec.project.known import PRESETS
from flake8_uec.project.mistakes import ConfigError, Mistake
from flake8_uec.project.package import PackageError, file_of_package


class Sources:
    """Reads documents, the one that wins last. What is wrong with where they lie is among `mistakes`.

    shown: gives the path of a file as the user is told of it.
    copy_of: see `Resolver`.
    files: the absolute paths of all that was read or should have been.
    """

    def __init__(self, shown: Callable[[Path], str], copy_of: tuple[str, str] | None = None) -> None:
        self._shown = shown
        self._copy_of = copy_of
        self.mistakes: list[Mistake] = []
        self.files: set[str] = set()

    def of(self, document: Document | None, path: Path) -> list[Document]:
        """Return the documents of a configuration, which lies at an absolute path; without one, the default preset."""
        own = [*self._extended(document, path, ())] if document else []
        presets = next((one for one in reversed(own) if "preset" in one.table), None)
        return [*self._presets(presets), *own]

    def _extended(self, document: Document, path: Path, on_the_way: Sequence[Path]) -> Iterator[Document]:
        """Yield what a document extends, in depth, then the document."""
        self.files.add(str(path))
        chain = (*on_the_way, path)
        for at, name in _strings(document, "extend"):
            base = self._place(path, name)
            if base in chain:
                told = " -> ".join(f"`{self._shown(one)}`" for one in (*chain[chain.index(base) :], base))
                self.mistakes.append(document.mistake(at, f"goes round in a circle: {told}"))
                continue
            self.files.add(str(base))
            if looks.is_file(str(base)):
                yield from self._read(base, chain)
            else:
                self.mistakes.append(document.mistake(at, f"there is no file `{name}` beside `{document.name}`"))
        yield document

    def _place(self, path: Path, name: str) -> Path:
        """Return where a file lies that the one at a path extends."""
        base = Path(os.path.normpath(path.parent / name))
        here, there = self._copy_of or ("", "")
        if here and path.is_relative_to(here) and not base.is_relative_to(here) and not os.path.isabs(name):
            return Path(os.path.normpath(os.path.join(there, os.path.relpath(base, here))))
        return base

    def _read(self, path: Path, on_the_way: Sequence[Path]) -> Iterator[Document]:
        try:
            document = read_config(path, self._shown(path))
        except ConfigError as error:
            self.mistakes += error.mistakes
        else:
            yield from self._extended(document, path, on_the_way)

    def _presets(self, document: Document | None) -> Iterator[Document]:
        """Yield the presets that a document asks for; one that there is not is told where the key is checked."""
        names = [*_strings(document, "preset")] if document else [((), PRESETS[0])]
        for at, name in names:
            if ":" in name:
                yield from self._from_package(name, document, at)
            elif name in PRESETS and name != "none":
                yield read_preset(name)

    def _from_package(self, name: str, document: Document | None, at: tuple[str | int, ...]) -> Iterator[Document]:
        assert document is not None
        try:
            path = file_of_package(name)
        except PackageError as error:
            self.mistakes.append(document.mistake(at, str(error)))
            return
        self.files.add(str(path))
        try:
            found = read_config(path, f"preset {name}")
        except ConfigError as error:
            self.mistakes += error.mistakes
            return
        for key in {"preset", "extend"} & found.table.keys():
            self.mistakes.append(found.mistake((key,), "a preset stands by itself; list the presets where it is used"))
        yield found


def _strings(document: Document, key: str) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the strings of a key that holds one or several, each with its place; the others are told elsewhere."""
    value = document.table.get(key, ())
    if isinstance(value, str):
        yield (key,), value
    elif isinstance(value, list):
        yield from (((key, index), one) for index, one in enumerate(value) if isinstance(one, str))
