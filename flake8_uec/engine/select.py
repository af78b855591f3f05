"""Which codes are on, by ruff's rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flake8_uec.model.diagnostic import Severity
from flake8_uec.model.rule import Rule
from flake8_uec.model.settings import Selection
from flake8_uec.semantics.patterns import Patterns

ALL = "ALL"


class Selector:
    """A selection, applied to the rules there are."""

    def __init__(self, selection: Selection, rules: Sequence[Rule]) -> None:
        self._selected = (*selection.select, *selection.extend_select)
        self.named = frozenset(self._selected)
        self._ignored = selection.ignore
        self._enabled = {rule.code for rule in rules if self._is_on(rule)}
        self._per_file = [(_PerFile(pattern), codes) for pattern, codes in selection.per_file_ignores]

    def enabled(self, code: str) -> bool:
        """Tell whether a code is on."""
        return code in self._enabled

    def ignored_in(self, relative: str, code: str) -> bool:
        """Tell whether a code is ignored in the file at a path relative to the configuration's root."""
        return any(strength(code, codes) >= 0 and files.holds(relative) for files, codes in self._per_file)

    def _is_on(self, rule: Rule) -> bool:
        """The longest selector that matches decides, `--ignore` where both are as long."""
        if rule.optional and not self.named & {rule.code, ALL}:
            return False
        return strength(rule.code, self._selected) > strength(rule.code, self._ignored)


class _PerFile:
    """The files of one per-file-ignore; `!pattern` holds all that do not match."""

    def __init__(self, pattern: str) -> None:
        self._negated = pattern.startswith("!")
        self._files = Patterns([pattern.removeprefix("!")])

    def holds(self, relative: str) -> bool:
        return self._files.matches(relative) is not self._negated


def severity_of(code: str, levels: Mapping[str, str]) -> Severity:
    """Return how bad the findings of a code are; `levels` are severities by selector, the longest decides."""
    best = strength(code, levels)
    found = (level for one, level in levels.items() if best == strength(code, (one,)))
    return Severity(next(found)) if best >= 0 else Severity.ERROR


def strength(code: str, selectors: Iterable[str]) -> int:
    """Return the length of the longest selector that matches a code, 0 for `ALL`, -1 for none."""
    lengths = (0 if one == ALL else len(one) for one in selectors if one == ALL or code.startswith(one))
    return max(lengths, default=-1)
