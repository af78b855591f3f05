"""Values whose costly parts are read once somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flake8_uec.model.facts import ClassFacts, Member


class _Later:
    """Fills a field when it is read for the first time; the slots of the fields that are still due are empty."""

    __slots__ = ()

    _due: dict[str, Callable[[], Any]]

    @classmethod
    def of(cls, known: Mapping[str, Any], due: dict[str, Callable[[], Any]]) -> Any:
        """Return a value of which some fields are known, and the others come from calls."""
        value = object.__new__(cls)
        object.__setattr__(value, "_due", due)
        for name, part in known.items():
            object.__setattr__(value, name, part)
        return value

    def __getattr__(self, name: str) -> Any:
        if name not in self._due:
            raise AttributeError(name)
        part = self._due[name]()
        object.__setattr__(self, name, part)
        del self._due[name]  # what it was read from goes with it
        return part


class LaterMember(_Later, Member):
    """A member whose signature and body are read later."""

    __slots__ = ("_due",)


class LaterClass(_Later, ClassFacts):
    """A class whose methods are read later."""

    __slots__ = ("_due",)
