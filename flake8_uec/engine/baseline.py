"""Known findings: which of those found are among them, and which of them are gone.

An entry is an instance, not a line and not a count: a finding that is mended and another that is new never balance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import field, replace

from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.entry import Entry, entries
from flake8_uec.model.values import dataclass


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of the known findings of one file.

    known: the findings that are known, by the entry that knows them: it may be that of an old path or scope.
    new: the findings that are not.
    """

    known: Mapping[Entry, Diagnostic] = field(default_factory=dict)
    new: tuple[Diagnostic, ...] = ()


def compare(
    found: Sequence[Diagnostic],
    path: str,
    known: Collection[Entry],
    homeless: Collection[Entry],
    scopes: Callable[[], Collection[str]],
) -> Comparison:
    """Hold the findings of one file against the entries of its path, or of the path that it had.

    homeless: the entries whose own file is gone; a file without entries is one of those files under a new name where
        the two have more than half of their findings in common, of the codes that it has.
    scopes: returns the scopes that the file has now; asked only where an entry is left over.
    """
    new = entries(found, path)
    here = {entry: replace(entry, path=path) for entry in known}
    matches = {entry: new.pop(now) for entry, now in here.items() if now in new}
    left = [entry for entry in known if entry not in matches]
    if new and left:
        present = scopes()
        matches |= _pair([entry for entry in left if entry.scope and entry.scope not in present], new, _without_scope)
    if new and not known:
        matches |= _pair(_most_alike(homeless, new), new, _without_path)
    hidden = {id(one) for one in matches.values()}
    return Comparison(matches, tuple(one for one in found if id(one) not in hidden))


def _most_alike(homeless: Iterable[Entry], new: Collection[Entry]) -> list[Entry]:
    """Return the entries of the one file that a file of these may have been, none where they have too little in common.

    One finding alike in the files of a large change is a coincidence, as a common import is.
    """
    by_path: dict[str, list[Entry]] = defaultdict(list)
    codes = {entry.code for entry in new}
    for entry in homeless:
        if entry.code in codes:  # others may be off in this run
            by_path[entry.path].append(entry)
    keys = {_without_path(entry) for entry in new}
    shares = {path: _in_common(entries, keys) for path, entries in sorted(by_path.items())}
    best = max(shares, key=shares.__getitem__, default="")
    return by_path[best] if best and shares[best] > 0.5 else []


def _in_common(old: Collection[Entry], keys: Collection[Hashable]) -> float:
    """Return what share of the larger of two sets of findings is in the other too."""
    return sum(_without_path(entry) in keys for entry in old) / max(len(old), len(keys))


def _pair(
    old: Iterable[Entry], new: dict[Entry, Diagnostic], key: Callable[[Entry], Hashable]
) -> dict[Entry, Diagnostic]:
    """Take from the new entries those that have a key in common with an old one, in order."""
    waiting: dict[Hashable, list[Entry]] = defaultdict(list)
    for entry in sorted(new):
        waiting[key(entry)].append(entry)
    pairs = {entry: waiting[key(entry)].pop(0) for entry in sorted(old) if waiting.get(key(entry))}
    return {entry: new.pop(other) for entry, other in pairs.items()}


def _without_scope(entry: Entry) -> Hashable:
    return entry.code, entry.text


def _without_path(entry: Entry) -> Hashable:
    return entry.code, entry.scope, entry.text, entry.ordinal
