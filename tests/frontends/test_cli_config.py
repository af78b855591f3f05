"""`config` and `rule`: what the command tells of itself."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from flake8_uec.model.policy import SEVERAL
from flake8_uec.output.keys import render_markdown
from flake8_uec.project.config import Resolver
from flake8_uec.project.keys import key_pages
from flake8_uec.project.vocabulary import known
from flake8_uec.rules import CODES
from tests.frontends.conftest import Run

ROOT = Path(__file__).parents[2]
TABLES = ("deprecated", "migration", "placeholders", "batches", "factories", *SEVERAL)


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


def test_config_names_a_table_within_a_table_in_full(run: Run) -> None:
    assert "Keys:\n  migration.batches.extend-paths\n" in run("config", "migration.batches").stdout


def test_config_as_a_page_tells_every_key_but_what_follows_from_another() -> None:
    pages = key_pages(Resolver(known(), isolated=True).settings_for("."))
    text = render_markdown(pages)
    assert text == (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    table, told = "", set()
    for line in text.splitlines():
        if heading := re.fullmatch(r"## `\[+tool\.flake8-uec\.?(.*?)\]+`", line):
            table = f"{heading[1]}." * bool(heading[1])
        elif row := re.match(r"\| `([\w-]+)` \|", line):
            told.add(table + row[1])
    missing = {page.name for page in pages} - told
    assert {name.rpartition(".")[2].partition("-")[0] for name in missing} <= {"extend", "remove", *TABLES}


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
