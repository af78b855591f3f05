"""The findings of a project over its history."""

from __future__ import annotations

from collections.abc import Mapping

from flake8_uec.model.values import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One commit. `date` is ISO 8601.

    counts: findings by code.
    added, removed: those that came and those that went since the commit before, by code; of the first, none.
    """

    commit: str
    author: str
    date: str
    subject: str
    counts: Mapping[str, int]
    added: Mapping[str, int]
    removed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Burndown:
    """Commits, oldest first."""

    steps: tuple[Step, ...] = ()

    @property
    def codes(self) -> list[str]:
        """Every code that was ever found."""
        return sorted({code for step in self.steps for code in step.counts})


@dataclass(frozen=True, slots=True)
class Author:
    """How many findings one author's commits added and removed."""

    name: str
    added: int
    removed: int
    commits: int


def authors(burndown: Burndown) -> list[Author]:
    """Return those whose commits changed a number, who removed most first."""
    sums: dict[str, list[int]] = {}
    for step in burndown.steps:
        added, removed = sum(step.added.values()), sum(step.removed.values())
        if added or removed:
            row = sums.setdefault(step.author, [0, 0, 0])
            row[:] = row[0] + added, row[1] + removed, row[2] + 1
    found = [Author(name, *row) for name, row in sums.items()]
    return sorted(found, key=lambda one: (one.added - one.removed, one.name))
