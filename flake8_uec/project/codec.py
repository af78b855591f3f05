"""Values as plain data that `marshal` takes, and back."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cached_property
from types import UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin

from flake8_uec.project.hints import hints

Value = TypeVar("Value")
Convert = Callable[[Any], Any]

_CANONICAL = 2
"""The newest format of `marshal` in which equal values have equal bytes: later ones share by identity."""


def _same(value: Any) -> Any:
    return value


class Codec(Generic[Value]):
    """Writes the values of a type as bytes, equal ones alike; its type annotations say how.

    Dataclasses, named tuples, enumerations, tuples, frozen sets, mappings by string, `None`, strings and numbers may
    be nested. Fields of a name in `without` are not written: who reads them gives them.
    """

    def __init__(self, kind: Any, without: tuple[str, ...] = ()) -> None:
        self._given: dict[str, Any] = {}
        self._kind = kind
        self._without = without

    @cached_property
    def _converters(self) -> tuple[Convert, Convert]:
        """How a value is written, and how it is read: worked out once it is needed."""
        return self._convert(self._kind)

    def encode(self, value: Value) -> bytes:
        """Return a value as bytes."""
        return marshal.dumps(self._converters[0](value), _CANONICAL)

    def decode(self, data: bytes, **given: Any) -> Value:
        """Return the value that bytes stand for."""
        self._given.update(given)
        return self._converters[1](marshal.loads(data))  # type: ignore[no-any-return]

    def _convert(self, kind: Any) -> tuple[Convert, Convert]:
        """Return how a value of a type is written, and how it is read."""
        origin, arguments = get_origin(kind), get_args(kind)
        if is_dataclass(kind):
            return self._of_fields(kind)
        if isinstance(kind, type) and issubclass(kind, Enum):
            return (lambda value: value.value), kind
        if isinstance(kind, type) and issubclass(kind, tuple):
            return tuple, kind._make  # type: ignore[attr-defined]
        if origin is tuple:
            return self._of_tuple(arguments)
        if origin is frozenset:
            return sorted, frozenset
        if origin is Mapping:
            return self._of_mapping(arguments[1])
        return self._of_union(arguments) if origin in (Union, UnionType) else (_same, _same)

    def _of_fields(self, kind: Any) -> tuple[Convert, Convert]:
        types, names = hints(kind), [one.name for one in fields(kind)]
        both = [self._left_out(name) if name in self._without else self._convert(types[name]) for name in names]
        writers = [(name, write) for name, (write, _) in zip(names, both, strict=True)]
        readers = [read for _, read in both]
        return (
            lambda value: tuple([write(getattr(value, name)) for name, write in writers]),
            lambda value: kind(*[read(item) for read, item in zip(readers, value, strict=True)]),
        )

    def _left_out(self, name: str) -> tuple[Convert, Convert]:
        return (lambda _: None), (lambda _: self._given[name])

    def _of_tuple(self, arguments: tuple[Any, ...]) -> tuple[Convert, Convert]:
        if arguments[-1:] == (...,):
            write, read = self._convert(arguments[0])
            return (
                tuple if write is _same else lambda value: tuple([write(item) for item in value]),
                _same if read is _same else lambda value: tuple([read(item) for item in value]),
            )
        both = [self._convert(one) for one in arguments]
        return (
            lambda value: tuple([write(item) for (write, _), item in zip(both, value, strict=True)]),
            lambda value: tuple([read(item) for (_, read), item in zip(both, value, strict=True)]),
        )

    def _of_mapping(self, kind: Any) -> tuple[Convert, Convert]:
        write, read = self._convert(kind)
        return (
            lambda value: [(key, write(item)) for key, item in value.items()],
            lambda value: {key: read(item) for key, item in value},
        )

    def _of_union(self, arguments: tuple[Any, ...]) -> tuple[Convert, Convert]:
        """Convert a value that may be `None`."""
        (kind,) = (one for one in arguments if one is not type(None))
        write, read = self._convert(kind)
        return (
            lambda value: None if value is None else write(value),
            lambda value: None if value is None else read(value),
        )
