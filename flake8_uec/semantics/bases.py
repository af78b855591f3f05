"""Which classes stand on one of the policy's test bases."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Undecided
from flake8_uec.model.facts import CALL, UNKNOWN, ClassFacts
from flake8_uec.semantics.classes import Lineage
from flake8_uec.semantics.module import Module


def is_on_base(cls: ClassFacts, module: Module) -> bool:
    """Tell whether a class is one of the policy's bases or inherits from one, through any chain."""
    names = module.classes.lineage(cls).names
    return any(step in names for base in module.policy.bases.names for step in module.tracer.trace(base))


def is_base(cls: ClassFacts, module: Module) -> bool:
    """Tell whether a class is itself one of the policy's bases."""
    return any(cls.name in module.tracer.trace(base) for base in module.policy.bases.names)


def open_bases(node: ast.ClassDef, module: Module) -> Iterator[Undecided]:
    """Yield why it cannot be told what a class inherits from."""
    cls = module.describe(node)
    lineage = module.classes.lineage(cls)
    left = dict.fromkeys(lineage.unresolved)
    for base, names in zip(node.bases, cls.bases, strict=True):
        name = next((name for name in names if name in lineage.unresolved), None)
        if name is not None:
            span = module.span(base)
            yield Undecided(span, f"base `{module.source.text[slice(*span)]}` of `{node.name}` {_why(name, lineage)}")
            for known in names:
                left.pop(known, None)
    for name in left:
        reason = f"`{node.name}` inherits from a class of which a base {_why(name, lineage)}"
        yield Undecided(module.name_span(node), reason)


def _why(name: str, lineage: Lineage) -> str:
    if name in lineage.missing:
        return f"is defined nowhere: the project has no `{name.removesuffix(CALL)}`"
    if name == UNKNOWN or name.endswith(CALL):
        return "is an expression"
    return f"is `{name}`, whose value cannot be told"


def short_names(module: Module) -> str:
    """Return the class names of the bases, for a message."""
    return " or ".join(f"`{name.rpartition('.')[2]}`" for name in module.policy.bases.names)
