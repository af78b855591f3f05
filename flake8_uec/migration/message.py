"""The message of a commit."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from flake8_uec.migration.attempt import Tried
from flake8_uec.migration.item import Item
from flake8_uec.model.policy import Migration


def commit_message(item: Item, tried: Tried, policy: Migration) -> str:
    """Return the message for a file, from the policy's template."""
    return filled(
        policy.message,
        {
            "file": item.file.path,
            "rules": ", ".join(f"{code} ({number})" for code, number in tried.fixed.items()),
            "batch": item.batch,
            "position": str(item.position),
            "total": str(item.total),
            "issue": policy.issue,
            "unsafe": "\n".join(tried.unsafe),
        },
    )


def filled(template: str, values: Mapping[str, str]) -> str:
    """Return a template with its fields filled in; a line whose fields are all empty goes."""
    kept = []
    for line in template.split("\n"):
        names = [name for _, name, _, _ in Formatter().parse(line) if name is not None]
        if not names or any(values[name] for name in names):
            kept.append(line.format_map(values))
    return "\n".join(kept).strip() + "\n"
