"""Several formats at once, each in its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.frontends.conftest import Run

SARIF = ("--output-format", "sarif", "--output-file", "a.sarif")


def test_each_format_goes_to_the_file_behind_it(run: Run, project: Path) -> None:
    two = (*SARIF, "--output-format", "gitlab", "-o", "out/b.json")
    done = run("check", *two, "--output-format", "github")
    assert done.returncode == 1
    assert done.stdout.count("::error") == 2
    assert len(json.loads((project / "a.sarif").read_text())["runs"][0]["results"]) == 2
    assert len(json.loads((project / "out/b.json").read_text())) == 2


def test_one_of_each_may_stand_in_any_order(run: Run, project: Path) -> None:
    run("check", "--output-file", "a.json", "user.py", "--output-format", "json")
    assert len(json.loads((project / "a.json").read_text())) == 2


def test_a_format_of_the_environment_is_for_a_run_that_names_none(run: Run) -> None:
    done = run("check", "--output-format", "concise", *SARIF, env={"FLAKE8_UEC_OUTPUT_FORMAT": "json"})
    assert done.stdout.startswith("user.py:1:")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--output-format", "json", "--output-format", "github"), "several formats go to standard output"),
        ((*SARIF, "--output-format", "github", "-o", "./a.sarif"), "several formats go to `a.sarif`"),
        ((*SARIF, "--output-file", "b"), "`--output-file b` has no format"),
        (("--output-file", "b", *SARIF), "`--output-file b` has no format"),
        ((*SARIF, "--output-format", "gitub"), "did you mean `github`?"),
        ((*SARIF, "--output-format", "github", "--diff"), "`--diff` has one output"),
        ((*SARIF, "--output-format", "github", "--show-files"), "`--show-files` has one output"),
    ],
)
def test_what_contradicts_itself(run: Run, project: Path, options: tuple[str, ...], message: str) -> None:
    done = run("check", *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert not (project / "a.sarif").exists()


def test_a_file_that_cannot_be_written_spoils_no_other(run: Run, project: Path) -> None:
    (project / "a.sarif").write_text("old")
    done = run("check", *SARIF, "--output-format", "json", "-o", "user.py/b.json", "--output-format", "github")
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot write `user.py/b.json`" in done.stderr
    assert (project / "a.sarif").read_text() == "old"
