"""Whether something that is no context is used as one: by its name, its fields, or where it goes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from flake8_uec.model.diagnostic import Evidence
from flake8_uec.model.facts import Parameter
from flake8_uec.model.policy import Context
from flake8_uec.model.values import dataclass
from flake8_uec.semantics.mocks import Field, fields
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.parameters import parameter
from flake8_uec.semantics.targets import Target, targets

_TYPING = ("typing.Optional", "typing.Union", "typing.Annotated", "typing_extensions.Annotated")
_VERBS = re.compile(r"(mock_)?(get|create|make|build|extract|resolve|fetch|current)_(or_create_)?(?=\w)")


@dataclass(frozen=True, slots=True)
class Suspect:
    """An object that may stand in for a context.

    fields: what is set on it. named: targets called like a user's context. alike: those only called a context.
    expected: those that are declared to receive a context. handed: arguments for a parameter called like one.
    is_foreign: one is declared to receive another class of the project.
    """

    fields: tuple[Field, ...]
    named: tuple[Target, ...]
    alike: tuple[Target, ...]
    expected: tuple[Target, ...]
    handed: tuple[Target, ...]
    is_foreign: bool

    def identity(self, context: Context) -> list[Field]:
        """Return the fields that carry a user's identity, the first place of each."""
        first: dict[str, Field] = {}
        for one in self.fields:
            if one.name in context.identity_fields:
                first.setdefault(one.name, one)
        return list(first.values())

    def is_other(self, context: Context) -> bool:
        """Tell whether a field marks it as another kind of context."""
        return any(one.name in context.other_fields for one in self.fields)


def suspect(call: ast.Call, module: Module) -> Suspect:
    """Return what tells whether a new object stands in for the context."""
    found: Suspect | None = module.memo.get((suspect, call))
    if found is None:
        found = module.memo[suspect, call] = _suspect(call, module)
    return found


def _suspect(call: ast.Call, module: Module) -> Suspect:
    context = module.policy.context
    received = [target for use in module.flow.uses(call) for target in targets(use, module)]
    usable = [target for target in received if not _is_stub(target, context)]
    reached = [(target, _reached(target, module)) for target in received]
    declared = [(one, one.annotation or (to.annotation if to else ())) for one, to in reached]
    return Suspect(
        fields=tuple(fields(call, module)),
        named=tuple(one for one in usable if matches(name_of(one), context.names)),
        alike=tuple(one for one in usable if matches(name_of(one), context.loose_names)),
        expected=tuple(one for one, annotation in declared if is_context(annotation, module)),
        handed=tuple(one for one, to in reached if to is not None and matches(to.name, context.names)),
        is_foreign=any(_is_foreign(annotation, module) for _, annotation in declared),
    )


def name_of(target: Target) -> str:
    """Return what a target calls its value: what `get_user_context` returns is a `user_context`."""
    name = target.name.lstrip("_")
    return _VERBS.sub("", name, count=1) if target.is_result else name


def _is_stub(target: Target, context: Context) -> bool:
    """Tell whether a target is a method of something that is called a context itself, or called like a method."""
    owner = target.owner.rpartition(".")[2].lstrip("_")
    if owner and matches(owner, context.loose_names):
        return True
    return matches(target.name.lstrip("_") if not target.is_result else "", context.not_names)


def _reached(target: Target, module: Module) -> Parameter | None:
    """Return the parameter that a target is an argument for, `None` where there is none or it is not known."""
    if target.argument_of is None or not target.whole:
        return None
    return parameter(target.argument_of, target.name, target.position, module)


def is_context(annotation: Sequence[str], module: Module) -> bool:
    """Tell whether the names of an annotation mean the context class, alone or beside `None`."""
    rest = [name for name in annotation if name not in _TYPING]
    return bool(rest) and all(module.policy.context.name in module.tracer.trace(name) for name in rest)


def _is_foreign(annotation: Sequence[str], module: Module) -> bool:
    """Tell whether an annotation means one class of the project, and not the context."""
    rest = [name for name in annotation if name not in _TYPING]
    return len(rest) == 1 and not is_context(rest, module) and module.classes.find(rest[0]) is not None


def matches(name: str, patterns: Iterable[str]) -> bool:
    """Tell whether a name is one of those that some regular expressions mean."""
    return any(_compiled(one).fullmatch(name) for one in patterns)


@lru_cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


# What is said


def told(found: Sequence[Field]) -> str:
    """Return `user_id and thread_id set on lines 41-42`."""
    names = [one.name for one in found]
    text = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    lines = sorted({one.node.lineno for one in found})  # type: ignore[attr-defined]
    where = f"line {lines[0]}" if len(lines) == 1 else f"lines {lines[0]}-{lines[-1]}"
    return f"{text} set on {where}"


def evidence(found: Sequence[Field], module: Module) -> tuple[Evidence, ...]:
    """Return the places that set fields, for a finding."""
    return tuple(Evidence(module.span(one.node), f"`{one.name}` is set here") for one in found)
