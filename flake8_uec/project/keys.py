"""Every key of a configuration, read off the dataclasses that it fills and their docstrings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from inspect import cleandoc
from typing import Any, get_args

from flake8_uec.model.settings import GROUPS, Settings
from flake8_uec.output.keys import KeyPage
from flake8_uec.output.settings import toml
from flake8_uec.project.layer import OWN_KEYS
from flake8_uec.project.schema import Key, Verb, is_array_of_tables, keys_of, shape

_MEANING = r"^{}: (.*(?:\n[ \t]+.*)*)"
"""What the docstring of a class says of a field: `field: meaning`, continued on indented lines."""


def key_pages(settings: Settings) -> list[KeyPage]:
    """Return a page a key, those at the top first; `settings` are those of the preset."""
    pages = list(_pages(settings, only=OWN_KEYS))
    for group in GROUPS:
        pages += _pages(getattr(settings, group))
    return sorted(pages, key=lambda page: ("." in page.name, page.name))


def _pages(table: Any, prefix: str = "", only: Sequence[str] = ()) -> Iterator[KeyPage]:
    """Yield the pages of a table and of those in it: a dataclass, or its value in the preset."""
    kind = table if isinstance(table, type) else type(table)
    for name, key in keys_of(kind).items():
        if only and name not in only:
            continue
        inner = _inner_table(key)
        value_type = shape(key.hint)[1] if key.hint is not inner else "a table"
        if key.verb is not Verb.SET:
            yield KeyPage(prefix + name, value_type, derived(key))
        elif inner:
            several = " or an array of tables" if key.several else ""
            yield KeyPage(prefix + name, value_type + several, cleandoc(inner.__doc__ or "").partition("\n")[0])
            yield from _pages(inner if key.hint is not inner else getattr(table, key.field), f"{prefix}{name}.")
        else:
            yield _plain(table, kind, prefix + name, key)


def _inner_table(key: Key) -> type | None:
    if is_dataclass(key.hint):
        return key.hint if isinstance(key.hint, type) else None
    return get_args(key.hint)[0] if is_array_of_tables(key.hint) else None


def derived(key: Key) -> str:
    """Return what a key means that changes another one."""
    of = key.field.replace("_", "-")
    return f"Added to `{of}`." if key.verb is Verb.EXTEND else f"The names of the entries of `{of}` to drop."


def _plain(table: Any, kind: type, name: str, key: Key) -> KeyPage:
    field = next(field for field in fields(kind) if field.name == key.field)
    given, value_type = shape(key.hint)
    standard = _toml(default(field), given)
    preset = standard if table is kind else _toml(getattr(table, key.field), given)
    return KeyPage(name, value_type, meaning(kind, key.field), standard, preset if preset != standard else "")


def default(field: Field[Any]) -> Any:
    """Return the value of a field where nothing sets it, `MISSING` where something must."""
    return field.default if field.default_factory is MISSING else field.default_factory()


def _toml(value: Any, given: type) -> str:
    """Return a value as TOML, `""` where there is none; a table may be held as pairs."""
    if value is MISSING:
        return ""
    return toml(value) if value or given is not dict else "{}"


def meaning(kind: type, field: str) -> str:
    """Return a field's meaning as one sentence. Raise `LookupError` where the docstring has none."""
    docs = (cleandoc(one.__doc__ or "") for one in kind.__mro__)
    found = next(filter(None, (re.search(_MEANING.format(field), doc, re.MULTILINE) for doc in docs)), None)
    if found is None:
        raise LookupError(f"the docstring of {kind.__name__} says nothing of {field}")
    text = " ".join(found.group(1).split())
    return text[:1].upper() + text[1:]
