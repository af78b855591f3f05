"""The page of a rule, where the editor points at a finding or at its code in a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lsprotocol import types

from flake8_uec.engine.suppress import parse
from flake8_uec.frontends.lsp.analysis import Checked
from flake8_uec.frontends.lsp.edits import touching
from flake8_uec.frontends.lsp.positions import Units
from flake8_uec.model.policy import Policy
from flake8_uec.model.rule import Rule
from flake8_uec.model.source import Span
from flake8_uec.output.links import rule_url
from flake8_uec.output.rules import render_text
from flake8_uec.rules import rules_for

_CODE = re.compile(r"UEC[0-9]{3}")


def hover(checked: Checked, position: types.Position, policy: Policy, units: Units) -> types.Hover | None:
    """Return what there is to say about a place, `None` where that is nothing."""
    rules = {rule.code: rule for rule in rules_for(policy)}
    code, where = _code_at(checked, position, units)
    if code in rules:
        return _hover([_page(rules[code])], where)
    point = types.Range(position, position)
    ranges = [units.range(checked.source, one.range) for one in checked.found]
    found = [*touching(ranges, point)]
    pages = [f"{checked.found[at].message}\n\n{_page(rules[checked.found[at].code])}" for at in found]
    return _hover(pages, ranges[found[0]]) if found else None


def _code_at(checked: Checked, position: types.Position, units: Units) -> tuple[str, types.Range | None]:
    """Return the code that a suppression names at a position, `""` where none does."""
    offset = units.offset(checked.source, position)
    for span in _codes(checked):
        if span.start <= offset <= span.end:
            return checked.source.text[slice(*span)], units.span(checked.source, span)
    return "", None


def _codes(checked: Checked) -> Iterator[Span]:
    for directive in parse(checked.source).directives:
        for match in _CODE.finditer(checked.source.text, *directive.span):
            yield Span(*match.span())


def _page(rule: Rule) -> str:
    return f"{render_text(rule)}\n[{rule.code}]({rule_url(rule.code)})"


def _hover(pages: Sequence[str], where: types.Range | None) -> types.Hover:
    content = types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(dict.fromkeys(pages)))
    return types.Hover(content, where)
