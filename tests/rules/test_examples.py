"""Every rule is held to its own documentation."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

import flake8_uec.rules
from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.rule import Allowed, Example, Phase, Rule, Where
from flake8_uec.rules import RULES
from tests.rules.conftest import Fix, Lint

EXAMPLES = [pytest.param(rule, one, id=f"{rule.code}-{n}") for rule in RULES for n, one in enumerate(rule.examples)]
ALLOWED = [pytest.param(rule, one, id=f"{rule.code}-{n}") for rule in RULES for n, one in enumerate(rule.allowed)]
OPTIONAL = {rule.code for rule in RULES if rule.optional}
HEADINGS = ("## What it does", "## Why is this bad")


def codes(found: list[Diagnostic], rule: Rule) -> list[str]:
    """The codes that a user sees who selects this rule: of the opt-in ones, no other."""
    return [one.code for one in found if one.code == rule.code or one.code not in OPTIONAL]


def in_a_method(code: str) -> str:
    return "class Outer:\n    def method(self):\n" + textwrap.indent(code, "        ")


def has_meaning_in_a_method(rule: Rule) -> bool:
    """pytest collects nothing that lies in a function."""
    return rule.phase is not Phase.TEXT and rule.where is not Where.COLLECTED


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_bad_example_gives_its_own_code_alone(rule: Rule, example: Example, lint: Lint) -> None:
    also = {"UEC002"} if rule.code == "UEC001" else set()  # a conflicted file does not parse
    assert set(codes(lint(example.bad, example.path), rule)) == {rule.code} | also


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_good_example_is_silent(rule: Rule, example: Example, lint: Lint) -> None:
    assert codes(lint(example.good, example.path), rule) == []


@pytest.mark.parametrize(("rule", "allowed"), ALLOWED)
def test_a_near_miss_is_silent(rule: Rule, allowed: Allowed, lint: Lint) -> None:
    assert [one for one in lint(allowed.code, allowed.path) if one.code == rule.code] == []


@pytest.mark.parametrize(("rule", "example"), [one for one in EXAMPLES if has_meaning_in_a_method(one.values[0])])
def test_a_bad_example_counts_in_a_method_too(rule: Rule, example: Example, lint: Lint) -> None:
    found = lint(in_a_method(example.bad), example.path)
    assert codes(found, rule) == codes(lint(example.bad, example.path), rule)


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_the_fix_of_a_bad_example_gives_the_good_one(rule: Rule, example: Example, lint: Lint, fixed: Fix) -> None:
    fixable = any(one.fix for one in lint(example.bad, example.path) if one.code == rule.code)
    after = fixed(example.bad, example.path)
    assert not fixable or after == example.good
    assert fixed(after, example.path) == after


@pytest.mark.parametrize(("rule", "example"), [one for one in EXAMPLES if has_meaning_in_a_method(one.values[0])])
def test_the_fix_of_a_bad_example_settles_in_a_method_too(rule: Rule, example: Example, fixed: Fix) -> None:
    after = fixed(in_a_method(example.bad), example.path)
    assert fixed(after, example.path) == after


@pytest.mark.parametrize("rule", [one for one in RULES if one.check], ids=lambda rule: rule.code)
def test_a_rule_with_a_fix_says_how_safe_it_is(rule: Rule, lint: Lint) -> None:
    found = [one for example in rule.examples for one in lint(example.bad, example.path) if one.code == rule.code]
    assert any(one.fix for one in found) == rule.is_fixable


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_is_documented(rule: Rule) -> None:
    assert rule.summary.endswith(".")
    assert [heading for heading in HEADINGS if heading not in rule.doc] == []


@pytest.mark.parametrize("rule", [one for one in RULES if one.check], ids=lambda rule: rule.code)
def test_a_rule_has_examples_and_near_misses(rule: Rule) -> None:
    assert rule.examples
    assert rule.allowed


def test_the_list_of_rules_is_what_lies_on_disk() -> None:
    folder = Path(flake8_uec.rules.__file__).parent
    files = {path.stem.partition("_")[0].upper() for path in folder.glob("*/uec*.py")} - {"UEC9XX"}
    assert [rule.code for rule in RULES] == sorted(files)


def test_a_rule_lies_in_the_file_of_its_name() -> None:
    folder = Path(flake8_uec.rules.__file__).parent
    names = {path.stem for path in folder.glob("*/uec*.py")}
    assert {f"{rule.code.lower()}_{rule.name.replace('-', '_')}" for rule in RULES} <= names
