"""The settings of a run key by key, each with its value as TOML and where it was set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cached_property
from typing import Any

from flake8_uec.model.explanation import Setting
from flake8_uec.model.settings import Settings
from flake8_uec.output.settings import toml
from flake8_uec.project.locate import Path, spell

_Value = tuple[Any, bool]
"""A value, and whether it holds dotted names."""


class PolicyKeys:
    """Looks up the settings that bear on something, by the keys that `Settings.origins` has."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def _values(self) -> Mapping[str, _Value]:
        own = {"preset": (self._settings.preset, False)}
        return {**own, **dict(_walk(self._settings.selection)), **dict(_walk(self._settings.policy))}

    def setting(self, key: str) -> Setting | None:
        """Return what a key is set to, `None` where it is a table, or none at all."""
        if key not in self._values:
            return None
        return Setting(key, toml(self._values[key][0]), self._settings.origins.get(key, "default"))

    def beside(self, key: str) -> Iterator[Setting]:
        """Yield what is set in the table that a key lies in."""
        table = key.rpartition(".")[0]
        for other in self._values:
            if other.rpartition(".")[0] == table and other in self._settings.origins:
                found = self.setting(other)
                if found:
                    yield found

    def naming(self) -> dict[str, tuple[Setting, ...]]:
        """Return the settings that hold a dotted name, by that name; of a list, the one name is its value."""
        found: dict[str, list[Setting]] = {}
        for key, (value, holds_names) in self._values.items():
            for name in _strings(value) if holds_names else ():
                if name:
                    setting = Setting(key, toml(name), self._settings.origins.get(key, "default"))
                    found.setdefault(name, []).append(setting)
        return {name: tuple(settings) for name, settings in found.items()}


def _strings(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _walk(table: Any, at: Path = ()) -> Iterator[tuple[str, _Value]]:
    """Yield the keys of a table, and of those in it; an entry of an array goes by its name."""
    for field in fields(table):
        value, key = getattr(table, field.name), (*at, field.name.replace("_", "-"))
        if is_dataclass(value):
            yield from _walk(value, key)
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            for entry in value:
                yield from _walk(entry, (*key, getattr(entry, "name", "")))
        else:
            yield spell(key), (value, field.metadata.get("kind") == "name")
