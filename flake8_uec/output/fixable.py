"""The mark of a finding that can be fixed."""

from __future__ import annotations

from flake8_uec.model.diagnostic import Applicability, Diagnostic
from flake8_uec.output.ansi import Paint


def is_fixable(diagnostic: Diagnostic) -> bool:
    """Tell whether a finding has a safe fix; ruff marks no other."""
    return diagnostic.fix is not None and diagnostic.fix.applicability is Applicability.SAFE


def fix_mark(paint: Paint, style: str) -> str:
    """Return ruff's `[*]`."""
    return f"[{paint(style, '*')}]"
