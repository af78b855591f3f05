"""Lays the tables of a configuration over the settings so far, and tells every mistake in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import is_dataclass, replace
from datetime import date
from itertools import chain
from typing import Any, TypeVar, cast, get_args

from flake8_uec.model.clause import Clause, Table
from flake8_uec.model.policy import Policy
from flake8_uec.model.settings import GROUPS, Settings
from flake8_uec.project.document import Document
from flake8_uec.project.known import Known, selector_problem
from flake8_uec.project.locate import Path, spell
from flake8_uec.project.mistakes import ConfigError, Mistake, did_you_mean
from flake8_uec.project.schema import (
    Key,
    Verb,
    describe,
    inner,
    is_array_of_tables,
    is_pairs,
    keys_of,
    shape,
)

_Table = TypeVar("_Table")

OWN_KEYS = ("preset", "extend", "severity", "output-format", "strict-policy", "baseline", "required-version")
"""The keys that `Settings` itself holds; its other fields belong to one run."""


class Layers:
    """Documents laid over each other. Call `over` for each, lowest first, then `check`."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.codes = set(known.codes)
        """The codes of all rules and of all entries read."""
        self.origins: dict[str, str] = {}
        self.mistakes: list[Mistake] = []
        self._selectors: list[tuple[Path, str, Document]] = []

    def over(self, settings: Settings, document: Document) -> Settings:
        """Return settings with a document laid over them; what is wrong in it is left out."""
        return _Layer(self, document).over(settings)

    def expect(self, selector: str, at: Path, document: Document) -> None:
        """Remember a selector: which ones are known is clear only when every entry is read."""
        self._selectors.append((at, selector, document))

    def forget(self, prefix: str) -> None:
        """Drop the origins of an entry that is removed."""
        self.origins = {key: origin for key, origin in self.origins.items() if not key.startswith(prefix)}

    def move(self, prefix: str, to: str) -> None:
        """Note what was set of an entry as that of the table which it has become."""
        self.origins = {
            (to + key.removeprefix(prefix) if key.startswith(prefix) else key): origin
            for key, origin in self.origins.items()
        }

    def check(self) -> None:
        """Raise `ConfigError` with every mistake of all documents."""
        for at, selector, document in self._selectors:
            near = selector_problem(selector, self.codes)
            if near is not None:
                self.mistakes.append(document.mistake(at, f"unknown rule selector `{selector}`{near}"))
        if self.mistakes:
            raise ConfigError(self.mistakes)


