"""`docs/tutorial.md` from its first command to its last: what they exit with, and what they print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.frontends.repository import ENVIRONMENT
from tests.pages import PROGRAMS, follow, install, steps

ROOT = Path(__file__).parents[2]


@pytest.fixture
def reader(tmp_path: Path, environment: dict[str, str]) -> dict[str, str]:
    """An environment that has what the page installs, and writes as a terminal would: each line at once."""
    path = install(tmp_path / "bin", {**PROGRAMS, "pip": ":"})
    identity = {f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    quick = {"PYTHONUNBUFFERED": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return {**environment, **ENVIRONMENT, **identity, **quick, "PATH": path}


def test_a_reader_sees_what_the_page_shows(tmp_path: Path, reader: dict[str, str]) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    found = steps("tutorial.md")
    assert sum(bool(step.printed) for step in found) > 12
    follow(found, folder, reader)
    known = {one["id"] for one in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    hooks: Any = yaml.safe_load((folder / ".pre-commit-config.yaml").read_text())
    assert {one["id"] for one in hooks["repos"][0]["hooks"]} <= known
    workflow: Any = yaml.safe_load((folder / ".github/workflows/flake8-uec.yml").read_text())
    inputs = yaml.safe_load((ROOT / "action.yml").read_text())["inputs"]
    assert workflow["jobs"]["flake8-uec"]["steps"][1]["with"].keys() <= inputs.keys()
