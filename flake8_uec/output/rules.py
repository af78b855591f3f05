"""The documentation of rules, made from the rules themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import dedent
from typing import Any

from flake8_uec.model.rule import Allowed, Example, Rule
from flake8_uec.output.json_ import to_json
from flake8_uec.output.links import anchor, rule_url

_FAMILIES = {
    "UEC0": "Source",
    "UEC1": "User contexts",
    "UEC2": "Execution engines",
    "UEC3": "Agent state",
    "UEC4": "Tests",
    "UEC9": "A project's own deprecations",
}

_HEADING = re.compile(r"^## (.+)\n", re.MULTILINE)
_BEFORE_EXAMPLES = ("What it does", "Why is this bad")
_USUAL_PATH = Example("").path

_PREFACE = """\
# Rules

This page is made from the rules themselves; `flake8-uec rule CODE` shows one of them.

A rule marked *opt-in* is on only where its full code, or `ALL`, is selected. Of one marked *fixable*, some findings
have a fix: `--fix` makes those that are safe, with `--unsafe-fixes` those too that your tests must verify.
"""


def family(code: str) -> str:
    """Return the name of the family that a code belongs to."""
    return _FAMILIES.get(code[:4], "Other")


def render_text(rule: Rule) -> str:
    """Return one rule as ruff's `rule` command shows it: Markdown."""
    return f"# {rule.name} ({rule.code})\n\n{_body(rule, '##')}"


def render_json(rule: Rule) -> str:
    """Return one rule as a JSON object."""
    return to_json(as_dict(rule)) + "\n"


def render_all_text(rules: Sequence[Rule]) -> str:
    """Return rules one after the other."""
    return "\n".join(map(render_text, rules))


def render_all_json(rules: Sequence[Rule]) -> str:
    """Return rules as a JSON array."""
    return to_json([as_dict(rule) for rule in rules]) + "\n"


def rules_page(rules: Sequence[Rule]) -> str:
    """Return `docs/rules.md`: a table of contents by family, and an anchor a rule."""
    ordered = sorted(rules, key=lambda rule: rule.code)
    return "\n".join((_PREFACE, *_contents(ordered), *map(_page_section, ordered)))


def as_dict(rule: Rule) -> dict[str, Any]:
    """Return a rule under those of ruff's keys that mean something here, and `opt_in`."""
    return {
        "name": rule.name,
        "code": rule.code,
        "linter": family(rule.code),
        "summary": rule.summary,
        "fix": _fix(rule),
        "fix_availability": "Sometimes" if rule.is_fixable else "None",
        "explanation": explanation(rule),
        "preview": False,
        "opt_in": rule.optional,
        "url": rule_url(rule.code),
    }


def explanation(rule: Rule, heading: str = "##") -> str:
    """Return the sections of a rule's documentation, its examples after the reason for it."""
    _, *parts = _HEADING.split(rule.doc.strip() + "\n")
    sections = list(zip(parts[::2], parts[1::2], strict=True))
    before = [section for section in sections if section[0] in _BEFORE_EXAMPLES]
    after = [section for section in sections if section[0] not in _BEFORE_EXAMPLES]
    ordered = (*before, *_examples(rule), *_allowed(rule), *after)
    return "\n".join(f"{heading} {title}\n{text.strip()}\n" for title, text in ordered)


def _body(rule: Rule, heading: str) -> str:
    opt_in = f"This rule is opt-in: select `{rule.code}` in full, or `ALL`, to switch it on.\n\n"
    origin = f"Belongs to the family **{family(rule.code)}**.\n\n"
    return f"{origin}{_fix(rule)}\n\n{opt_in if rule.optional else ''}{explanation(rule, heading)}"


def _fix(rule: Rule) -> str:
    return "Fix is sometimes available." if rule.is_fixable else "Fix is not available."


def _examples(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield the section of the examples, where there are any."""
    blocks = []
    for example in rule.examples:
        blocks.append(_place(example.path) + _code(example.bad, example.path))
        if example.good:
            blocks.append("Use instead:\n" + _code(example.good, example.path))
    if blocks:
        yield "Example", "\n\n".join(blocks)


def _allowed(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield the section of the near misses, where there are any."""
    if rule.allowed:
        yield "Never flagged", "\n\n".join(map(_near_miss, rule.allowed))


def _near_miss(allowed: Allowed) -> str:
    reason = allowed.because.strip().rstrip(".:")
    return f"{reason[:1].upper()}{reason[1:]}:\n{_place(allowed.path)}{_code(allowed.code, allowed.path)}"


def _place(path: str) -> str:
    """Name the file of an example where it is not the usual one: then it is part of the point."""
    return "" if path == _USUAL_PATH else f"In `{path}`:\n"


def _code(code: str, path: str) -> str:
    """Return a fenced block; the fence is longer than any in the code."""
    longest = max(map(len, re.findall("`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    language = "python" if path.endswith((".py", ".pyi")) else ""
    return f"{fence}{language}\n{dedent(code).strip(chr(10))}\n{fence}"


def _contents(rules: Sequence[Rule]) -> Iterator[str]:
    for name, members in groupby(rules, key=lambda rule: family(rule.code)):
        yield f"## {name}\n\n| Code | Name | What it finds |\n|---|---|---|"
        yield from map(_contents_row, members)
        yield ""


def _contents_row(rule: Rule) -> str:
    summary = rule.summary.replace("|", "\\|")
    marks = " *(opt-in)*" * rule.optional + " *(fixable)*" * rule.is_fixable
    return f"| [{rule.code}](#{anchor(rule.code)}) | {rule.name}{marks} | {summary} |"


def _page_section(rule: Rule) -> str:
    return f'<a id="{anchor(rule.code)}"></a>\n\n### {rule.name} ({rule.code})\n\n{_body(rule, "####")}'