class _Layer:
    """One document on its way over the settings. `at` is always a path in its table."""

    def __init__(self, layers: Layers, document: Document) -> None:
        self._layers = layers
        self._document = document
        self._entry_names: dict[Path, str] = {}

    def over(self, settings: Settings) -> Settings:
        data = self._document.table
        groups = {field: getattr(settings, field) for field in GROUPS}
        keys = {field: keys_of(type(group)) for field, group in groups.items()}
        self._refuse_unknown(data, {*OWN_KEYS, *chain.from_iterable(keys.values())})
        laid = {field: self._lay(group, _only(data, keys[field]), ()) for field, group in groups.items()}
        return self._lay(replace(settings, **laid), _only(data, OWN_KEYS), ())

    def _lay(self, base: _Table, data: Mapping[str, Any], at: Path) -> _Table:
        keys = keys_of(type(base))
        self._refuse_unknown(data, keys, at)
        for name in sorted(data.keys() & keys.keys(), key=lambda name: (keys[name].verb, name)):
            base = self._apply(base, keys[name], data[name], (*at, name))
        if isinstance(base, Clause):
            self._check_clause(base, data, at)
        return base

    def _check_clause(self, clause: Clause, data: Mapping[str, Any], at: Path) -> None:
        """Tell what only several keys together make wrong."""
        if clause.until and clause.until < clause.since:
            problem = f"`{clause.until}` is before `since`, which is {clause.since}; were they swapped?"
            self._tell((*at, "until" if "until" in data else "since"), problem)
        rules = self._layers.known.tables.get(str(at[0]), {})
        if isinstance(clause, Table) and data.get("code") and rules and all(rules.values()):
            codes = ", ".join(f'{one} = "{clause.code}"' for one in rules)
            self._tell((*at, "code"), f"covers no rule: {', '.join(rules)} is opt-in; write `codes = {{ {codes} }}`")

    def _apply(self, base: _Table, key: Key, raw: object, at: Path) -> _Table:
        if key.several and (key.verb is Verb.REMOVE or type(raw) is list):
            return cast(_Table, self._apply_several(cast(Policy, base), key, raw, at))
        current = getattr(base, key.field)
        for value in self._read(key, key.hint, raw, at, current):
            match key.verb:
                case Verb.SET:
                    new = value
                case Verb.EXTEND:
                    new = tuple(dict.fromkeys((*current, *value)))
                case Verb.REMOVE:
                    new = tuple(self._without(key.field, current, value, at))
            self._note_origin(key, at)
            base = replace(base, **{key.field: new})  # type: ignore[type-var]
        return base

    def _apply_several(self, policy: Policy, key: Key, raw: Any, at: Path) -> Policy:
        """Lay an array of tables over those that there are, or drop some, by their names."""
        tables = policy.every(key.field)
        if key.verb is Verb.REMOVE:
            for names in self._read(key, key.hint, raw, at):
                tables = tuple(self._without(key.field, tables, names, at))
        else:
            tables = self._merge(key.hint, raw, at, tables)
            if tables and any(type(item) is dict and item.get("name") == tables[0].name for item in raw):
                self._layers.move(f'{spell(at)}."{tables[0].name}".', f"{spell(at)}.")
        return policy.with_every(key.field, tables)

    def _read(self, key: Key, hint: Any, raw: Any, at: Path, current: Any = None) -> Iterator[Any]:
        """Yield the value as its field's type, or nothing where it cannot be had; tell what is wrong."""
        if key.kind == "date" and type(raw) is date:
            raw = raw.isoformat()
        (expected, phrase), given = shape(hint), type(raw)
        if key.or_string and given is str and expected is list:
            yield from ((value,) for value in self._read(key, inner(hint), raw, at))
        elif given is not expected:
            phrase = _phrase(key, phrase)
            brackets = ": put it in brackets" if expected is list and given is str else ""
            self._tell(at, f"expected {phrase}, found {describe(raw)}{brackets}")
        elif is_dataclass(hint):
            yield self._lay(current, raw, at)
        elif is_array_of_tables(hint):
            yield self._merge(get_args(hint)[0], raw, at, current)
        elif expected is list:
            items = enumerate(raw)
            yield tuple(v for i, item in items for v in self._read(key, inner(hint), item, (*at, i)))
        elif expected is dict:
            pairs = tuple(self._pairs(key, hint, raw, at))
            yield pairs if is_pairs(hint) else dict(pairs)
        elif self._is_right(key, raw, at):
            yield raw

    def _pairs(self, key: Key, hint: Any, raw: Mapping[str, Any], at: Path) -> Iterator[tuple[str, Any]]:
        choices = self._layers.known.tables.get(str(at[0]), ()) if key.key_kind == "rule" else key.choices
        if choices:
            self._refuse_unknown(raw, choices, at)
        for name, item in raw.items():
            if key.key_kind == "selector":
                self._layers.expect(name, (*at, name), self._document)
            elif key.key_kind == "name" and (problem := self._layers.known.problem("name", name)):
                self._tell((*at, name), problem)
                continue
            for value in self._read(key, inner(hint), item, (*at, name)):
                yield name, value

    def _is_right(self, key: Key, raw: Any, at: Path) -> bool:
        problem = self._layers.known.problem(key.kind, raw)
        if problem:
            self._tell(at, problem)
        elif key.kind == "selector":
            self._layers.expect(raw, at, self._document)
        elif key.kind in ("code", "own-code"):
            self._layers.codes.add(raw)
        return not problem

    def _merge(self, table: Any, raw: list[Any], at: Path, current: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return the entries so far with those of an array of tables laid over them, name by name."""
        before = {entry.name: entry for entry in current}
        entries = dict(before)
        for index, item in enumerate(raw):
            place = (*at, index)
            if type(item) is not dict:
                self._tell(place, f"expected a table, found {describe(item)}")
                continue
            told = len(self._layers.mistakes)
            name = self._entry_name(item, place)
            entry = self._lay(before.get(name) or table(name=name), item, place)
            problem = getattr(entry, "problem", "")
            if problem and len(self._layers.mistakes) == told:
                self._tell(place, problem)
            if name:
                entries[name] = entry
        return tuple(entries.values())

    def _entry_name(self, item: Mapping[str, Any], at: Path) -> str:
        """Return the name of an entry, `""` where it has none that is a string."""
        name = item.get("name")
        if name is None:
            self._tell(at, "gives no `name`")
        if type(name) is not str:
            return ""
        for place, other in self._entry_names.items():
            if other == name and place[:-1] == at[:-1]:
                self._tell(at, f"`{name}` has an entry already: {self._document.origin(place)}")
                break
        self._entry_names[at] = name
        return name

    def _without(self, field: str, entries: tuple[Any, ...], names: Sequence[str], at: Path) -> Iterator[Any]:
        present = [entry.name for entry in entries]
        for index, name in enumerate(names):
            if name not in present:
                self._tell((*at, index), f"there is no entry `{name}`{did_you_mean(name, present)}")
            self._layers.forget(f'{field.replace("_", "-")}."{name}".')
        yield from (entry for entry in entries if entry.name not in names)

    def _note_origin(self, key: Key, at: Path) -> None:
        """Note where a field was set; an entry goes by its `name`, not by its index."""
        if key.verb is Verb.REMOVE or is_dataclass(key.hint) or is_array_of_tables(key.hint):
            return
        parts = [(self._entry_names.get(at[: depth + 1]), part) for depth, part in enumerate(at[:-1])]
        named = [spell((part,)) if name is None else f'"{name}"' for name, part in parts]
        spelled = ".".join((*named, key.field.replace("_", "-")))
        origins, here = self._layers.origins, self._document.origin(at)
        origins[spelled] = here if key.verb is Verb.SET else f"{origins.get(spelled, 'default')}, {here}"

    def _refuse_unknown(self, data: Mapping[str, Any], keys: Collection[str], at: Path = ()) -> None:
        for name, value in data.items():
            if name not in keys:
                what = "table" if type(value) is dict else "key"
                self._tell((*at, name), f"unknown {what}{did_you_mean(name, keys)}")

    def _tell(self, at: Path, message: str) -> None:
        self._layers.mistakes.append(self._document.mistake(at, message))


def _only(data: Mapping[str, Any], keys: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name in keys}


def _phrase(key: Key, phrase: str) -> str:
    """Return what a key expects, in words; `phrase` are those of its type."""
    if key.kind == "date":
        return "a date"
    if key.or_string:
        return "a string or a list"
    return f"{phrase} or an array of tables" if key.several and key.verb is Verb.SET else phrase
