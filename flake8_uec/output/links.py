"""Where the documentation is published."""

from __future__ import annotations

PROJECT_URL = "https://github.com/flake8-uec/flake8-uec"
RULES_URL = f"{PROJECT_URL}/blob/main/docs/rules.md"


def anchor(code: str) -> str:
    """Return the name of a rule's place in the rules page; a project's own codes share one."""
    return "uec9xx" if code.startswith("UEC9") else code.lower()


def rule_url(code: str) -> str:
    """Return the address of a rule's documentation."""
    return f"{RULES_URL}#{anchor(code)}"
