"""Whether the context class takes a value for a field: surely, perhaps, or not."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from flake8_uec.model.diagnostic import Applicability
from flake8_uec.model.facts import ClassFacts, Parameter
from flake8_uec.semantics.literals import MOCK, Value, values
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.placeholders import refused_prefixes, refuses

SAFE, UNSAFE = Applicability.SAFE, Applicability.UNSAFE

_WRAPPERS = frozenset({"typing.Optional", "typing.Union", "typing.Annotated"})
_OPEN = frozenset({"typing.Any", "builtins.object"})
_KINDS = {
    **{f"typing.{name}": f"builtins.{name.lower()}" for name in ("Dict", "List", "Set", "Tuple")},
    **{
        f"{module}.{name}": "builtins.dict"
        for module in ("typing", "collections.abc")
        for name in ("Mapping", "MutableMapping")
    },
}
_CONTAINERS = frozenset({"builtins.dict", "builtins.list", "builtins.set", "builtins.tuple"})
_NONE = "builtins.NoneType"


def worst(verdicts: Iterable[Applicability | None]) -> Applicability | None:
    """Return the least of some verdicts: `SAFE`, `UNSAFE` where one is not sure, `None` where one is a refusal."""
    found = {*verdicts}
    return None if None in found else UNSAFE if UNSAFE in found else SAFE


def accepts(cls: ClassFacts, parameter: Parameter, node: ast.expr, module: Module) -> Applicability | None:
    """Tell whether the context class takes an expression for a parameter: surely, perhaps, or (`None`) not."""
    if parameter.name in module.policy.context.identity_fields:
        return worst(_as_id(cls, value, module) for value in values(node, module))
    return worst(_as_field(cls, parameter, value, module) for value in values(node, module))


def _as_id(cls: ClassFacts, value: Value, module: Module) -> Applicability | None:
    if value.kind != "builtins.str":
        return None if value.kind else UNSAFE
    if value.is_whole:
        return None if refuses(value.start, cls, module) or not value.start.strip() else SAFE
    if value.length >= module.policy.placeholders.short_below:
        return SAFE
    prefixes, start = refused_prefixes(cls, module), value.start.lower()
    if start and start.startswith(prefixes):
        return None
    may_begin_so = any(prefix.startswith(start) for prefix in prefixes)
    return UNSAFE if may_begin_so or not value.length else SAFE


def _as_field(cls: ClassFacts, parameter: Parameter, value: Value, module: Module) -> Applicability | None:
    expected = _expected(parameter)
    if not expected or expected & _OPEN:
        return SAFE
    if value.kind == _NONE:
        return SAFE if "typing.Optional" in parameter.annotation else UNSAFE
    is_closed = all(name.startswith(("builtins.", "datetime.")) for name in expected)
    if not value.kind or (value.kind not in expected and not is_closed):
        return SAFE if value.kind == MOCK else UNSAFE
    if value.kind not in expected:
        return None
    return _as_dict(cls, value.node, module) if value.kind == "builtins.dict" else SAFE


def _expected(parameter: Parameter) -> set[str]:
    """Return the classes of the values that a parameter is annotated for; of `dict[str, int]`, the first name."""
    names = [_KINDS.get(name, name) for name in parameter.annotation if name not in _WRAPPERS]
    return {*names[:1]} if names and names[0] in _CONTAINERS else {*names}


def _as_dict(cls: ClassFacts, node: ast.expr | None, module: Module) -> Applicability | None:
    """The class keeps a copy; a key that is called like one of its own fields is taken for a mistake."""
    if not isinstance(node, ast.Dict):
        return UNSAFE
    keys = [one.value for one in node.keys if isinstance(one, ast.Constant)]
    if any(isinstance(key, str) and module.classes.offers(cls, key) for key in keys):
        return None
    is_plain = len(keys) == len(node.keys) and all(isinstance(one, ast.Constant) for one in node.values)
    return SAFE if is_plain else UNSAFE
