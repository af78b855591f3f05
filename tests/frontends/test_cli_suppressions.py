"""Suppressions under control, with the real command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.frontends.conftest import PYPROJECT, Run

USED = "from lib.old import Old  # noqa: UEC900\n"
UNUSED = "value = 1  # noqa: UEC900\n"


def codes(run: Run, *options: str) -> list[str]:
    done = run("check", "--output-format", "json", *options)
    return [one["code"] for one in json.loads(done.stdout)]


@pytest.fixture
def user(project: Path) -> Path:
    (project / "user.py").write_text(USED + UNUSED)
    return project / "user.py"


def test_a_comment_that_hides_nothing_is_found_and_fixed(run: Run, user: Path) -> None:
    assert codes(run, "user.py") == ["UEC003"]
    assert run("check", "--fix", "user.py").returncode == 0
    assert user.read_text() == f"{USED}value = 1\n"


@pytest.mark.parametrize("options", [("--ignore", "UEC003"), ("--select", "UEC003,UEC1"), ("--ignore-noqa",)])
def test_it_is_none_where_its_code_is_off_or_comments_do_not_count(
    run: Run, user: Path, options: tuple[str, ...]
) -> None:
    assert "UEC003" not in codes(run, "user.py", *options)


def test_what_may_not_be_suppressed_is_shown(run: Run, project: Path, user: Path) -> None:
    text = PYPROJECT.replace('"none"', '"none"\nunsuppressible = ["UEC900"]')
    (project / "pyproject.toml").write_text(text)
    assert codes(run, "user.py") == ["UEC900", "UEC004", "UEC003", "UEC004"]


def test_a_reason_can_be_required(run: Run, project: Path, user: Path) -> None:
    (project / "pyproject.toml").write_text(PYPROJECT.replace('"none"', '"none"\nrequire-reasons = true'))
    user.write_text(USED.replace("UEC900", "UEC900 -- until it moves") + USED)
    assert codes(run, "user.py") == ["UEC004"]


def test_sarif_has_what_is_suppressed(run: Run, user: Path) -> None:
    results = json.loads(run("check", "--output-format", "sarif", "user.py").stdout)["runs"][0]["results"]
    assert [(one["ruleId"], one.get("suppressions")) for one in results] == [
        ("UEC900", [{"kind": "inSource"}]),
        ("UEC003", None),
    ]
