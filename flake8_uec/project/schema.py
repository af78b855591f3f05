"""The keys of a TOML table, read off the dataclass that it fills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from datetime import datetime
from enum import IntEnum
from functools import cache
from typing import Any, get_args, get_origin

from flake8_uec.model.clause import Table
from flake8_uec.model.values import dataclass
from flake8_uec.project.hints import hints

STRINGS = tuple[str, ...]


class Verb(IntEnum):
    """What a key does to the value it finds, in the order in which they act."""

    REMOVE = 0
    SET = 1
    EXTEND = 2


@dataclass(frozen=True, slots=True)
class Key:
    """A key: the field it fills and how.

    hint: the type of the value; `kind` what its strings mean, `""` for any; `choices` the keys it may hold
    where it is a table of strings, empty for any; `key_kind` what those mean. or_string: a string stands for a
    list of one. several: there may be an array of the table.
    """

    field: str
    hint: Any
    verb: Verb = Verb.SET
    kind: str = ""
    choices: tuple[str, ...] = ()
    key_kind: str = ""
    or_string: bool = False
    several: bool = False


def keys_of(table: type) -> Mapping[str, Key]:
    """Return the keys of a table.

    They are its fields, `extend-x` for a list of strings and `remove-x` for an array of tables.
    """
    return _keys_of(table)


@cache
def _keys_of(table: type) -> Mapping[str, Key]:
    types = hints(table)
    own: dict[str, Key] = {}
    derived: dict[str, Key] = {}
    for field in fields(table):
        if not field.metadata.get("is_key", True):
            continue
        spelled = field.name.replace("_", "-")
        own[spelled] = key = _key(field, types[field.name])
        if key.hint == STRINGS and not key.or_string and not spelled.startswith("extend-"):
            derived[f"extend-{spelled}"] = Key(key.field, key.hint, Verb.EXTEND, key.kind)
        if is_array_of_tables(key.hint) or key.several:
            derived[f"remove-{spelled}"] = Key(key.field, STRINGS, Verb.REMOVE, several=key.several)
    return derived | own


def _key(field: Field[Any], hint: Any) -> Key:
    names = {"kind": "kind", "keys": "choices", "key_kind": "key_kind", "or_string": "or_string"}
    told = {names[key]: value for key, value in field.metadata.items() if key in names}
    return Key(field.name, hint, **told, several=isinstance(hint, type) and issubclass(hint, Table))


def is_array_of_tables(hint: Any) -> bool:
    """Tell whether a type is a tuple of dataclasses, which merge by their `name`."""
    return get_origin(hint) is tuple and is_dataclass(get_args(hint)[0])


def is_pairs(hint: Any) -> bool:
    """Tell whether a type is a tuple of pairs: a table whose order counts."""
    return get_origin(hint) is tuple and get_origin(get_args(hint)[0]) is tuple


def shape(hint: Any) -> tuple[type, str]:
    """Return the type that a TOML parser gives for a field's type, and its name for a reader."""
    if hint in _SCALARS:
        return hint, _SCALARS[hint]
    if is_array_of_tables(hint):
        return list, "an array of tables"
    if get_origin(hint) is tuple and not is_pairs(hint):
        return list, "a list of strings" if hint == STRINGS else "a list"
    return dict, "a table"


def describe(value: object) -> str:
    """Return what a reader would call a TOML value."""
    return _SCALARS.get(type(value)) or _CONTAINERS.get(type(value), "a date or time")


def inner(hint: Any) -> Any:
    """Return the type of the values of a list, mapping or tuple of pairs."""
    arguments = get_args(get_args(hint)[0]) if is_pairs(hint) else get_args(hint)
    return arguments[0] if get_origin(hint) is tuple and not is_pairs(hint) else arguments[1]


_SCALARS: Mapping[type, str] = {str: "a string", bool: "a boolean", int: "a whole number", float: "a number"}
_CONTAINERS: Mapping[type, str] = {list: "a list", dict: "a table", datetime: "a date with a time"}
