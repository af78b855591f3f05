"""What a look at a project gives for a policy of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from flake8_uec.model.values import dataclass


@dataclass(frozen=True, slots=True)
class Announced:
    """A name that the project itself says is to go.

    name: in full, by the module that defines it.
    line: 1-based, in the file at `path`, which is relative to the project's root.
    how: how it is said, in words.
    is_member: it is a method or attribute of a class.
    replacement: the full name to use instead, `""` where none can be told.
    mention: the name that it says to use, where that is none that the project can see.
    whole: its module, where all of that is to go.
    """

    name: str
    path: str
    line: int
    how: str
    is_member: bool = False
    replacement: str = ""
    mention: str = ""
    whole: str = ""


@dataclass(frozen=True, slots=True)
class TestBase:
    """A class of the project that test classes inherit from.

    classes: how many do; is_asynchronous: `unittest` runs their tests in an event loop.
    """

    name: str
    path: str
    line: int
    classes: int
    is_asynchronous: bool = False


@dataclass(frozen=True, slots=True)
class Mocked:
    """A class of the project that tests put something else in the place of.

    patches: how many `patch(...)` name it or a member of it; specs: how many mocks are built from it.
    """

    name: str
    path: str
    line: int
    patches: int
    specs: int


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What one file has for a proposal.

    tests: of each class with tests, the classes of the project that it inherits from, and the async ones of those.
    patched, specced: how often each class of the project is.
    """

    announced: tuple[Announced, ...] = ()
    tests: tuple[tuple[tuple[str, ...], bool], ...] = ()
    patched: Mapping[str, int] = field(default_factory=dict)
    specced: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counted:
    """A name that is to go, and how often it is used; of a member, how often it is spelled.

    siblings: how many other names of its module go with it.
    """

    announced: Announced
    uses: int
    siblings: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to propose, the most worthwhile of each first.

    files: how many were read; test_classes: how many classes with tests there are.
    bases: those to propose; rivals: the others that many test classes inherit from.
    """

    files: int
    test_classes: int
    deprecated: tuple[Counted, ...] = ()
    bases: tuple[TestBase, ...] = ()
    rivals: tuple[TestBase, ...] = ()
    mocked: tuple[Mocked, ...] = ()
