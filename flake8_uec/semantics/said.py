"""That a name is to go, as a module says it."""

from __future__ import annotations

from flake8_uec.model.values import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A name of a module that is to go.

    within: its name within the module. how: how that is said, in words.
    hint: the name that it maps to, where that is spelled out. is_whole: all of its module is to go.
    """

    within: str
    line: int
    how: str
    message: str
    is_member: bool = False
    hint: str = ""
    is_whole: bool = False
