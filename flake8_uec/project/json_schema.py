"""The JSON schema of a configuration, for editors: made from the dataclasses that the configuration fills."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from inspect import cleandoc
from typing import Any, get_args

from flake8_uec.model.clause import WHERES
from flake8_uec.model.settings import GROUPS, Settings
from flake8_uec.output.links import PROJECT_URL
from flake8_uec.project.keys import default, derived, meaning
from flake8_uec.project.known import PRESETS, SEVERITIES, SIDES, Known
from flake8_uec.project.layer import OWN_KEYS
from flake8_uec.project.schema import Key, Verb, inner, is_array_of_tables, keys_of, shape

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that editors of TOML, and the store that they take schemas from, know."""

_ADDRESS = f"{PROJECT_URL}/raw/main/docs/flake8-uec.schema.json"
_TYPES = {str: "string", bool: "boolean", int: "integer", float: "number"}


def json_schema(known: Known) -> dict[str, Any]:
    """Return the schema of `[tool.flake8-uec]`, and of a file that has our keys at its top."""
    return _Schema(known).whole()


class _Schema:
    def __init__(self, known: Known) -> None:
        self._kinds = _kinds(known)
        self._tables = known.tables
        self._definitions: dict[str, Any] = {}

    def whole(self) -> dict[str, Any]:
        own = {name: one for name, one in self._properties(Settings) if name in OWN_KEYS}
        groups = (type(getattr(Settings(root=""), field)) for field in GROUPS)
        properties = own | {name: one for group in groups for name, one in self._properties(group)}
        return {
            "$schema": DRAFT,
            "$id": _ADDRESS,
            "title": "flake8-uec",
            "description": "The policy and the settings of flake8-uec.",
            "type": "object",
            "additionalProperties": False,
            "properties": dict(sorted(properties.items())),
            "definitions": dict(sorted(self._definitions.items())),
        }

    def _properties(self, table: type) -> Iterator[tuple[str, Any]]:
        for name, key in keys_of(table).items():
            if table is not Settings or name in OWN_KEYS:
                yield name, self._property(table, key)

    def _property(self, table: type, key: Key) -> dict[str, Any]:
        if key.key_kind == "rule":
            key = replace(key, choices=tuple(self._tables[table.__name__.lower()]))
        told = self._value(key, key.hint)
        if key.verb is not Verb.SET:
            return {"description": derived(key), **told}
        if is_dataclass(key.hint) or is_array_of_tables(key.hint):
            return told
        field = next(field for field in fields(table) if field.name == key.field)
        value = _json(default(field))
        standard = {} if value in (MISSING, "") else {"default": value}
        return {"description": meaning(table, key.field), **told, **standard}

    def _value(self, key: Key, hint: Any) -> dict[str, Any]:
        if is_dataclass(hint):
            one = self._reference(hint)
            return {"description": _summary(hint), "anyOf": [one, self._array(hint)]} if key.several else one
        if is_array_of_tables(hint):
            table = get_args(hint)[0]
            return {"description": _summary(table), **self._array(table)}
        kind = shape(hint)[0]
        if kind is list:
            return self._list(key, hint)
        return self._mapping(key, hint) if kind is dict else {"type": _TYPES[kind], **self._kinds.get(key.kind, {})}

    def _array(self, table: Any) -> dict[str, Any]:
        """Return the schema of an array of tables, which go by their names."""
        return {"type": "array", "items": {"allOf": [self._reference(table), {"required": ["name"]}]}}

    def _list(self, key: Key, hint: Any) -> dict[str, Any]:
        items = self._value(key, inner(hint))
        several = {"type": "array", "items": items}
        return {"anyOf": [items, several]} if key.or_string else several

    def _mapping(self, key: Key, hint: Any) -> dict[str, Any]:
        value = self._value(key, inner(hint))
        if key.choices:
            return {"type": "object", "additionalProperties": False, "properties": dict.fromkeys(key.choices, value)}
        names = {"propertyNames": self._kinds[key.key_kind]} if key.key_kind else {}
        return {"type": "object", "additionalProperties": value, **names}

    def _reference(self, table: Any) -> dict[str, Any]:
        name = table.__name__
        if name not in self._definitions:
            self._definitions[name] = {}  # its place, for a table that holds its own kind
            self._definitions[name] = {
                "description": _summary(table),
                "type": "object",
                "additionalProperties": False,
                "properties": dict(sorted(self._properties(table))),
            }
        return {"$ref": f"#/definitions/{name}"}


def _summary(table: Any) -> str:
    return cleandoc(table.__doc__ or "").partition("\n")[0]


def _kinds(known: Known) -> Mapping[str, dict[str, Any]]:
    """Return what the strings of each kind may be, as far as a schema can say it."""
    codes = "|".join(sorted(known.deprecations))
    return {
        "name": {"pattern": r"^[^\s.]+(\.[^\s.]+)*$"},
        "code": {"pattern": f"^({codes}|UEC9[0-9]{{2}})$"},
        "own-code": {"pattern": "^UEC9[0-9]{2}$"},
        "selector": {"pattern": "^(ALL|U|UE|UEC[0-9]{0,3})$"},
        "pattern": {"format": "regex"},
        "date": {"format": "date"},
        "severity": {"enum": [*SEVERITIES]},
        "where": {"enum": [*WHERES]},
        "side": {"enum": [*SIDES]},
        "format": {"enum": [*known.formats]},
        "preset": {"anyOf": [{"enum": [*PRESETS]}, {"pattern": "^[^:]+:[^:]+$"}]},
    }


def _json(value: Any) -> Any:
    """Return a default as JSON has it."""
    if isinstance(value, tuple):
        is_pairs = bool(value) and isinstance(value[0], tuple)
        return dict(map(_json, value)) if is_pairs else [*map(_json, value)]
    return dict(value) if isinstance(value, Mapping) else value
