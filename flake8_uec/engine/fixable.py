"""Which fixes a user wants, and how far each is trusted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from flake8_uec.engine.select import strength
from flake8_uec.model.diagnostic import Applicability, Diagnostic, Fix
from flake8_uec.model.settings import Fixing


def wanted_fix(code: str, fix: Fix, fixing: Fixing) -> Fix | None:
    """Return the fix of a finding as the settings have it, `None` where it is not to be made."""
    if strength(code, fixing.unfixable) >= strength(code, fixing.fixable):
        return None
    as_safe, as_unsafe = strength(code, fixing.extend_safe_fixes), strength(code, fixing.extend_unsafe_fixes)
    if as_safe == as_unsafe:
        return fix
    applicability = Applicability.SAFE if as_safe > as_unsafe else Applicability.UNSAFE
    unless = replace(fix.unless, applicability=applicability) if fix.unless else None
    return replace(fix, applicability=applicability, unless=unless)


def settled(diagnostic: Diagnostic, held: Collection[str]) -> Diagnostic:
    """Return a finding with its fix as it is in a project that was read as a whole.

    `held` are the names, each after the last part of its module's name, that the files hold of one another.
    """
    fix = diagnostic.fix
    if fix is None or fix.unless is None:
        return diagnostic
    is_held = ".".join(fix.unless.name.split(".")[-2:]) in held
    known = None if is_held else replace(fix, applicability=fix.unless.applicability, unless=None)
    return replace(diagnostic, fix=known)


def may_apply(fix: Fix, fixing: Fixing) -> bool:
    """Tell whether a fix is made without a person's look."""
    return fixing.unsafe_fixes or fix.applicability is Applicability.SAFE
