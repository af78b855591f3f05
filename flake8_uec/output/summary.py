"""The last line of a run."""

from __future__ import annotations

from flake8_uec.output.ansi import GREEN, painter


def render(findings: int, *, color: bool = False) -> str:
    """Return ruff's closing line for a number of findings."""
    if not findings:
        return painter(color)(GREEN, "All checks passed!") + "\n"
    return f"Found {findings} error{'s' if findings > 1 else ''}.\n"
