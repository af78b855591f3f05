"""Warnings: listed wherever findings are, and no run fails by them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.frontends.conftest import PYPROJECT, Run, write

CONCISE = ("--output-format", "concise")
WARNING = PYPROJECT.replace('preset = "none"', 'preset = "none"\nseverity = { UEC9 = "warning" }')
ERROR_TOO = '\n[[tool.flake8-uec.deprecated]]\nname = "lib.old.Worse"\ncode = "UEC901"\nseverity = "error"\n'


@pytest.fixture(autouse=True)
def warns(project: Path) -> None:
    write(project, {"pyproject.toml": WARNING})


def test_a_warning_is_listed_and_does_not_fail_the_run(run: Run) -> None:
    done = run("check", *CONCISE)
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].startswith("user.py:1:21: UEC900 warning: import of deprecated `lib.old.Old`")
    assert "Found 2 warnings." in done.stdout.splitlines()


def test_an_error_among_warnings_does(run: Run, project: Path) -> None:
    write(project, {"pyproject.toml": WARNING + ERROR_TOO, "worse.py": "from lib.old import Worse\n"})
    done = run("check", *CONCISE)
    assert done.returncode == 1
    assert "worse.py:1:21: UEC901 [*] import" in done.stdout
    assert "Found 1 error and 2 warnings." in done.stdout


def test_statistics_tell_warnings(run: Run) -> None:
    done = run("check", "--statistics", "--quiet")
    assert (done.returncode, done.stdout) == (0, "2\tUEC900\tdeprecated-name (warning)\n")
    (count,) = json.loads(run("check", "--statistics", "--output-format", "json").stdout)
    assert (count["count"], count["severity"]) == (2, "warning")


@pytest.mark.parametrize(
    ("output_format", "told"),
    [
        ("full", "UEC900 warning: import of"),
        ("grouped", "UEC900 warning: import of"),
        ("pylint", "[UEC900] warning: import of"),
        ("github", "::warning title=flake8-uec (UEC900)"),
        ("azure", "##vso[task.logissue type=warning;"),
        ("json", '"severity": "warning"'),
        ("gitlab", '"severity": "minor"'),
        ("rdjson", '"severity": "INFO"'),
        ("sarif", '"level": "warning"'),
        ("junit", "<skipped message="),
    ],
)
def test_formats_with_levels_tell_them(run: Run, output_format: str, told: str) -> None:
    assert told in run("check", "user.py", "--output-format", output_format).stdout


def test_a_new_warning_beside_the_baseline_fails_nothing(run: Run, project: Path) -> None:
    assert run("baseline", "write").returncode == 0
    write(project, {"new.py": "from lib.old import Old\n"})
    done = run("check", *CONCISE)
    assert (done.returncode, done.stdout.count("warning: ")) == (0, 1)
    assert run("baseline", "update").returncode == 0
    assert run("baseline", "check").returncode == 0


def test_a_suppression_that_hides_nothing_may_be_a_warning(run: Run, project: Path) -> None:
    settings = WARNING.replace("UEC9 =", "UEC003 =").replace("severity", 'extend-select = ["UEC003"]\nseverity')
    write(project, {"pyproject.toml": settings, "idle.py": "x = 1  # noqa: UEC900\n"})
    done = run("check", "idle.py", *CONCISE)
    assert done.returncode == 0
    assert "UEC003 [*] warning: unused suppression" in done.stdout
