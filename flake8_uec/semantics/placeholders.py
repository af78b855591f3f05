"""Which strings the context class refuses for an id, as far as its own text and the policy tell."""

from __future__ import annotations

from flake8_uec.model.facts import ClassFacts
from flake8_uec.model.policy import Placeholders
from flake8_uec.semantics.module import Module


def refuses(text: str, cls: ClassFacts, module: Module) -> bool:
    """Tell whether the context class refuses a string for an identity field."""
    policy, value, words = module.policy.placeholders, text.lower(), _words(cls, module)
    if not value.strip() or value in words:
        return bool(words)
    if len(value) >= policy.short_below or value in policy.allowed:
        return False
    return value.startswith(refused_prefixes(cls, module))


def refused_prefixes(cls: ClassFacts, module: Module) -> tuple[str, ...]:
    """Return what the context class does not let a short id begin with."""
    spelled = _spelled(cls, module)
    return tuple(one for one in _prefixes(module.policy.placeholders) if one in spelled)


def _words(cls: ClassFacts, module: Module) -> set[str]:
    return _spelled(cls, module).intersection(module.policy.placeholders.refused)


def _spelled(cls: ClassFacts, module: Module) -> set[str]:
    return {word for one in module.classes.lineage(cls).classes for word in one.spelled}


def _prefixes(policy: Placeholders) -> tuple[str, ...]:
    return policy.refused_prefixes if policy.test_environment else (*policy.refused_prefixes, *policy.test_prefixes)
