"""Which classes stand on one of the policy's test bases."""

from __future__ import annotations

from flake8_uec.model.facts import ClassFacts
from flake8_uec.semantics.module import Module


def is_on_base(cls: ClassFacts, module: Module) -> bool:
    """Tell whether a class is one of the policy's bases or inherits from one, through any chain."""
    names = module.classes.lineage(cls).names
    return any(step in names for base in module.policy.bases.names for step in module.tracer.trace(base))


def short_names(module: Module) -> str:
    """Return the class names of the bases, for a message."""
    return " or ".join(f"`{name.rpartition('.')[2]}`" for name in module.policy.bases.names)
