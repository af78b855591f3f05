"""UEC900 to UEC999: a rule for each code of its own that a policy gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flake8_uec.model.clause import Table
from flake8_uec.model.policy import Policy
from flake8_uec.model.rule import Phase, Rule
from flake8_uec.model.values import dataclass
from flake8_uec.rules.policy.uec9xx_deprecated_name import codes_of, rule_of

_DOC = """{summary}

## What it does
Reports, under a code of the project's own, what {rules} would find by {tables} of `[tool.flake8-uec]`.

## Why is this bad
The project's own policy says so.{advice}
"""


def rules_of(policy: Policy, rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Return a rule for every code of the policy that none of some rules has."""
    deprecated, given = codes_of(policy), [*_given(policy, rules)]
    own = (deprecated | {one.code for one in given}) - {rule.code for rule in rules}
    return tuple(
        rule_of(policy, code) if code in deprecated else _rule([one for one in given if one.code == code])
        for code in sorted(own)
    )


@dataclass(frozen=True, slots=True)
class _Given:
    """A code that a table gives to the findings of a rule. `name` is how a configuration spells the table."""

    code: str
    rule: Rule
    table: Table
    name: str


def _given(policy: Policy, rules: Sequence[Rule]) -> Iterator[_Given]:
    for kind, table, _ in policy.views():
        if table.code or table.codes:
            spelled = f'`{kind}."{table.name}"`' if table.name else f"`{kind}`"
            for rule in rules:
                if rule.table == kind:
                    yield _Given(table.code_of(rule.code, optional=rule.optional), rule, table, spelled)


def _rule(given: Sequence[_Given]) -> Rule:
    """Return the documentation of a code: what finds is the rule that reports under it."""
    first = given[0].rule
    rules = " or ".join(dict.fromkeys(f"{one.rule.code} ({one.rule.name})" for one in given))
    tables = " and ".join(dict.fromkeys(one.name for one in given))
    advice = "".join(f" {message}" for message in dict.fromkeys(one.table.message for one in given) if message)
    doc = _DOC.format(summary=first.summary, rules=rules, tables=tables, advice=advice)
    return Rule(code=given[0].code, name=first.name, phase=Phase.ENGINE, doc=doc, changed=first.changed)
