"""Dataclasses that are made fast: a command that lints one file spends a third of its time on making classes.

`@dataclass(frozen=True)` writes six functions and compiles each. Here it compiles one, `__init__`, and for a class that
takes keywords only, which has many fields and few values, not even that; the others are the same for all classes. That
nothing is assigned to afterwards the type checker sees to, which takes this for the standard decorator.
"""

from __future__ import annotations

from dataclasses import MISSING
from dataclasses import dataclass as standard
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool = False, order: bool = False, eq: bool = True, **options: Any) -> Any:
        """Return the decorator that makes a class a dataclass; what is not frozen or has an order, the standard one."""
        if not frozen or order or not eq:
            return standard(frozen=frozen, order=order, eq=eq, **options)
        if options.get("kw_only"):
            return lambda cls: _by_keywords(_value(standard(cls, eq=False, repr=False, init=False, **options)))
        return lambda cls: _value(standard(cls, eq=False, repr=False, **options))


def _value(cls: Any) -> Any:
    names: tuple[str, ...] = tuple(cls.__dataclass_fields__)
    get = attrgetter(*names) if names else lambda _: ()

    def __eq__(self: Any, other: object) -> bool:
        return get(self) == get(other) if type(other) is type(self) else NotImplemented

    def __hash__(self: Any) -> int:
        return hash(get(self))

    def __repr__(self: Any) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    cls.__eq__, cls.__hash__, cls.__repr__ = __eq__, __hash__, __repr__
    return cls


def _by_keywords(cls: Any) -> Any:
    fields = [(one.name, one.default, one.default_factory) for one in cls.__dataclass_fields__.values()]

    def __init__(self: Any, **given: Any) -> None:
        for name, default, make in fields:
            if name in given:
                value = given.pop(name)
            elif make is not MISSING:
                value = make()
            elif default is not MISSING:
                value = default
            else:
                raise TypeError(f"{cls.__name__} takes a `{name}`")
            setattr(self, name, value)
        if given:
            raise TypeError(f"{cls.__name__} takes no `{next(iter(given))}`")

    cls.__init__ = __init__
    return cls
