"""What the linter says: findings inside a rule, diagnostics outside."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from flake8_uec.model.source import Position, Span


class Applicability(Enum):
    """How far a fix can be trusted, in ruff's words."""

    SAFE = "safe"
    UNSAFE = "unsafe"


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
class Fix:
    """Edits that are made all together or not at all. They do not overlap.

    A rule gives the edits that mend the defect; the engine adds those that take imports away which are left
    without a use. What a rule needs imported is among its own edits.
    """

    title: str
    edits: tuple[Edit, ...]
    applicability: Applicability


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that helped to decide, in the same file."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule yields: a defect at a span of the source it was given."""

    span: Span
    message: str
    evidence: tuple[Evidence, ...] = ()
    fix: Fix | None = None


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

    `noqa_lines` are the lines on which a `noqa` comment silences it: its own, and the first and last of
    its statement; empty where none can.
    """

    path: str
    code: str
    name: str
    message: str
    range: Range
    noqa_lines: tuple[int, ...] = ()
    related: tuple[Related, ...] = ()
    fix: Fix | None = None

    @property
    def sort_key(self) -> tuple[bytes, int, int, str, str]:
        """The order of all output: path as bytes, line, column, code."""
        path = self.path.encode("utf-8", "surrogateescape")
        return path, self.range.start.line, self.range.start.column, self.code, self.message
