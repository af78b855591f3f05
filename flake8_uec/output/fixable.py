"""Which findings can be fixed, and their mark."""

from __future__ import annotations

from flake8_uec.model.diagnostic import Applicability, Diagnostic
from flake8_uec.output.ansi import Paint


def is_fixable(diagnostic: Diagnostic, *, unsafe_fixes: bool = False) -> bool:
    """Tell whether `--fix` would fix a finding; an unsafe fix counts only where it is asked for."""
    fix = diagnostic.fix
    return fix is not None and (unsafe_fixes or fix.applicability is Applicability.SAFE)


def fix_mark(paint: Paint, style: str) -> str:
    """Return ruff's `[*]`."""
    return f"[{paint(style, '*')}]"
