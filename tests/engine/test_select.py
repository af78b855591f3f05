"""Which codes are on; ruff judges the precedence of selectors with rules of its own."""

from __future__ import annotations

import subprocess
import sys
from itertools import product

import pytest

from flake8_uec.engine.select import Selector
from flake8_uec.model.rule import Phase, Rule
from flake8_uec.model.settings import Selection

CODES = ("E711", "E712", "F401")
SAMPLE = "import a\nb == None\nb == True\n"


def rule(code: str, optional: bool = False) -> Rule:
    return Rule(code=code, name=code.lower(), phase=Phase.ENGINE, doc="", optional=optional)


def enabled(selection: Selection) -> set[str]:
    selector = Selector(selection, [*map(rule, CODES), rule("E731", optional=True)])
    return {code for code in (*CODES, "E731") if selector.enabled(code)}


def ruff(**options: tuple[str, ...]) -> set[str]:
    flags = [f"--{name}={','.join(codes)}" for name, codes in options.items() if codes]
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--output-format=concise"]
    done = subprocess.run([*command, *flags, "-"], input=SAMPLE, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return {code for code in CODES if f" {code} " in done.stdout}


SELECTORS = [("E7",), ("E711",), ("ALL",), ("E", "F4")]


@pytest.mark.parametrize(("select", "ignore"), [*product(SELECTORS, [(), *SELECTORS, ("E7", "F")])])
def test_longest_selector_wins_as_in_ruff(select, ignore):
    assert enabled(Selection(select=select, ignore=ignore)) - {"E731"} == ruff(select=select, ignore=ignore)


def test_extend_select_adds():
    assert enabled(Selection(select=("E711",), extend_select=("F",))) == {"E711", "F401"}
    assert enabled(Selection(select=("E",), extend_select=("E711",), ignore=("E71",))) == {"E711"}


@pytest.mark.parametrize(
    ("selection", "on"),
    [
        (Selection(select=("E",)), False),
        (Selection(select=("E73",)), False),
        (Selection(select=("E731",)), True),
        (Selection(select=("ALL",)), True),
        (Selection(select=("F",), extend_select=("E731",)), True),
        (Selection(select=("E731",), ignore=("E7",)), True),
        (Selection(select=("E731",), ignore=("E731",)), False),
    ],
)
def test_optional_rule_is_on_only_where_it_is_named(selection, on):
    assert ("E731" in enabled(selection)) is on


def test_per_file_ignores_name_files_and_codes():
    selector = Selector(Selection(per_file_ignores=(("tests/**", ("E7",)), ("!src/**", ("F",)))), [])
    assert selector.ignored_in("tests/a.py", "E711")
    assert selector.ignored_in("tests/a.py", "F401")
    assert not selector.ignored_in("src/a.py", "F401")
    assert not selector.ignored_in("src/tests/a.py", "E711")
