"""What one file gave, as values that go between processes and into the cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.facts import Facts, Question
from flake8_uec.model.values import dataclass
from flake8_uec.project.codec import Codec
from flake8_uec.project.disk import Stamp
from flake8_uec.project.looks import Looks


@dataclass(frozen=True, slots=True)
class Linted:
    """What came of one file by itself, whatever is known of it from before.

    shown: the findings that are reported. excused: those that a comment hides.
    undecided: what a rule could not decide, as findings that say why.
    renames: the new names that the file gives to names of the policy, each after its module; `None` where they were
        not asked for.
    held: the names of the policy that it takes from other modules.
    is_hidden: it failed in a way that is not selected.
    """

    shown: tuple[Diagnostic, ...] = ()
    excused: tuple[Diagnostic, ...] = ()
    undecided: tuple[Diagnostic, ...] = ()
    renames: frozenset[str] | None = None
    held: frozenset[str] = frozenset()
    is_hidden: bool = False


LINTED: Codec[Linted] = Codec(Linted, without=("path",))
"""A file is the same under any path that leads to it; who reads it says how it is shown."""

FACTS: Codec[Facts] = Codec(Facts)

MEANING: Codec[Facts] = Codec(Facts, without=("line",))
"""Nothing that one file says of another depends on lines."""


class Record(NamedTuple):
    """What linting a file gave, and all that it depends on.

    stamp: what tells without reading that the file is unchanged, `None` where nothing does.
    content: a digest of its bytes, empty where they could not be read.
    asked: what it wanted to know of its project, and digests of the answers.
    linted: a `Linted`, encoded.
    """

    stamp: Stamp | None
    content: bytes
    asked: Mapping[Question, bytes]
    linted: bytes


class ModuleRecord(NamedTuple):
    """What a module offers, and what that depends on: its own bytes, and the name that it goes by.

    path: relative to the configuration's root.
    stamp, content: as in `Record`.
    meaning: a digest of what it offers. facts: its `Facts`, encoded.
    """

    path: str
    module: str
    stamp: Stamp | None
    content: bytes
    meaning: bytes
    facts: bytes


class Batch(NamedTuple):
    """What a process gave for some files: a record each, and the modules that it had to read for them, by root.

    looks: what it asked of the disk, where that is noted.
    """

    paths: Sequence[str]
    records: list[Record]
    modules: dict[str, list[ModuleRecord]]
    looks: Looks | None
