"""Settings as text, for `--show-settings`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from flake8_uec.model.policy import Policy
from flake8_uec.model.settings import GROUPS, Settings

_NO_KEYS = ("others", "root", "config", "ignore_noqa", "today", "origins", *GROUPS)
"""The fields of `Settings` and its groups that are no key of a configuration."""


def show_settings(settings: Settings) -> str:
    """Return the settings as TOML, each with where it was set behind a `#`; none there is the default.

    A setting that is empty and set nowhere is left out. The text ends with a line break.
    """
    ignored = "ignored" if settings.ignore_noqa else "obeyed"
    head = (
        f"# Root: {settings.root}",
        f"# Configuration: {settings.config or 'none'}",
        f"# noqa: {ignored}",
        f"# Today: {settings.today}",
        "",
    )
    groups = [settings, *(getattr(settings, field) for field in GROUPS)]
    values = [pair for group in groups for pair in _fields(group) if not _is_table(pair[1])]
    tables = [pair for group in groups for pair in _fields(group) if _is_table(pair[1])]
    top = _keys(values, "", settings.origins)
    below = (line for key, value in tables for line in _every(key, value, settings))
    return "\n".join([*head, *top, *below]) + "\n"


def _fields(table: Any) -> Iterator[tuple[str, Any]]:
    own = [field.name for field in fields(table) if field.name in vars(type(table))["__annotations__"]]
    names = dict.fromkeys([*own, *(field.name for field in fields(table))])
    kept = (name for name in names if not (isinstance(table, Settings | Policy) and name in _NO_KEYS))
    yield from ((name.replace("_", "-"), getattr(table, name)) for name in kept)


def _is_table(value: object) -> bool:
    return is_dataclass(value[0] if isinstance(value, tuple) and value else value)


def _every(key: str, value: Any, settings: Settings) -> Iterator[str]:
    """Yield what a key of tables holds, and those of the same kind."""
    others = getattr(settings.policy.others, key, ())
    yield from _tables(key, value, settings.origins, is_one=not others)
    yield from _tables(key, others, settings.origins)


def _tables(key: str, value: Any, origins: Mapping[str, str], *, is_one: bool = True) -> Iterator[str]:
    if isinstance(value, tuple):
        for entry in value:
            yield from _table(f"[[{key}]]", key, entry, f'{key}."{entry.name}".', origins)
    else:
        yield from _table(f"[{key}]" if is_one else f"[[{key}]]", key, value, f"{key}.", origins)


def _table(head: str, key: str, table: Any, prefix: str, origins: Mapping[str, str]) -> Iterator[str]:
    pairs = [*_fields(table)]
    yield from ("", head, *_keys((pair for pair in pairs if not _is_table(pair[1])), prefix, origins))
    for name, inner in pairs:
        if _is_table(inner):
            yield from _tables(f"{key}.{name}", inner, origins)


def _keys(pairs: Iterable[tuple[str, Any]], prefix: str, origins: Mapping[str, str]) -> Iterator[str]:
    """Yield a line a key; `prefix` is what `Settings.origins` has before it, which in an entry ends with its name."""
    for key, value in pairs:
        origin = origins.get(prefix + key, "")
        is_said = value not in ("", (), {}) and not (value is False and prefix.endswith('".'))
        if origin or is_said:
            yield f"{key} = {toml(value)}" + (f"  # {origin}" if origin else "")


def toml(value: object) -> str:
    """Return the value of a setting as TOML, on one line."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return _string(value)
        case Mapping():
            return _inline_table(value.items())
        case ((str(), tuple()), *_):
            return _inline_table(value)
        case tuple():
            return "[" + ", ".join(map(toml, value)) + "]"
    return str(value)


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(mark if mark.isprintable() else _escaped(mark) for mark in escaped) + '"'


def _escaped(mark: str) -> str:
    short = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return short.get(mark) or f"\\U{ord(mark):08x}"


def _inline_table(pairs: Iterable[Any]) -> str:
    inside = ", ".join(f"{_string(key)} = {toml(value)}" for key, value in pairs)
    return f"{{ {inside} }}"
