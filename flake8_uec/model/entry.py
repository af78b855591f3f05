"""What a finding is known by from one run to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.values import dataclass

NEVER_KNOWN = frozenset({"UEC000", "UEC001", "UEC002", "UEC005"})
"""What is broken now is no debt: a conflict, a file that cannot be read or parsed, a rule that failed."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A finding as the baseline knows it.

    path: POSIX, relative to the configuration's root.
    scope, text: as in `Diagnostic`.
    ordinal: which one it is of those that have all else in common, from 0, in the order of the text.
    """

    path: str
    code: str
    scope: str = ""
    text: str = ""
    ordinal: int = 0


def entries(found: Iterable[Diagnostic], path: str) -> dict[Entry, Diagnostic]:
    """Return the entries of the findings of one file, which come in the order of the text."""
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    result: dict[Entry, Diagnostic] = {}
    for one in found:
        if one.code in NEVER_KNOWN:
            continue
        # A definition's own name says no more than its scope, which a renaming is followed by.
        text = "" if one.text == one.scope.rpartition(".")[2] else one.text
        key = (one.code, one.scope, text)
        result[Entry(path, *key, counts[key])] = one
        counts[key] += 1
    return result
