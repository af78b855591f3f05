"""Follows the findings of a project from commit to commit: only what a commit bears on is looked at again."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from zlib import crc32

from flake8_uec.migration.history_store import Asked, Found, Look, Store
from flake8_uec.migration.past import Commit, Differences, PastDisk
from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.facts import PYTEST
from flake8_uec.model.settings import Settings
from flake8_uec.project.cache import Cache
from flake8_uec.project.caches import Caches
from flake8_uec.project.config import Resolver
from flake8_uec.project.files import LARGEST_TEXT, PYTHON
from flake8_uec.project.objects import LINK, SUBMODULE, Blob, Objects, tree
from flake8_uec.project.paths import relative_to
from flake8_uec.project.pool import FEWEST, Pool
from flake8_uec.project.pytest_config import CONFIGURATIONS
from flake8_uec.project.record import LINTED, ModuleRecord
from flake8_uec.project.worker import Worker
from flake8_uec.semantics.patterns import patterns

MARKERS = (b"<<<<<<<", b">>>>>>>", b"|||||||", b"=======")
"""A text without one of these holds no conflict."""

Tally = Counter[str]
"""Findings by code."""


class Tracker:
    """Knows the findings at one commit, and goes to others. Paths are from the top of the repository.

    root: the configuration's root, whose files it looks at; `top` is that of the repository. Both are absolute.
    resolver: gives the settings of today, by which every commit is judged, without a baseline.
    """

    def __init__(self, top: str, root: str, resolver: Resolver, store: Store, jobs: int) -> None:
        self._top = top
        self._prefix = "" if top == root else f"{os.path.relpath(root, top)}/".replace(os.sep, "/")
        self._resolver = resolver
        self._store = store
        self._jobs = jobs
        self._objects = Objects(top)
        self._differences = Differences(top)
        self.at: Commit | None = None
        self._files: dict[str, Blob] = {}
        self._looks: dict[str, Look] = {}
        self._askers: dict[int, set[str]] = {}
        self._now: dict[Asked, int] = {}
        self._roots: dict[str, tuple[str, ...]] = {}
        self.counts: Tally = Counter()

    def close(self) -> None:
        """End the processes of git."""
        self._objects.close()
        self._differences.close()

    def go_to(self, commit: Commit) -> tuple[Tally, Tally]:
        """Go to a commit, and return the findings that came and those that went."""
        changed = self._changed(commit)
        here = _Here(self._top, self._files, self._objects, self._resolver, self._store)
        dirty = {path for path in changed if path in self._looks or self._is_wanted(path, here)}
        dirty |= self._whose_answers_changed(changed, here)
        before = {path: self._looks[path].found for path in dirty if path in self._looks}
        new = dict(self._looks_at({path for path in dirty if self._is_wanted(path, here)}, here))
        for path in dirty:
            self._replace(path, new.get(path))
        self.at = commit
        return _difference(before, {path: one.found for path, one in new.items()})

    def _changed(self, commit: Commit) -> set[str]:
        """Take the files of a commit over, and return the paths at which they differ."""
        if self.at is None:
            self._files = tree(self._top, commit.id) or {}
            return set(self._files)
        changes = self._differences.between(self.at.tree, commit.tree)
        links = {path for path, blob in self._files.items() if blob.mode == LINK}
        for path, blob in changes.items():
            if blob is None:
                self._files.pop(path, None)
            else:
                self._files[path] = blob
        if links or any(blob is not None and blob.mode == LINK for blob in changes.values()):
            return set(self._files) | set(changes)  # rare: what a link leads to may lie anywhere
        return set(changes)

    def _is_wanted(self, path: str, here: _Here) -> bool:
        blob = self._files.get(path)
        if blob is None or blob.mode == SUBMODULE or not path.startswith(self._prefix):
            return False
        return here.is_wanted(path, blob)

    def _whose_answers_changed(self, changed: Iterable[str], here: _Here) -> set[str]:
        """Return the files that asked what is answered otherwise now."""
        dirty: set[str] = set()
        roots = {root: here.roots(root) for root in {asked.root for asked in self._now}}
        is_moved = any(self._roots.get(root, found) != found for root, found in roots.items())
        self._roots = roots
        for asked in [*self._now] if is_moved else here.concerned(changed, self._now):
            old, new = self._now[asked], self._store.id_of(asked, here.answer(asked))
            if old != new:
                dirty |= self._askers.get(old, set())
                self._now[asked] = new
        return dirty

    def _looks_at(self, paths: Iterable[str], here: _Here) -> Iterator[tuple[str, Look]]:
        """Yield what files give: as it is remembered, or anew."""
        anew = []
        for path in paths:
            known = self._store.look(path, here.blob_of(path))
            if known is not None and all(self._holds(number, here) for number in known.asked):
                yield path, known
            else:
                anew.append(path)
        looks = [*self._lint(sorted(anew), here)]
        self._store.save_looks(looks)
        yield from looks

    def _holds(self, number: int, here: _Here) -> bool:
        asked, _ = self._store.question(number)
        if asked not in self._now:
            self._now[asked] = self._store.id_of(asked, here.answer(asked))
        return self._now[asked] == number

    def _lint(self, paths: list[str], here: _Here) -> Iterator[tuple[str, Look]]:
        python = [path for path in paths if path.endswith(PYTHON)]
        with here.pool(self._jobs if len(python) >= FEWEST else 1) as pool:
            for batch in pool.map("lint", [here.absolute(path) for path in python], None):
                self._store.save_modules(one for modules in batch.modules.values() for one in modules)
                for file, record in zip(batch.paths, batch.records, strict=True):
                    root = here.settings_of(file).root
                    ids = frozenset(self._asked(root, question, answer) for question, answer in record.asked.items())
                    path = here.relative(file)
                    yield path, Look(here.blob_of(path), ids, _found(LINTED.decode(record.linted, path=file).shown))
        for path in paths:
            if not path.endswith(PYTHON):
                yield path, Look(here.blob_of(path), frozenset(), _found(here.conflicts(path)))

    def _asked(self, root: str, question: tuple[str, str], answer: bytes) -> int:
        asked = Asked(root, *question)
        number = self._store.id_of(asked, answer)
        self._now[asked] = number
        return number

    def _replace(self, path: str, new: Look | None) -> None:
        old = self._looks.pop(path, None)
        for number in old.asked if old else ():
            self._askers[number].discard(path)
        if new is not None:
            self._looks[path] = new
            for number in new.asked:
                self._askers.setdefault(number, set()).add(path)
        self.counts.subtract(code for code, _, _ in (old.found if old else ()))
        self.counts.update(code for code, _, _ in (new.found if new else ()))


class _Modules(Caches):
    """What is known of the modules of a commit, in the place of the cache of a run."""

    def __init__(self, disk: PastDisk, store: Store) -> None:
        super().__init__()
        self._disk = disk
        self._store = store

    def of(self, settings: Settings) -> Cache:
        return _ModulesOf(settings.root, self._disk, self._store)


class _ModulesOf(Cache):
    def __init__(self, root: str, disk: PastDisk, store: Store) -> None:
        super().__init__("", is_trusted=False)
        self._root = root
        self._disk = disk
        self._store = store

    def module(self, path: str) -> ModuleRecord | None:
        stamp = self._disk.stamp(os.path.normpath(os.path.join(self._root, path)))
        return self._store.module(path, stamp) if stamp is not None else None


class _Here:
    """One commit: its files, and what they answer."""

    def __init__(self, top: str, files: Mapping[str, Blob], objects: Objects, resolver: Resolver, store: Store) -> None:
        self._top = top
        self._resolver = resolver
        self._disk = PastDisk(top, files, objects)
        self._worker = Worker(resolver, self._disk, _Modules(self._disk, store))

    def absolute(self, path: str) -> str:
        """Return where a file would lie."""
        return f"{self._top}/{path}"

    def relative(self, file: str) -> str:
        """Return the path of a file from the top."""
        return file[len(self._top) + 1 :]

    def blob_of(self, path: str) -> str:
        """Return the name of the blob that a path leads to."""
        blob = self._disk.blob(self.absolute(path))
        return blob.id if blob else ""

    def settings_of(self, file: str) -> Settings:
        """Return the settings of a file."""
        return self._worker.settings_of(file)

    def is_wanted(self, path: str, blob: Blob) -> bool:
        """Tell whether a run over the project looks at a file."""
        file = self.absolute(path)
        settings = self.settings_of(file)
        relative = relative_to(settings.root, file)
        if patterns((*settings.files.exclude, *settings.files.extend_exclude)).match_within(relative):
            return False
        if path.endswith(PYTHON):
            return blob.mode != LINK or self._disk.is_file(file)
        return blob.mode != LINK and not patterns(settings.policy.conflict_exclude).matches(relative)

    def answer(self, asked: Asked) -> bytes:
        """Return the answer to a question."""
        return self._worker.project(self._resolver.settings_for(asked.root)).answer((asked.topic, asked.name))

    def roots(self, root: str) -> tuple[str, ...]:
        """Return the directories that the modules of a project are imported from."""
        return self._worker.project(self._resolver.settings_for(root)).roots

    def concerned(self, changed: Iterable[str], every: Iterable[Asked]) -> list[Asked]:
        """Return the questions that may be answered otherwise where some files have changed."""
        paths = [self.absolute(path) for path in changed]
        is_configured_anew = any(os.path.basename(path) in CONFIGURATIONS for path in paths)
        modules = [path for path in paths if path.endswith(PYTHON)]
        names = {root: self._names(root, modules) for root in {asked.root for asked in every}}
        return [
            asked
            for asked in every
            if (is_configured_anew if asked.topic == PYTEST else _is_near(asked.name, names[asked.root]))
        ]

    def _names(self, root: str, files: Iterable[str]) -> frozenset[str]:
        """Return the modules at some paths, and the packages above them, which may come and go with them."""
        project = self._worker.project(self._resolver.settings_for(root))
        names = {name for file in files for name in project.module_names(relative_to(root, file))}
        return frozenset(prefix for name in names for prefix in _prefixes(name))

    def conflicts(self, path: str) -> tuple[Diagnostic, ...]:
        """Return the conflict markers in a file that is no Python."""
        try:
            data = self._disk.read(self.absolute(path))
        except OSError:
            return ()
        if len(data) >= LARGEST_TEXT or not any(marker in data for marker in MARKERS):
            return ()
        (record,) = self._worker.lint_text([self.absolute(path)]).records
        return LINTED.decode(record.linted, path=path).shown

    def pool(self, jobs: int) -> Pool:
        """Return what lints files; several processes know nothing of modules, and read them."""
        return Pool(self._resolver, jobs, self._disk, Caches() if jobs > 1 else self._modules)

    @cached_property
    def _modules(self) -> Caches:
        return self._worker.caches


def _prefixes(name: str) -> Iterator[str]:
    while name:
        yield name
        name = name.rpartition(".")[0]


def _is_near(name: str, changed: frozenset[str]) -> bool:
    """Tell whether a module or one that it lies in has changed, or one below it."""
    return any(prefix in changed for prefix in _prefixes(name))


def _found(diagnostics: Iterable[Diagnostic]) -> tuple[Found, ...]:
    return tuple((one.code, _number(one.scope), _number(one.text)) for one in diagnostics)


def _number(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


def _difference(before: Mapping[str, Iterable[Found]], after: Mapping[str, Iterable[Found]]) -> tuple[Tally, Tally]:
    """Return what came and what went; a finding that moved to another file, or whose line was edited, did neither."""
    came: Counter[Found] = Counter()
    went: Counter[Found] = Counter()
    for path in before.keys() | after.keys():
        old, new = [*before.get(path, ())], [*after.get(path, ())]
        gone, fresh = Counter(old) - Counter(new), Counter(new) - Counter(old)
        edited = Counter(_places(gone)) & Counter(_places(fresh))
        went += _without(gone, edited)
        came += _without(fresh, edited)
    moved = came & went
    return _by_code(came - moved), _by_code(went - moved)


def _places(found: Counter[Found]) -> Iterator[tuple[str, int]]:
    yield from ((code, scope) for code, scope, _ in found.elements())


def _without(found: Counter[Found], places: Counter[tuple[str, int]]) -> Counter[Found]:
    """Return findings but so many of each place."""
    left, kept = Counter(places), Counter[Found]()
    for one in found.elements():
        if left[one[0], one[1]]:
            left[one[0], one[1]] -= 1
        else:
            kept[one] += 1
    return kept


def _by_code(found: Counter[Found]) -> Tally:
    return Counter(code for code, _, _ in found.elements())
