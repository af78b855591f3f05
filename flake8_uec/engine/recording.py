"""Which keys of a policy a rule reads."""

from __future__ import annotations

from dataclasses import is_dataclass
from typing import Any


class Recorder:
    """Stands in for a policy, or a table of it, and notes the keys that are read."""

    def __init__(self, table: Any, keys: dict[str, None] | None = None, prefix: str = "") -> None:
        self._table = table
        self._prefix = prefix
        self.keys: dict[str, None] = {} if keys is None else keys

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._table, name)
        key = self._prefix + name.replace("_", "-")
        if is_dataclass(value):
            return Recorder(value, self.keys, f"{key}.")
        self.keys[key] = None
        return value
