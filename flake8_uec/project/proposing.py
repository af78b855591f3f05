"""Propose a policy for a project: what its files have, put together and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flake8_uec.model.facts import ClassFacts
from flake8_uec.model.proposal import Announced, Counted, Mocked, Proposal, Surveyed, TestBase
from flake8_uec.model.settings import Settings
from flake8_uec.project.disk import Disk
from flake8_uec.project.files import discover
from flake8_uec.project.index import DiskProject
from flake8_uec.project.known import Known
from flake8_uec.project.pool import Pool
from flake8_uec.project.surveying import LookedFor, OneRoot

Count = Callable[[int, int], None]
"""Called with how many files are done, of how many."""

MOST_MOCKED = 5
FEWEST_CLASSES = 5
"""Test classes below which a base is no base of many."""

COVERED = 0.5
"""The part of the test classes that bases must cover to be proposed: what they do not would all be findings."""

WORTHWHILE = 0.1
"""The part of the test classes that a further base must add."""


def propose(settings: Settings, known: Known, jobs: int, count: Count) -> Proposal:
    """Look at the files below the root of some settings. Raise `PoolError`."""
    resolver = OneRoot(settings, known)
    files = discover([settings.root], resolver.settings_for).python
    total = 2 * len(files)
    with Pool(resolver, jobs, Disk()) as pool:
        surveyed = _flat(pool.map("survey", files), lambda done: count(done, total))
        announced = _announced(surveyed, known)
        uses = Counter[str]()
        looks = pool.map("uses", files, LookedFor(announced)) if announced else ()
        for found in _flat(looks, lambda done: count(len(files) + done, total)):
            uses.update(found)
    places = _Places(settings)
    bases, rivals = _bases(surveyed, places)
    tests = sum(len(one.tests) for one in surveyed)
    return Proposal(len(files), tests, _counted(announced, uses), bases, rivals, tuple(_mocked(surveyed, places)))


def _flat(batches: Iterable[list[Any]], count: Callable[[int], None]) -> list[Any]:
    found: list[Any] = []
    for batch in batches:
        found += batch
        count(len(found))
    return found


def _counted(announced: Iterable[Announced], uses: Mapping[str, int]) -> tuple[Counted, ...]:
    """Return what is to go with its uses, the most used first.

    Of a module that goes as a whole, one name stands for all that are not used.
    """
    alone = [Counted(one, uses.get(one.name, 0)) for one in announced if not one.whole or uses.get(one.name)]
    unused: dict[str, list[Announced]] = {}
    for one in announced:
        if one.whole and not uses.get(one.name):
            unused.setdefault(one.whole, []).append(one)
    firsts = (min(group, key=lambda one: (not one.replacement, one.name)) for group in unused.values())
    wholes = [Counted(first, 0, len(unused[first.whole]) - 1) for first in firsts]
    return tuple(sorted([*alone, *wholes], key=lambda one: (-one.uses, one.announced.name)))


def _announced(surveyed: Iterable[Surveyed], known: Known) -> list[Announced]:
    """Return what is to go, each name once, whichever of two stub and source says it."""
    found: dict[str, Announced] = {}
    for one in (one for file in surveyed for one in file.announced if not known.problem("name", one.name)):
        before = found.get(one.name)
        if before is None or (one.replacement and not before.replacement):
            found[one.name] = one
    return [_settled(one, found) for one in found.values()]


def _settled(one: Announced, announced: Mapping[str, Announced]) -> Announced:
    """Return a name with the replacement that is to stay; one that is to go itself for nothing is none."""
    passed = {one.name}
    instead = one.replacement
    while instead in announced and instead not in passed:
        passed.add(instead)
        instead = announced[instead].replacement
    if instead == one.replacement:
        return one
    if instead in passed or not instead:
        return replace(one, replacement="", mention=one.replacement)
    return replace(one, replacement=instead)


class _Places:
    """Where the classes of the project are."""

    def __init__(self, settings: Settings) -> None:
        self._project = DiskProject(settings)

    def of(self, name: str) -> tuple[str, int]:
        """Return the file, relative to the root, and the line of a class; `""` and 0 where that is not known."""
        module = name
        while module and not self._project.has_module(module):
            module = module.rpartition(".")[0]
        source, facts = self._project.source(module), self._project.facts(module)
        cls: ClassFacts | None = facts.classes.get(name[len(module) + 1 :]) if facts else None
        return (source.relative, cls.line) if source and cls else ("", 0)


_Tests = Sequence[tuple[Sequence[str], bool]]
"""The classes that each test class inherits from, the nearest first, and whether its tests are asynchronous."""


def _bases(surveyed: Iterable[Surveyed], places: _Places) -> tuple[tuple[TestBase, ...], tuple[TestBase, ...]]:
    """Return the bases that cover the test classes together, and the others that many of them have.

    Where they cover too few, all are others.
    """
    tests = [one for file in surveyed for one in file.tests]
    chosen, left = [], tests
    while name := _most_common(left, max(FEWEST_CLASSES, round(WORTHWHILE * len(tests)))):
        chosen.append(_base(name, tests, places))
        left = [one for one in left if name not in one[0]]
    if len(tests) - len(left) >= COVERED * len(tests):
        return tuple(chosen), ()
    return (), tuple(chosen)


def _most_common(tests: _Tests, fewest: int) -> str:
    """Return the base that most classes have, of equals the one that is nearest to them; `""` if too few have it."""
    counts = Counter(name for bases, _ in tests for name in bases)
    far = Counter[str]()
    for bases, _ in tests:
        far.update({name: index for index, name in enumerate(bases)})
    best = min(counts, key=lambda name: (-counts[name], far[name], name), default="")
    return best if counts[best] >= fewest else ""


def _base(name: str, tests: _Tests, places: _Places) -> TestBase:
    having = [is_asynchronous for bases, is_asynchronous in tests if name in bases]
    return TestBase(name, *places.of(name), len(having), all(having))


def _mocked(surveyed: Iterable[Surveyed], places: _Places) -> Iterator[Mocked]:
    """Yield the classes that are mocked most, by more than one place."""
    patches, specs = Counter[str](), Counter[str]()
    for one in surveyed:
        patches.update(one.patched)
        specs.update(one.specced)
    both = patches + specs
    for name in sorted(both, key=lambda name: (-both[name], name))[:MOST_MOCKED]:
        if both[name] > 1:
            yield Mocked(name, *places.of(name), patches[name], specs[name])
