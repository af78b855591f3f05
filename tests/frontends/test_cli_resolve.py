"""`--fix --resolve`: conflicts are resolved to the side that was chosen, and not without a choice."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.frontends.conftest import Run, write

CONFLICT = "a = 0\n<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> topic\n"


@pytest.fixture
def merge(project: Path) -> Path:
    """Make a repository with a conflict in a Python file and in one that is none."""
    write(project, {"merged.py": CONFLICT, "notes.txt": f"Once upon a time:\n{CONFLICT}"})
    for arguments in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *arguments], cwd=project, check=True)
    return project


@pytest.mark.parametrize(("side", "kept"), [("ours", "a = 0\na = 1\n"), ("theirs", "a = 0\na = 2\n")])
def test_a_conflict_is_resolved_to_the_side_that_is_chosen(merge: Path, run: Run, side: str, kept: str) -> None:
    done = run("check", "--select", "UEC001", "--fix", "--resolve", side, cwd=merge)
    assert (done.returncode, done.stdout) == (0, "Found 6 errors (6 fixed, 0 remaining).\n")
    assert (merge / "merged.py").read_text() == kept
    assert (merge / "notes.txt").read_text() == f"Once upon a time:\n{kept}"


def test_a_conflict_is_left_where_no_side_is_chosen(merge: Path, run: Run) -> None:
    done = run("check", "--select", "UEC001", "--fix", "--unsafe-fixes", cwd=merge)
    assert done.returncode == 1
    assert (merge / "merged.py").read_text() == CONFLICT


def test_a_side_can_be_configured(merge: Path, run: Run) -> None:
    write(merge, {"pyproject.toml": '[tool.flake8-uec]\nconflict-resolve = "ours"\n'})
    run("check", "--select", "UEC001", "--fix", cwd=merge)
    assert (merge / "merged.py").read_text() == "a = 0\na = 1\n"


def test_an_unknown_side_is_refused(merge: Path, run: Run) -> None:
    done = run("check", "--fix", "--resolve", "our", cwd=merge)
    assert done.returncode == 2
    assert "did you mean `ours`?" in done.stderr


def test_a_side_that_does_not_parse_is_not_kept(merge: Path, run: Run) -> None:
    broken = CONFLICT.replace("a = 1", "a = (")
    write(merge, {"merged.py": broken})
    run("check", "--select", "UEC001", "--fix", "--resolve", "ours", cwd=merge)
    assert (merge / "merged.py").read_text() == broken
