"""Make fixes: choose those that can be made together, and go on until none is left."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from flake8_uec.model.diagnostic import Diagnostic, Edit, Fix
from flake8_uec.model.source import Source
from flake8_uec.model.values import dataclass
from flake8_uec.semantics import broken

MOST_PASSES = 100
"""A file that is still not settled after so many passes has fixes that undo each other."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What came of fixing one file.

    source: the text with every fix made; the one given, where none was.
    applied: the findings that were fixed, in the order of their passes.
    unsettled: the codes of fixes that undo each other; nothing was changed then.
    """

    source: Source
    applied: tuple[Diagnostic, ...] = ()
    unsettled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fixer:
    """Makes the fixes of one file after the other.

    diagnose: finds the defects of a source; suppressed and deselected ones are left out.
    may_apply: tells whether a fix may be made without a person's look.
    tidy: returns the edits of one pass with those that take away the imports which they leave unused.
    is_sound: tells whether a text may be the result: Python has to parse, any other text need not.
    """

    diagnose: Callable[[Source], Sequence[Diagnostic]]
    may_apply: Callable[[Fix], bool]
    tidy: Callable[[Source, Sequence[Edit]], Sequence[Edit]]
    is_sound: Callable[[str], bool] = lambda text: not broken.parse(text).problems

    def fix(self, source: Source) -> Fixed:
        """Make fixes until no finding has one that may be made; one whose result is not sound is not made."""
        now = source
        applied: tuple[Diagnostic, ...] = ()
        refused: set[_Key] = set()
        for _ in range(MOST_PASSES):
            chosen = _together(self._fixable(now, refused))
            if not chosen:
                return Fixed(now, applied)
            after = self._apply(now, chosen)
            if after is None:
                broken_ones = [one for one in chosen if self._apply(now, [one]) is None]
                refused |= {_key(one, now) for one in broken_ones or chosen}
            else:
                now, applied = after, (*applied, *chosen)
        return Fixed(source, (), tuple(sorted({one.code for one in self._fixable(now, refused)})))

    def _fixable(self, source: Source, refused: Collection[_Key]) -> list[Diagnostic]:
        found = (one for one in self.diagnose(source) if one.fix and self.may_apply(one.fix))
        return [one for one in found if _key(one, source) not in refused]

    def _apply(self, source: Source, chosen: Iterable[Diagnostic]) -> Source | None:
        """Return the source with fixes made, `None` where that changes nothing or is not sound."""
        edits = list(dict.fromkeys(edit for one in chosen for edit in _edits(one)))
        after = replace(source, text=apply(source.text, self.tidy(source, edits)))
        return after if after.text != source.text and self.is_sound(after.text) else None


_Key: TypeAlias = "tuple[str, str, tuple[tuple[str, str], ...]]"
"""What a fix is known by though the lines around it move: code, message, old and new texts."""


def _key(diagnostic: Diagnostic, source: Source) -> _Key:
    edits = tuple((source.text[slice(*edit.span)], edit.content) for edit in _edits(diagnostic))
    return diagnostic.code, diagnostic.message, edits


def _together(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the findings whose fixes do not get in each other's way, the first ones in the text before others."""
    chosen: list[Diagnostic] = []
    taken: set[Edit] = set()
    for one in sorted(found, key=lambda one: min(edit.span for edit in _edits(one))):
        if not any(edit != other and edit.touches(other) for edit in _edits(one) for other in taken):
            chosen.append(one)
            taken.update(_edits(one))
    return chosen


def _edits(diagnostic: Diagnostic) -> tuple[Edit, ...]:
    return diagnostic.fix.edits if diagnostic.fix else ()


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits made; they must not overlap."""
    return "".join(_pieces(text, sorted(edits, key=lambda edit: edit.span)))


def _pieces(text: str, edits: Iterable[Edit]) -> Iterator[str]:
    at = 0
    for edit in edits:
        yield text[at : edit.span.start]
        yield edit.content
        at = edit.span.end
    yield text[at:]
