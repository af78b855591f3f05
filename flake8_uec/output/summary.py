"""The last lines of a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.output.ansi import CYAN, GREEN, painter
from flake8_uec.output.fixable import fix_mark, is_fixable


def render(
    remaining: Sequence[Diagnostic], fixed: int = 0, *, unsafe_fixes: bool = False, color: bool = False
) -> Iterator[str]:
    """Yield ruff's closing lines: how many findings there are, and how many could be fixed.

    fixed: how many there were beside those that remain.
    """
    paint = painter(color)
    if fixed:
        yield f"Found {_found(remaining, fixed)} ({fixed} fixed, {len(remaining)} remaining).\n"
    elif remaining:
        yield f"Found {_found(remaining)}.\n"
    else:
        yield paint(GREEN, "All checks passed!") + "\n"
    fixable, unsafe = _count_fixes(remaining, unsafe_fixes)
    hint = f"{unsafe} unsafe {_fixes(unsafe)} available with `--fix --unsafe-fixes`"
    if fixable:
        more = f" ({hint})" if unsafe else ""
        yield f"{fix_mark(paint, CYAN)} {fixable} fixable with `--fix`{more}.\n"
    elif unsafe:
        yield f"{hint}.\n"


def render_fixed(
    remaining: Sequence[Diagnostic], fixed: int, *, applied: bool, unsafe_fixes: bool = False
) -> Iterator[str]:
    """Yield ruff's closing line of `--fix-only`, or of `--diff`, for which nothing was applied.

    It speaks of fixes alone: there is none where nothing was fixed and nothing remains to fix.
    """
    _, unsafe = _count_fixes(remaining, unsafe_fixes)
    available = f"{_fixes(unsafe)} available with `--unsafe-fixes`"
    if fixed:
        more = f" ({unsafe} additional {available})" if unsafe else ""
        yield f"{'Fixed' if applied else 'Would fix'} {fixed} {_errors(fixed)}{more}.\n"
    elif unsafe:
        yield f"No errors {'' if applied else 'would be '}fixed ({unsafe} {available}).\n"


def _count_fixes(remaining: Sequence[Diagnostic], unsafe_fixes: bool) -> tuple[int, int]:
    """Return how many findings `--fix` would fix, and how many more with unsafe fixes."""
    fixes = [is_fixable(finding, unsafe_fixes=unsafe_fixes) for finding in remaining if finding.fix]
    return sum(fixes), len(fixes) - sum(fixes)


def _found(remaining: Sequence[Diagnostic], fixed: int = 0) -> str:
    """Say how many errors and warnings there are; what is fixed is no longer told apart."""
    warnings = sum(not one.is_error for one in remaining)
    errors = fixed + len(remaining) - warnings
    told = [f"{errors} {_errors(errors)}"] * bool(errors) + [f"{warnings} warning{'s' * (warnings > 1)}"] * bool(
        warnings
    )
    return " and ".join(told)


def _errors(count: int) -> str:
    return "error" if count == 1 else "errors"


def _fixes(count: int) -> str:
    return "fix" if count == 1 else "fixes"
