"""`since` and `until`: the day is an input."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.frontends.conftest import PYPROJECT, Run, write


def days(run: Run, *days: str) -> list[int]:
    return [run("check", "--today", day).returncode for day in days]


@pytest.mark.parametrize("since", ["2026-12-01", '"2026-12-01"'])
def test_a_ban_begins_on_its_day_whatever_is_remembered(run: Run, project: Path, since: str) -> None:
    write(project, {"pyproject.toml": PYPROJECT + f"since = {since}\n"})
    assert days(run, "2026-11-30", "2026-12-01", "2026-11-30", "2026-12-02") == [0, 1, 0, 1]


def test_the_day_is_today_unless_it_is_given(run: Run, project: Path) -> None:
    write(project, {"pyproject.toml": PYPROJECT + "until = 2000-01-01\n"})
    assert run("check").returncode == 0
    assert days(run, "2000-01-01", "2000-01-02") == [1, 0]
    shown = run("check", "--show-settings").stdout
    assert f"# Today: {date.today().isoformat()}\n" in shown
    assert 'until = "2000-01-01"  # pyproject.toml:8' in shown


@pytest.mark.parametrize(
    ("day", "told"),
    [("01.12.2026", "is no date: write it as 2026-12-31"), ("2026-02-30", "is no day of the calendar")],
)
def test_a_day_that_is_none_is_told(run: Run, day: str, told: str) -> None:
    done = run("check", "--today", day)
    assert done.returncode == 2
    assert f"`{day}` {told}" in done.stderr
