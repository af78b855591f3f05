"""`flake8-uec plan`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.frontends.conftest import OLD_USER, PYPROJECT, Run, write

BATCHES = """
[tool.flake8-uec.migration]
skip = ["old/**"]

[[tool.flake8-uec.migration.batches]]
name = "core"
title = "What must not break"
paths = ["core/**"]
"""


def test_plan_as_a_file_with_its_table(run: Run, project: Path) -> None:
    write(project, {"pyproject.toml": PYPROJECT + BATCHES, "core/a.py": OLD_USER, "old/b.py": OLD_USER})
    done = run("plan", "-o", "plan.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Batch  Files  Findings  Safe  Unsafe  Manual  Rules\n"
        "core       1         2     0       2       0  UEC900 2\n"
        "rest       1         2     0       2       0  UEC900 2\n"
        "Total      2         4     0       4       0\n"
        "\nSkipped 1 file:\n"
        "  old/b.py: 2 findings (migration.skip (pyproject.toml:10))\n"
    )
    first = (project / "plan.json").read_bytes()
    value = json.loads(first)
    assert value["batches"][0]["files"][0]["path"] == "core/a.py"
    assert run("plan", "-o", "plan.json", "--jobs", "1", "--quiet").stdout == ""
    assert (project / "plan.json").read_bytes() == first


def test_plan_from_below_the_root_and_skip_is_relative_to_where_one_is(run: Run, project: Path) -> None:
    write(project, {"core/a.py": OLD_USER, "core/b.py": OLD_USER})
    done = run("plan", "--skip", "b.py", "--skip", "./c.py", "--output-format", "json", cwd=project / "core")
    value = json.loads(done.stdout)
    assert [file["path"] for batch in value["batches"] for file in batch["files"]] == ["core/a.py"]
    assert value["skipped"] == [{"path": "core/b.py", "reason": "--skip", "findings": 2}]
    assert value["paths"] == ["core"]


def test_known_findings_are_planned_too(run: Run) -> None:
    assert run("baseline", "write", "--quiet").returncode == 0
    assert "Total      1         2" in run("plan").stdout


def test_mistakes_in_batches_are_told(run: Run, project: Path) -> None:
    wrong = '[tool.flake8-uec.migration]\nmessage = "{fil}"\nbatches = [{ name = "a" }, { name = "b", path = ["x"] }]\n'
    write(project, {"pyproject.toml": PYPROJECT + wrong})
    done = run("plan")
    assert done.returncode == 2
    assert "unknown field `fil`; did you mean `file`?" in done.stderr
    assert "takes no file: give it `paths`" in done.stderr
    assert "unknown key; did you mean `paths`?" in done.stderr


def test_settings_show_batches(run: Run, project: Path) -> None:
    write(project, {"pyproject.toml": PYPROJECT + BATCHES})
    shown = run("check", "--show-settings").stdout
    assert '[[migration.batches]]\nname = "core"' in shown
    assert "Batch(" not in shown
