"""Which fixes a user wants, and how far each is trusted."""

from __future__ import annotations

from dataclasses import replace

from flake8_uec.engine.select import strength
from flake8_uec.model.diagnostic import Applicability, Fix
from flake8_uec.model.settings import Fixing


def wanted_fix(code: str, fix: Fix, fixing: Fixing) -> Fix | None:
    """Return the fix of a finding as the settings have it, `None` where it is not to be made."""
    if strength(code, fixing.unfixable) >= strength(code, fixing.fixable):
        return None
    as_safe, as_unsafe = strength(code, fixing.extend_safe_fixes), strength(code, fixing.extend_unsafe_fixes)
    if as_safe == as_unsafe:
        return fix
    return replace(fix, applicability=Applicability.SAFE if as_safe > as_unsafe else Applicability.UNSAFE)


def may_apply(fix: Fix, fixing: Fixing) -> bool:
    """Tell whether a fix is made without a person's look."""
    return fixing.unsafe_fixes or fix.applicability is Applicability.SAFE
