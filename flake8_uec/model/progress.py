"""How far a migration is: every finding and every file, and what came of those that were tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from enum import Enum

from flake8_uec.model.values import dataclass

UNOWNED = "nobody"
"""Owns the files that `CODEOWNERS` gives to no one."""


class Standing(str, Enum):
    """Where a finding or a file stands."""

    DONE = "done"
    """Gone since the plan, or since the baseline was written."""
    OPEN = "open"
    """There is a fix for it."""
    MANUAL = "manual"
    """A person must mend it."""
    SKIPPED = "skipped"
    """The policy leaves its file out."""
    SUPPRESSED = "suppressed"
    """A comment hides it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file as its findings are counted by: `owners` is empty where there is no `CODEOWNERS`."""

    path: str
    batch: str
    owners: tuple[str, ...] = ()

    @property
    def directory(self) -> str:
        """The first two directories of the path, `.` for none."""
        return "/".join(self.path.split("/")[:-1][:2]) or "."


@dataclass(frozen=True, slots=True)
class Located:
    """A finding; `is_new` tells whether the baseline does not know it, `None` where there is none.

    source: the line that it begins on, without its indentation.
    """

    place: Place
    code: str
    standing: Standing
    line: int
    column: int
    message: str
    source: str = ""
    is_new: bool | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """Findings of one rule in one file that are no more."""

    place: Place
    code: str
    number: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """How many of the known findings are there still, how many are gone, and how many findings are new."""

    known: int
    gone: int
    new: int


@dataclass(frozen=True, slots=True)
class Tests:
    """Sums over the files that were verified both before and after; `None` where tests were not counted."""

    passed_before: int | None
    passed_after: int | None
    seconds_before: float | None
    seconds_after: float | None


@dataclass(frozen=True, slots=True)
class Effort:
    """What the journal tells of a batch, or of all.

    attempted: files that were tried: verified or changed.
    rolled_back: of those that were committed.
    mean, median: seconds a file that was attempted; `None` where none was.
    """

    attempted: int
    committed: int
    restored: int
    rolled_back: int
    mean: float | None
    median: float | None
    tests: Tests | None

    @property
    def success_rate(self) -> float | None:
        """The part of the files attempted that is committed, or was."""
        return self.committed / self.attempted if self.attempted else None

    @property
    def rollback_rate(self) -> float | None:
        """The part of the files committed that was rolled back."""
        return self.rolled_back / self.committed if self.committed else None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a migration is.

    commit: the commit that it was seen at, `""` for none.
    reference: what `done` is counted by, `plan` or `baseline`, `""` where there is neither.
    found: every finding that there is.
    gone: those that are no more.
    places: every file that has findings, or had.
    baseline: `None` where there is none.
    efforts: by batch, `total` for all; `None` where there is no journal.
    batches: the titles of the batches, in their order.
    """

    commit: str = ""
    reference: str = ""
    found: tuple[Located, ...] = ()
    gone: tuple[Gone, ...] = ()
    places: tuple[Place, ...] = ()
    baseline: Baseline | None = None
    efforts: Mapping[str, Effort] | None = None
    batches: Mapping[str, str] = field(default_factory=dict)

    @property
    def standings(self) -> tuple[Standing, ...]:
        """What can be counted: without a reference, nobody knows what is done."""
        return tuple(one for one in Standing if self.reference or one is not Standing.DONE)


Tally = Mapping[Standing, int]
Keys = Callable[[Place, str], Iterable[str]]
"""Returns what a rule's findings in a file are counted under."""


def tally(progress: Progress, keys: Keys) -> dict[str, Tally]:
    """Return the number of findings by key and standing, most first."""
    sums: dict[str, dict[Standing, int]] = {}
    counted = [(one.place, one.code, one.standing, 1) for one in progress.found]
    counted += [(one.place, one.code, Standing.DONE, one.number) for one in progress.gone]
    for place, code, standing, number in counted:
        for key in keys(place, code):
            row = sums.setdefault(key, dict.fromkeys(progress.standings, 0))
            row[standing] += number
    return dict(sorted(sums.items(), key=lambda item: (-sum(item[1].values()), item[0])))


def file_standings(progress: Progress) -> dict[Place, Standing]:
    """Return where each file stands: by what is left in it that is to be done first."""
    found: dict[Place, set[Standing]] = {place: set() for place in progress.places}
    for one in progress.found:
        found[one.place].add(one.standing)
    order = (Standing.SKIPPED, Standing.OPEN, Standing.MANUAL, Standing.SUPPRESSED)
    return {place: next((one for one in order if one in there), Standing.DONE) for place, there in found.items()}


BY: Mapping[str, Keys] = {
    "batch": lambda place, code: (place.batch,),
    "rule": lambda place, code: (code,),
    "directory": lambda place, code: (place.directory,),
    "owner": lambda place, code: place.owners,
}
"""What findings are counted by."""


def tallies(progress: Progress) -> dict[str, dict[str, Tally]]:
    """Return the tally of each kind of key in `BY`; that of the batches is in their own order."""
    found = {name: tally(progress, keys) for name, keys in BY.items()}
    order = {batch: number for number, batch in enumerate(progress.batches)}
    by_batch = sorted(found["batch"].items(), key=lambda item: order.get(item[0], len(order)))
    return {**found, "batch": dict(by_batch)}
