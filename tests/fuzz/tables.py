"""Configurations at random, made of what their own schema says that may stand in one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from random import Random
from typing import Any

from flake8_uec.project.json_schema import json_schema
from flake8_uec.project.vocabulary import known
from tests.fuzz.programs import DOTTED, WORDS

_SCHEMA = json_schema(known())
KEYS = tuple(_SCHEMA["properties"])
_DEEPEST = 6

_ODD: tuple[Any, ...] = (
    True, 0, -1, 1.5, 10**30, [], {}, "", " ", ".", "a.b", "*", "**", "(", "UEC101", "UEC9", "UEC900", "UEC999", "ALL",
    "error", "tests", "2026-01-31", "2026-02-30", "src/**", "!src", "../x.toml", "netra", "none", "\0", "é", "a b",
    ">=0.1", "==", "full",
)  # fmt: skip
_OF_PATTERN = (
    "UEC101", "UEC201", "UEC900", "UEC901", "UEC999", "ALL", "UEC", "UEC4", "UEC403", "UEC206", "netra", "none",
)  # fmt: skip
_REGEXES = (
    "mock_.*", "(test_)?x", ".*", "[a-z]+", "", "(", "a{2,1}", r"\d*", "(?i)ctx", "(?P<n>a)(?P=n)", "é", "[[a]",
    f"a{{{10**14}}}", "(" * 3000,
)  # fmt: skip
_GLOBS = ("tests/**", "*.py", "src", "**", "[", "!x", "/", "..", "tests/test_*.py", "a\\", "")


def random_table(dice: Random) -> bytes:
    """Return a configuration that is nearly what its schema allows."""
    table = _value(_SCHEMA, dice, 0)
    data = table if isinstance(table, dict) else {}
    text = "".join(f"{_key(name)} = {_toml(value)}\n" for name, value in data.items())
    return f"[tool.flake8-uec]\n{text}".encode("utf-8", "replace")


def _value(schema: Mapping[str, Any], dice: Random, depth: int) -> Any:
    """Return a value by a schema; seldom one that it refuses."""
    if depth and (dice.random() < 0.02 or depth > _DEEPEST):
        return dice.choice(_ODD)
    if "$ref" in schema:
        return _value(_SCHEMA["definitions"][schema["$ref"].rpartition("/")[2]], dice, depth)
    if "anyOf" in schema:
        return _value(dice.choice(schema["anyOf"]), dice, depth)
    if "allOf" in schema:
        value = _value(schema["allOf"][0], dice, depth)
        return {"name": dice.choice(DOTTED), **value} if isinstance(value, dict) else value
    match schema.get("type"):
        case "object":
            return _table(schema, dice, depth)
        case "array":
            return [_value(schema["items"], dice, depth + 1) for _ in range(dice.choice((0, 1, 1, 2, 4)))]
        case "boolean":
            return dice.random() < 0.5
        case "integer" | "number":
            return dice.choice((0, 1, 20, 300))
    return _string(schema, dice)


def _table(schema: Mapping[str, Any], dice: Random, depth: int) -> dict[str, Any]:
    own = schema.get("properties", {})
    count = min(len(own), dice.choice((0, 1, 2, 3, 5, 8)))
    table = {name: _value(own[name], dice, depth + 1) for name in dice.sample(sorted(own), count)}
    more = schema.get("additionalProperties")
    if isinstance(more, dict):
        names = _string(schema.get("propertyNames", {}), dice), dice.choice(WORDS)
        table |= {name: _value(more, dice, depth + 1) for name in names}
    return table


def _string(schema: Mapping[str, Any], dice: Random) -> str:
    if "enum" in schema:
        return str(dice.choice(schema["enum"]))
    match schema.get("format"):
        case "regex":
            return dice.choice(_REGEXES)
        case "date":
            return f"20{dice.randrange(100):02}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"
    pattern = schema.get("pattern")
    if pattern is None:
        return dice.choice((dice.choice(_GLOBS), dice.choice(WORDS), dice.choice(DOTTED)))
    choices = [one for one in (*_OF_PATTERN, dice.choice(WORDS), dice.choice(DOTTED)) if re.search(pattern, one)]
    return dice.choice(choices) if choices else "a:b.toml"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name)


def _toml(value: Any) -> str:
    """Return a value in TOML, which takes JSON's strings, numbers and lists as they are."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(name)} = {_toml(one)}" for name, one in value.items()) + " }" if value else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value)
