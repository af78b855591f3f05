"""What the linter says: findings inside a rule, diagnostics outside."""

from __future__ import annotations

from enum import Enum

from flake8_uec.model.source import Position, Span
from flake8_uec.model.values import dataclass


class Applicability(Enum):
    """How far a fix can be trusted, in ruff's words."""

    SAFE = "safe"
    UNSAFE = "unsafe"


class Severity(Enum):
    """What a finding means for a run: only an error fails it."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace a span of the source by `content`."""

    span: Span
    content: str

    def touches(self, other: Edit) -> bool:
        """Tell whether another edit is about the same text."""
        overlap = self.span.start < other.span.end and other.span.start < self.span.end
        return overlap or self.span == other.span


@dataclass(frozen=True, slots=True)
class Unless:
    """What a fix is to be once it is known that no other file imports or patches a name of this one.

    name: the name in full. Where another file does hold on to it, there is no fix.
    """

    name: str
    applicability: Applicability


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that are made all together or not at all. They do not overlap.

    A rule gives the edits that mend the defect; the engine adds those that take imports away which are left
    without a use. What a rule needs imported is among its own edits. `unless` is what only a look at the whole
    project can tell: `applicability` holds until then.
    """

    title: str
    edits: tuple[Edit, ...]
    applicability: Applicability
    unless: Unless | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that helped to decide, in the same file."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule yields: a defect at a span of the source it was given.

    todo: what a person is to write where there is no fix, in a line or several; code on lines of its own.
    severity: how bad it is, where the policy's entry says that; else its code decides.
    """

    span: Span
    message: str
    evidence: tuple[Evidence, ...] = ()
    fix: Fix | None = None
    todo: str = ""
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Undecided:
    """What a rule yields where it cannot tell whether there is a defect, and why."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Range:
    """A half-open range of positions; the end's column is one past the last character."""

    start: Position
    end: Position


@dataclass(frozen=True, slots=True)
class Related:
    """Evidence as a reader sees it."""

    path: str
    range: Range
    message: str


@dataclass(frozen=True, slots=True, order=False)
class Diagnostic:
    """A finding as every face shows it.

    noqa_lines: the lines on which a `noqa` comment silences it: its own, and the first and last of its
        statement; empty where none can.
    scope, text: what it is known by though its line moves: the qualified name of the class or function that it
        lies in, and its code without layout.
    is_undecided: it tells what could not be decided, and is no finding.
    todo: what a person is to write where there is no fix.
    severity: whether it fails a run.
    rule: the code of the rule that found it, where the policy has it reported under another one.
    """

    path: str
    code: str
    name: str
    message: str
    range: Range
    noqa_lines: tuple[int, ...] = ()
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    scope: str = ""
    text: str = ""
    is_undecided: bool = False
    todo: str = ""
    severity: Severity = Severity.ERROR
    rule: str = ""

    @property
    def rule_code(self) -> str:
        """The code of the rule that found it."""
        return self.rule or self.code

    @property
    def is_error(self) -> bool:
        """Whether it fails a run."""
        return self.severity is Severity.ERROR

    @property
    def text_message(self) -> str:
        """The message as text shows it: a warning says that it is one."""
        return self.message if self.is_error else f"{self.severity.value}: {self.message}"

    @property
    def sort_key(self) -> tuple[bytes, int, int, str, str]:
        """The order of all output: path as bytes, line, column, code."""
        path = self.path.encode("utf-8", "surrogateescape")
        return path, self.range.start.line, self.range.start.column, self.code, self.message
