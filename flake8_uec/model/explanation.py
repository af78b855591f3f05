"""Why there is, or is not, a finding on a line: names, places and settings, and no text of any file."""

from __future__ import annotations

from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.source import Position
from flake8_uec.model.values import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that bears on a rule: its key, its value as TOML, and where it was set."""

    key: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Step:
    """One name on the way to where another comes from.

    path, line: where it is given its meaning, `""` and 0 where that is outside the project, or nowhere.
    note: what is to be said of it.
    """

    name: str
    path: str = ""
    line: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """What something on the line leads to.

    subject: as the line has it, dotted; what: the kind of thing that it is.
    column, end: where it begins on the line, 1-based, and the first column behind it.
    steps: the places that bind its local name, then every name that it may stand for, its origins last.
    entries: the keys of the policy that name one of them.
    near: the names of the policy that end alike and are others.
    """

    subject: str
    what: str
    column: int
    end: int
    steps: tuple[Step, ...] = ()
    entries: tuple[Setting, ...] = ()
    near: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Every name that it may stand for."""
        return frozenset(step.name for step in self.steps)


@dataclass(frozen=True, slots=True)
class Explained:
    """A finding, or what would be one, and what it rests on.

    status: `reported`, or the first reason why it is not: see `STATUSES`. because: all of them, in words.
    """

    diagnostic: Diagnostic
    status: str
    because: tuple[str, ...] = ()
    chains: tuple[Chain, ...] = ()
    settings: tuple[Setting, ...] = ()


STATUSES = (
    "reported", "known", "suppressed", "off", "ignored in this file", "exempt", "no test file", "yields",
)  # fmt: skip
"""What may become of a finding; `off` is also what a rule is whose required name the project does not have."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Why a rule finds nothing on the line.

    looks: it looks at something that is there.
    because: why it finds nothing there, in words.
    """

    code: str
    name: str
    looks: bool
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that there is to say of a line.

    at: the line; column 0 is the whole of it.
    config: the file that the settings came from, `""` where none did.
    module: the dotted name of the file, `""` where it has none.
    text: the lines of the findings, by number: the only source that is shown.
    """

    path: str
    at: Position
    config: str
    module: str
    notes: tuple[str, ...] = ()
    findings: tuple[Explained, ...] = ()
    chains: tuple[Chain, ...] = ()
    silent: tuple[Silence, ...] = ()
    text: tuple[tuple[int, str], ...] = ()
