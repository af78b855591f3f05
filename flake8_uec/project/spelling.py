"""Which files speak of which names, by a quick look at their bytes. It takes rather too many than too few."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import TypeAlias

from flake8_uec.model.values import dataclass
from flake8_uec.project.disk import Disk
from flake8_uec.semantics.interface import Part

_BLANKED = bytes(byte if byte > 127 or chr(byte).isalnum() or byte == ord("_") else ord(" ") for byte in range(256))
"""Turns all that no name is made of into blanks: to split there is the quickest way to the words of a file."""

_IMPORT = re.compile(
    rb"""
    [ \t]*
    (?:from\b([\w.\s\\]+?))?                        # the module, dots in front included
    \bimport\b[ \t]*
    (\((?:[^()#]|\#[^\n]*)*\)|(?:\\\r?\n|[^\n;])*)  # the names: in parentheses, or up to the end of the statement
    """,
    re.VERBOSE,
)
_IMPORTING = re.compile(rb"\bimport\b")
_SEPARATOR = re.compile(rb"[;:]")
_WORD = re.compile(rb"\w+|\*")
_STAR = re.compile(rb"import[\s(]*\*")
_DYNAMIC = (b"import_module", b"__import__", b"sys.modules")
_QUOTES = (b"'", b'"')
_BEFORE_PART = (b".", *_QUOTES)
_PART = re.compile(rb"\s*[.:]\s*(\w+)")
_VALUE = re.compile(rb"[=(,]\s*[\w.]+\Z")
_CHAIN = re.compile(rb"[\w.]+\Z")
_LONGEST_CHAIN = 200
_RELATIVE = re.compile(rb"from\s*\.")


class Spelling:
    """Some files, and the modules that each of them may speak of, by the last parts of their names.

    One that imports from its own package may speak of any package that it lies in without a word.
    """

    def __init__(self, files: Iterable[str], modules: Iterable[str], disk: Disk) -> None:
        """`files`, and the `modules` to look for, are absolute paths."""
        self._disk = disk
        words = frozenset(word for path in modules for word in _parts(path))
        self._spelled = {path: self._words(path, words) for path in files}
        self._counts = Counter(word for spelled in self._spelled.values() for word in spelled)

    def _words(self, path: str, words: frozenset[bytes]) -> frozenset[bytes]:
        data = self._read(path)
        found = words & frozenset(data.translate(_BLANKED).split())
        return found.union(_parts(os.path.dirname(path))) if _RELATIVE.search(data) else found

    def _read(self, path: str) -> bytes:
        try:
            return self._disk.read(path)
        except (OSError, ValueError):
            return b""

    def is_spoken_of(self, path: str) -> bool:
        """Tell whether a file other than itself may speak of the module at a path."""
        word = _parts(path)[-1]
        return self._counts[word] > (word in self._spelled.get(path, ()))

    def speaking_of(self, parts: Collection[Part]) -> set[str]:
        """Return the files that may speak of one of some names, in whatever way, and spell the member that is meant."""
        by_word: dict[bytes, set[_Wanted]] = {}
        for dotted, member in parts:
            module, _, name = dotted.encode().rpartition(b".")
            by_word.setdefault(_last(module), set()).add((module, name, member.encode()))
        anywhere = by_word.pop(b"", set())
        found = set()
        for path, spelled in self._spelled.items():
            wanted = anywhere.union(*(by_word[word] for word in by_word.keys() & spelled))
            if wanted:
                text = _Text(path, self._read(path))
                found |= {path} if any(text.speaks_of(*one) for one in wanted) else set()
        return found


_Wanted: TypeAlias = "tuple[bytes, bytes, bytes]"
"""A module, a name of it and a member of that, each empty where there is none."""


class _Text:
    """The bytes of one file, and what it imports."""

    def __init__(self, path: str, data: bytes) -> None:
        self._path = path
        self._data = data
        self._ways: dict[bytes, _Ways] = {}

    @cached_property
    def _imports(self) -> list[_Import]:
        found = (_IMPORT.match(self._data, start) for start in self._statements())
        return [one for match in found if match for one in _imports(match[1] or b"", match[2])]

    def _statements(self) -> set[int]:
        """Return where statements may begin that import. To find the word first is much quicker than to match."""
        starts: set[int] = set()
        for word in _IMPORTING.finditer(self._data):
            start = self._data.rfind(b"\n", 0, word.start()) + 1
            while self._data.endswith((b"\\\n", b"\\\r\n"), 0, start):
                start = self._data.rfind(b"\n", 0, start - 1) + 1
            starts.add(start)
            starts.update(start + one.end() for one in _SEPARATOR.finditer(self._data[start : word.start()]))
        return starts

    @cached_property
    def _has_star(self) -> bool:
        return _STAR.search(self._data) is not None

    @cached_property
    def _is_dynamic(self) -> bool:
        return any(word in self._data for word in _DYNAMIC)

    def speaks_of(self, module: bytes, name: bytes, member: bytes = b"") -> bool:
        """Tell whether the file may speak of a name of a module; of a module at the top, where `module` is empty.

        With a member, only where it spells that too.
        """
        if (name not in self._data and not self._has_star) or member not in self._data:
            return False
        if not module:
            return any(one.module.partition(b".")[0] == name for one in self._imports) or self._names_module(name)
        if module not in self._ways:
            self._ways[module] = self._ways_to(module)
        ways = self._ways[module]
        return ways.has_star or name in ways.names or (ways.is_held and self._has(name, _BEFORE_PART))

    def _ways_to(self, module: bytes) -> _Ways:
        last = _last(module)
        names = {name for one in self._imports if one.is_from(module, self._path) for name in one.taken}
        below = (_PART.match(self._data, end) for start, end in self._places(last) if self._may_be(start, module))
        is_held = (
            any(last in one.taken or one.module == module for one in self._imports)
            or self._names_module(module)
            or any(self._is_value(start) for start, _ in self._places(last))
        )
        return _Ways(frozenset(names | {found[1] for found in below if found}), b"*" in names, is_held)

    def _may_be(self, start: int, module: bytes) -> bool:
        """Tell whether the last part of a module's name may be meant here; the first part may be any other name."""
        chain = _CHAIN.search(self._data, max(0, start - _LONGEST_CHAIN), start)
        before = chain[0].partition(b".")[2] if chain else b""
        return (b"." + module).endswith(b"." + before + _last(module))

    def _names_module(self, module: bytes) -> bool:
        """Tell whether a string may be, or begin with, the full name of a module."""
        return any(
            (before == b"." and after in _QUOTES and self._may_be(start, module))
            or (before in _QUOTES and after == b".")
            or (before in _QUOTES and after in _QUOTES and self._is_dynamic)
            for start, before, after in self._around(_last(module))
        )

    def _around(self, word: bytes) -> Iterator[tuple[int, bytes, bytes]]:
        for start, end in self._places(word):
            yield start, self._data[max(0, start - 1) : start], self._data[end : end + 1]

    def _is_value(self, start: int) -> bool:
        """Tell whether the module that stands here is a part of another that is handed on: `x = a.b`, `f(a.b)`."""
        is_part = self._data[max(0, start - 1) : start] == b"."
        return is_part and _VALUE.search(self._data, max(0, start - _LONGEST_CHAIN), start) is not None

    def _has(self, word: bytes, behind: Collection[bytes]) -> bool:
        return any(before in behind for _, before, _ in self._around(word))

    def _places(self, word: bytes) -> Iterator[tuple[int, int]]:
        """Yield where a word begins and ends. To find the bytes first is much quicker than a regular expression."""
        start = self._data.find(word)
        while start >= 0:
            end = start + len(word)
            around = self._data[max(0, start - 1) : start], self._data[end : end + 1]
            if not any(one.isalnum() or one == b"_" for one in around):
                yield start, end
            start = self._data.find(word, end)


@dataclass(frozen=True, slots=True)
class _Import:
    """An import: the module with the dots in front, and the names that are taken from there.

    Of `import a.b` there are two: it speaks of the module, and takes its last part from no module in particular.
    """

    module: bytes
    taken: frozenset[bytes]

    def is_from(self, module: bytes, path: str) -> bool:
        """Tell whether it takes names from a module, in the file at a path."""
        if not self.module.startswith(b"."):
            return self.module == module
        inner = self.module.lstrip(b".")
        folders = _parts(os.path.dirname(path))
        above = folders[: len(folders) + 1 - (len(self.module) - len(inner))]
        return b".".join((b"", *above, *filter(None, [inner]))).endswith(b"." + module)


def _imports(module: bytes, names: bytes) -> Iterator[_Import]:
    items = [item.split(b" as ") for item in names.translate(None, b"()\\").split(b",")]
    if module:
        yield _Import(b"".join(module.translate(None, b"\\").split()), frozenset(_WORD.findall(names)))
        return
    for item in items:
        whole = b"".join(item[0].split())
        yield _Import(whole, frozenset())
        yield _Import(b"", frozenset({_last(whole)}))


@dataclass(frozen=True, slots=True)
class _Ways:
    """How one file comes to the names of a module.

    names: those that it spells behind it, or imports from it. has_star: it imports all of them. is_held: it has the
    module in hand, and may ask it for anything.
    """

    names: frozenset[bytes]
    has_star: bool
    is_held: bool


def _last(module: bytes) -> bytes:
    return module.rpartition(b".")[2]


def _parts(path: str) -> tuple[bytes, ...]:
    """Return the parts of a module's name, and of the directories above; a package goes by its directory."""
    parts = os.fsencode(os.path.splitext(path)[0]).replace(os.sep.encode(), b"/").split(b"/")
    return tuple(parts[:-1] if parts[-1] == b"__init__" else parts)
