"""Tell of policy names that resolve to nothing: a typo must never switch a rule off in silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from flake8_uec.model.policy import NAME
from flake8_uec.model.settings import Settings
from flake8_uec.semantics.trace import Tracer


def unresolved(settings: Settings, tracer: Tracer) -> list[str]:
    """Return a message for each policy name that the project should have and has not.

    Names from outside the project's import roots do not count. The preset's count where it is at home: where
    one of its names resolves.
    """
    names = dict(_names(settings.policy, ""))
    if not any(tracer.resolves(name) for name in names):
        names = {name: key for name, key in names.items() if not _is_preset(key, settings)}
    return [
        f"`{name}` ({key}, {_origin(key, settings)}) resolves to nothing in this project"
        for name, key in names.items()
        if tracer.is_ours(name) and not tracer.resolves(name)
    ]


def _names(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield each dotted name of a policy with the key that it stands under."""
    for field in fields(value):
        key = f"{path}.{field.name.replace('_', '-')}".lstrip(".")
        inner = getattr(value, field.name)
        if field.metadata.get("kind") == NAME["kind"]:
            yield from ((name, key) for name in ((inner,) if isinstance(inner, str) else inner) if name)
        elif is_dataclass(inner):
            yield from _names(inner, key)
        elif isinstance(inner, tuple):
            for item in inner:
                if is_dataclass(item):
                    yield from _names(item, key)


def _origin(key: str, settings: Settings) -> str:
    parts = key.split(".")
    prefixes = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return next((settings.origins[prefix] for prefix in prefixes if prefix in settings.origins), "preset")


def _is_preset(key: str, settings: Settings) -> bool:
    return _origin(key, settings).startswith("preset")
