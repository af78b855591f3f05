"""The files of a plan that a run is about."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_uec.engine.select import strength
from flake8_uec.migration.choices import Choices
from flake8_uec.model.plan import Plan, PlannedFile
from flake8_uec.model.values import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """A file with its place: the `position`-th of `total` in its batch, from 1."""

    file: PlannedFile
    batch: str
    position: int
    total: int


def items(plan: Plan, choices: Choices) -> Iterator[Item]:
    """Yield the files that a run is about, in the order of the plan."""
    for batch in plan.batches:
        if choices.batches and batch.name not in choices.batches:
            continue
        for position, file in enumerate(batch.files, 1):
            if not choices.rules or any(strength(code, choices.rules) >= 0 for code in file.findings):
                yield Item(file, batch.name, position, len(batch.files))
