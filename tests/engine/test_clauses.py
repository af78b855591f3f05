"""Of which files, and on which days, a clause of the policy holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flake8_uec.engine.lint import lint
from flake8_uec.model.policy import Deprecation, Policy
from flake8_uec.model.settings import Settings
from flake8_uec.model.source import Source
from flake8_uec.project.memory import settings_key
from flake8_uec.rules import rules_for
from tests.memory import MemoryProject

OLD = Deprecation(name="lib.Old", code="UEC900")
PLACES = ("shop/cart.py", "shop/wrapper.py", "tests/test_cart.py", "tests/not_one.py")


def settings(entry: Deprecation, today: str = "") -> Settings:
    return Settings(root="/", policy=Policy(deprecated=(entry,), not_test_files=("not_*.py",)), today=today)


def found(entry: Deprecation, path: str = "a.py", today: str = "") -> bool:
    chosen = settings(entry, today)
    source = Source(path, "from lib import Old\n", path)
    return bool(lint(source, rules_for(chosen.policy), chosen, MemoryProject({})))


@pytest.mark.parametrize(
    ("scope", "places"),
    [
        ({}, PLACES),
        ({"paths": ("shop/**",)}, PLACES[:2]),
        ({"exempt": ("wrapper.py",)}, (PLACES[0], *PLACES[2:])),
        ({"paths": ("shop/**",), "exempt": ("wrapper.py",)}, PLACES[:1]),
        ({"where": "tests"}, PLACES[2:3]),
        ({"where": "not-tests"}, (*PLACES[:2], PLACES[3])),
        ({"where": "not-tests", "paths": ("tests/**",)}, PLACES[3:]),
    ],
)
def test_which_files_an_entry_is_for(scope: dict[str, object], places: tuple[str, ...]) -> None:
    entry = replace(OLD, **scope)  # type: ignore[arg-type]
    assert tuple(path for path in PLACES if found(entry, path)) == places


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("", "", {"2026-11-30", "2026-12-01", "2026-12-02"}),
        ("2026-12-01", "", {"2026-12-01", "2026-12-02"}),
        ("", "2026-12-01", {"2026-11-30", "2026-12-01"}),
        ("2026-12-01", "2026-12-01", {"2026-12-01"}),
    ],
)
def test_on_which_days_an_entry_holds(since: str, until: str, days: set[str]) -> None:
    entry = replace(OLD, since=since, until=until)
    every = ("2026-11-30", "2026-12-01", "2026-12-02")
    assert {day for day in every if found(entry, today=day)} == days


def test_the_day_counts_for_what_is_remembered_only_where_it_changes_the_policy() -> None:
    entry = replace(OLD, since="2026-12-01")
    keys = [settings_key(settings(entry, f"2026-{day}"), "lint") for day in ("11-29", "11-30", "12-01", "12-02")]
    assert keys[0] == keys[1] != keys[2] == keys[3]
    assert settings_key(settings(OLD, "2026-11-30"), "lint") == settings_key(settings(OLD, "2026-12-01"), "lint")
