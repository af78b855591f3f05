"""`config` and `rule`: what the command tells of itself."""

from __future__ import annotations

import json

import pytest

from flake8_uec.project.config import Resolver
from flake8_uec.project.keys import key_pages
from flake8_uec.project.vocabulary import known
from flake8_uec.rules import CODES
from tests.frontends.conftest import Run


def test_config_lists_the_keys_those_at_the_top_first(run: Run) -> None:
    names = [line.split()[0] for line in run("config").stdout.splitlines()]
    assert {"select", "extend-exclude", "remove-deprecated", "deprecated.also", "context.name"} <= set(names)
    assert names == sorted(names, key=lambda name: ("." in name, name))


def test_config_describes_a_key(run: Run) -> None:
    assert run("config", "select").stdout == (
        "Selectors of the codes to report; an opt-in rule is on only where its full code, or `ALL`, is named.\n"
        '\nDefault value: ["UEC"]\nType: a list of strings\n'
    )


def test_config_tells_what_the_preset_sets(run: Run) -> None:
    assert 'In the preset: ["pytest"]\n' in run("config", "runner.commands").stdout


def test_config_lists_what_a_table_holds(run: Run) -> None:
    assert "Keys:\n  bypass.code\n" in run("config", "bypass").stdout


def test_config_as_json(run: Run) -> None:
    every = json.loads(run("config", "--output-format", "json").stdout)
    one = json.loads(run("config", "strict-policy", "--output-format", "json").stdout)
    assert every["strict-policy"] == one
    assert (one["default"], one["preset"], one["value_type"]) == ("false", None, "a boolean")


def test_every_key_is_described() -> None:
    for page in key_pages(Resolver(known(), isolated=True).settings_for(".")):
        assert page.doc[:1].isupper(), page.name
        assert page.doc.endswith("."), page.name


@pytest.mark.parametrize("code", ["UEC201", "uec201"])
def test_rule_explains_one(run: Run, code: str) -> None:
    assert run("rule", code).stdout.startswith("# deprecated-engine-import (UEC201)\n")


def test_rule_explains_all_and_the_project_s_own(run: Run) -> None:
    rules = json.loads(run("rule", "--all", "--output-format", "json").stdout)
    assert {rule["code"] for rule in rules} == {*CODES, "UEC900"}


def test_rule_gives_the_page_of_all(run: Run) -> None:
    assert run("rule", "--all", "--output-format", "markdown").stdout.startswith("# Rules\n")
