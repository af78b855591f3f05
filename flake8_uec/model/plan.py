"""What is to be migrated: files in batches, each with its findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from flake8_uec.model.values import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """How many findings a rule has in a file, by what can be done about them.

    safe, unsafe: those with a fix, by how far it can be trusted.
    manual: those without one.
    """

    safe: int = 0
    unsafe: int = 0
    manual: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.safe + self.unsafe + self.manual

    def __add__(self, other: Share) -> Share:
        return Share(self.safe + other.safe, self.unsafe + other.unsafe, self.manual + other.manual)


Findings = Mapping[str, Share]
"""The findings of a file by rule, in the order of the codes."""


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file that is to be migrated.

    path: POSIX, relative to the configuration's root.
    digest: the SHA-256 of its bytes, in hexadecimal.
    needs: the files before it in its batch that it imports, or that set its tests up.
    """

    path: str
    digest: str
    findings: Findings
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedBatch:
    """A batch, in the order in which its files are to be migrated."""

    name: str
    title: str = ""
    files: tuple[PlannedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is left out, and why."""

    path: str
    reason: str
    findings: int


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is to be migrated. The same files and settings give the same plan.

    paths: what was looked at, POSIX, relative to the configuration's root.
    """

    batches: tuple[PlannedBatch, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    paths: tuple[str, ...] = field(default=(".",))

    @property
    def files(self) -> Iterator[PlannedFile]:
        """The files of all batches."""
        return (file for batch in self.batches for file in batch.files)


def total(findings: Iterable[Findings]) -> Share:
    """Return the sum of the findings of some files."""
    return sum((share for one in findings for share in one.values()), Share())


def by_rule(findings: Iterable[Findings]) -> dict[str, Share]:
    """Return the findings of some files together, in the order of the codes."""
    sums: dict[str, Share] = {}
    for one in findings:
        for code, share in one.items():
            sums[code] = sums.get(code, Share()) + share
    return dict(sorted(sums.items()))
