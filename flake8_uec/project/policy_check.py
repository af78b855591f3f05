"""Tell of policy names that resolve to nothing: a typo must never switch a rule off in silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from flake8_uec.model.facts import Facts, Passing
from flake8_uec.model.policy import NAME, Others, Policy
from flake8_uec.model.settings import Settings
from flake8_uec.semantics.classes import Classes
from flake8_uec.semantics.trace import Tracer


def unresolved(settings: Settings, tracer: Tracer) -> list[str]:
    """Return a message for each policy name that the project should have and has not, and each misspelt parameter.

    Names from outside the project's import roots do not count, nor those of a module with a `__getattr__`. Of the
    preset's names, which are those of one codebase at many times, only a key of which none resolves is told, and none
    where the preset is not at home: where no name of it resolves. That nothing is configured is told instead, there.
    """
    if _is_strange(settings, tracer):
        preset = ", ".join(settings.preset)
        return [
            f"no configuration, and no name of the preset `{preset}` is this project's: `flake8-uec init` writes one"
        ]
    names = [(key, name) for key, name in policy_names(settings.policy) if tracer.is_ours(name)]
    missing = [(key, name) for key, name in names if not (tracer.resolves(name) or _may_be_made(name, tracer))]
    found = {key for key, name in names} - {key for key, _ in missing}
    unknown = [
        f"`{name}` ({key}, {_origin(key, settings)}) resolves to nothing in this project"
        for key, name in missing
        if not _is_preset(key, settings) or (found and not _some_resolve(key, names, tracer))
    ]
    return [*unknown, *_misfits(settings, tracer)]


def _misfits(settings: Settings, tracer: Tracer) -> Iterator[str]:
    """Yield a message for each argument that is mapped to a parameter which a replacement has not."""
    classes = Classes(tracer, Facts(""))
    for entry in settings.policy.deprecated:
        cls = classes.find(entry.replacement) if entry.arguments else None
        parameters = classes.constructor(cls) if cls is not None else None
        key = f'deprecated."{entry.name}".arguments'
        if parameters is None or _is_preset(key, settings):
            continue
        names = {one.name for one in parameters}
        is_open = any(one.passing is Passing.KEYWORDS for one in parameters)
        where = f"({key}, {_origin(key, settings)})"
        for old, new in entry.arguments.items():
            if new not in names and not is_open:
                yield f'`{old} = "{new}"` {where}: `{entry.replacement}` has no such parameter'


def _is_strange(settings: Settings, tracer: Tracer) -> bool:
    """Tell whether nobody has said what this project is about, and a preset speaks of another."""
    is_unset = all(_is_preset(key, settings) for key in settings.origins)
    named = [name for _, name in policy_names(settings.policy)]
    return is_unset and bool(named) and not any(map(tracer.is_ours, named))


def _may_be_made(name: str, tracer: Tracer) -> bool:
    """Tell whether a module may give a name when it is asked for it."""
    facts = tracer.facts(tracer.split(name)[0])
    return facts is not None and "__getattr__" in facts.names


def _some_resolve(key: str, names: list[tuple[str, str]], tracer: Tracer) -> bool:
    entry = key.removesuffix(".also")
    alike = (name for its_key, name in names if its_key in (key, f"{entry}.name"))
    return any(tracer.resolves(name) for name in alike)


def policy_names(policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield each dotted name of a policy, after the key that it stands under."""
    return _names(policy, "")


def _names(value: Any, path: str) -> Iterator[tuple[str, str]]:
    for field in fields(value):
        key = f"{path}.{field.name.replace('_', '-')}".lstrip(".")
        inner = getattr(value, field.name)
        if field.metadata.get("kind") == NAME["kind"]:
            yield from ((key, name) for name in ((inner,) if isinstance(inner, str) else inner) if name)
        elif isinstance(inner, Others):
            yield from _names(inner, path)
        elif is_dataclass(inner):
            yield from _names(inner, key)
        elif isinstance(inner, tuple):
            for item in inner:
                if is_dataclass(item):
                    yield from _names(item, f'{key}."{getattr(item, "name", "")}"')


def _origin(key: str, settings: Settings) -> str:
    return settings.origins.get(key, "")


def _is_preset(key: str, settings: Settings) -> bool:
    return _origin(key, settings).startswith("preset")
