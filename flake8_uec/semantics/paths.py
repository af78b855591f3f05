"""The files that a policy speaks of."""

from __future__ import annotations

from functools import lru_cache

from flake8_uec.semantics.patterns import Patterns


class Paths:
    """Patterns of a policy: one without a slash is of base names, any other of whole paths.

    In ruff's patterns `test_*.py` also matches the whole path `test_framework/fixtures.py`, since a star
    crosses slashes there. A policy's says what it seems to say.
    """

    def __init__(self, patterns: tuple[str, ...]) -> None:
        self._names = Patterns(pattern for pattern in patterns if "/" not in pattern)
        self._paths = Patterns(pattern for pattern in patterns if "/" in pattern)

    def match(self, relative: str) -> bool:
        """Tell whether a POSIX path, relative to the configuration's root, is one of them."""
        return self._names.matches(relative.rpartition("/")[2]) or self._paths.matches(relative)


@lru_cache(maxsize=1024)
def paths(patterns: tuple[str, ...]) -> Paths:
    """Return the compiled form of some patterns, remembered."""
    return Paths(patterns)
