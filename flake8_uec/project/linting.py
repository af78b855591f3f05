"""Lint many files together: what is known of them already, and the new names that one gives for another."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from flake8_uec.model.settings import Settings
from flake8_uec.model.values import dataclass
from flake8_uec.project import looks
from flake8_uec.project.caches import Caches
from flake8_uec.project.config import Resolver
from flake8_uec.project.files import ROOT_MARKS, discover
from flake8_uec.project.memory import Memories
from flake8_uec.project.pool import Pool
from flake8_uec.project.record import LINTED, Linted
from flake8_uec.project.worker import Result

WHOLE_TREE = 200
"""From this many files on, a file is parsed only where it holds a word of the policy, or a new name that the project
gives to one; such names are collected on the way.

Below, each import is followed instead. The findings are the same; only the cost differs.
"""

Count = Callable[[int], None]
"""Called with the number of files that are done, each time that some are."""


@dataclass(frozen=True, slots=True)
class Round:
    """What linting all files once gave.

    results: by path.
    renames: the new names of policy names that were known, without modules; `None` where each import was followed.
    """

    results: dict[str, Result]
    renames: frozenset[str] | None = None


class Linting:
    """Lints the files of one run, and remembers what it may."""

    def __init__(self, resolver: Resolver, caches: Caches) -> None:
        self.resolver = resolver
        self.caches = caches
        self._memories = Memories(caches)
        self._grouped: dict[int, tuple[Sequence[str], Collection[tuple[Settings, list[str]]]]] = {}

    def lint(
        self, pool: Pool, files: Sequence[str], roots: Collection[str], count: Count, *, is_part: bool = False
    ) -> Round:
        """Lint files; of many, again those that hold a new name which one of them gave to a policy name.

        `roots` are the projects of which these are all files; of what is but a part, each import is followed.
        """
        names = None if is_part or len(files) < WHOLE_TREE else self._names(files)
        linted = self._look(pool, "lint", files, names, count)
        if names is not None:
            names = self._follow(pool, files, self.rest_of_projects(files, roots), linted, names)
        self._save("lint", files, names, roots)
        return Round({path: pool.worker.result(path, linted[path]) for path in files}, _words(names))

    def lint_text(self, pool: Pool, files: Sequence[str], roots: Collection[str], count: Count) -> list[Result]:
        """Look for conflict markers in files that are no Python."""
        linted = self._look(pool, "lint_text", files, None, count)
        self._save("lint_text", files, None, roots)
        return [Result(one.shown, files=1, excused=one.excused) for one in linted.values()]

    def _follow(
        self, pool: Pool, files: Sequence[str], outside: Sequence[str], linted: dict[str, Linted], names: frozenset[str]
    ) -> frozenset[str]:
        """Lint files again for the new names that others give to policy names; return all that are known then."""
        screened = self._look(pool, "screen", outside, names, _ignore)
        new = _renames(linted, files) | _renames(screened, outside)
        while new := new - names:
            names |= new
            again, others = _flat(pool.map("mentioning", files, new)), _flat(pool.map("mentioning", outside, new))
            linted |= self._look_anew(pool, "lint", again, names, _ignore)
            screened |= self._look_anew(pool, "screen", others, names, _ignore)
            new = _renames(linted, again) | _renames(screened, others)
        self._save("screen", outside, names)
        return names

    def _look(
        self, pool: Pool, look: str, files: Sequence[str], names: frozenset[str] | None, count: Count
    ) -> dict[str, Linted]:
        """Return what a look at each file gives, or would give."""
        linted: dict[str, Linted] = {}
        for settings, paths in self._by_settings(files):
            project, disk = pool.worker.project(settings), pool.worker.disk
            memory = self._memories.of(settings, look, names)
            linted |= memory.recall(paths, project, disk, names)
            memory.take_modules(project.take_read())
        count(len(linted))
        rest = files if not linted else [path for path in files if path not in linted]
        return linted | self._look_anew(pool, look, rest, names, count)

    def _look_anew(
        self, pool: Pool, look: str, files: Sequence[str], names: frozenset[str] | None, count: Count
    ) -> dict[str, Linted]:
        linted: dict[str, Linted] = {}
        for batch in pool.map(look, files, _words(names)):
            looks.add(batch.looks)
            for path, record in zip(batch.paths, batch.records, strict=True):
                self._memories.of(settings_of(self.resolver, path), look, names).take(path, record, names)
                linted[path] = LINTED.decode(record.linted, path=path)
            for root, modules in batch.modules.items():
                self._memories.of(self.resolver.settings_for(root), look, names).take_modules(modules)
            count(len(batch.paths))
        return linted

    # Memory

    def _names(self, files: Sequence[str]) -> frozenset[str]:
        """Return the new names that the last run over these files knew: where they are all, none need be found."""
        return frozenset().union(*(self._memories.of(one, "lint", ()).names() for one in self._settings(files)))

    def _save(self, look: str, files: Sequence[str], names: frozenset[str] | None, roots: Collection[str] = ()) -> None:
        for settings, paths in self._by_settings(files):
            self._memories.of(settings, look, names).save(names, paths, whole=settings.root in roots)

    # Projects

    def are_whole(self, files: Sequence[str], roots: Collection[str]) -> bool:
        """Tell whether files are all that there are in the projects that they belong to."""
        return all(map(_is_project, self._settings(files))) and not self.rest_of_projects(files, roots)

    def rest_of_projects(self, files: Sequence[str], roots: Collection[str]) -> list[str]:
        """Return the files, beside some, of every project that one of them belongs to.

        A project is known by its marks; what lies loose below the working directory is none. Of those at `roots`,
        the files are all there.
        """
        projects = [one for one in self._settings(files) if one.root not in roots and _is_project(one)]
        if not projects:
            return []
        found = [path for one in projects for path in discover([one.root], _always(one)).python]
        linted = set(map(os.path.abspath, files))
        return [path for path in found if os.path.abspath(path) not in linted]

    def _settings(self, files: Sequence[str]) -> list[Settings]:
        """Return the settings that some files have, each once."""
        return [settings for settings, _ in self._by_settings(files)]

    def _by_settings(self, files: Sequence[str]) -> Collection[tuple[Settings, list[str]]]:
        """Return the settings that some files have, with the files of each, which is asked again and again."""
        if id(files) not in self._grouped:
            found: dict[int, tuple[Settings, list[str]]] = {}
            for path in files:
                settings = settings_of(self.resolver, path)
                found.setdefault(id(settings), (settings, []))[1].append(path)
            self._grouped[id(files)] = files, found.values()  # with the files: their place in memory stays theirs
        return self._grouped[id(files)][1]


def settings_of(resolver: Resolver, path: str) -> Settings:
    """Return the settings that hold for a file."""
    return resolver.settings_for(os.path.dirname(path) or ".")


def _is_project(settings: Settings) -> bool:
    return any(looks.exists(f"{settings.root}/{mark}") for mark in ROOT_MARKS)


def _always(settings: Settings) -> Callable[[str], Settings]:
    """A configuration below the root is not read: what is wrong with it is not this run's business."""
    return lambda _: settings


def _words(names: frozenset[str] | None) -> frozenset[str] | None:
    return None if names is None else frozenset(name.rpartition(".")[2] for name in names)


def _renames(linted: Mapping[str, Linted], paths: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(linted[path].renames or () for path in paths))


def _ignore(files: int) -> None:
    """Count nothing: what is looked at for the sake of others is no progress of its own."""


def _flat(lists: Iterable[list[str]]) -> list[str]:
    return [item for one in lists for item in one]
