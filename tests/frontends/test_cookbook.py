"""Each migration of `docs/cookbook.md`, on the code that stands there: what is found, what is not, what a fix makes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.frontends.conftest import write
from tests.pages import DOCS, PROGRAMS, follow, install, steps_of

_, *MIGRATIONS = re.split(r"^## ", (DOCS / "cookbook.md").read_text(encoding="utf-8"), flags=re.MULTILINE)


def blocks(language: str, text: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which the policies lie that have files of their own."""
    made = tmp_path / "project"
    shutil.copytree(DOCS.parent / "examples/policies", made)
    return made


@pytest.mark.parametrize("text", [pytest.param(one, id=one.partition("\n")[0]) for one in MIGRATIONS])
def test_a_migration(text: str, folder: Path, environment: dict[str, str]) -> None:
    write(folder, {"pyproject.toml": "".join(blocks("toml", text))})
    write(folder, {code.partition("\n")[0].removeprefix("# "): code for code in blocks("python", text)})
    found = steps_of(text)
    assert all(step.printed for step in found) and found
    path = install(folder.parent / "bin", PROGRAMS)
    follow(found, folder, {**environment, "PYTHONUNBUFFERED": "1", "PATH": path})


def test_there_are_ten() -> None:
    assert [int(one.partition(".")[0]) for one in MIGRATIONS] == [*range(1, 11)]
