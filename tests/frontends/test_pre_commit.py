"""The hooks, under real pre-commit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.frontends import repository

ROOT = Path(__file__).parents[2]


@pytest.fixture
def hooks(tmp_path: Path) -> Path:
    """A repository with our hooks as local ones, which need no environment of their own."""
    listed = (ROOT / ".pre-commit-hooks.yaml").read_text()
    local = "".join(f"      {line}\n" for line in listed.replace("language: python", "language: system").splitlines())
    python = f"{sys.executable} -m flake8_uec"
    (tmp_path / ".pre-commit-config.yaml").write_text(
        "repos:\n  - repo: local\n    hooks:\n" + local.replace("entry: flake8-uec", f"entry: {python}")
    )
    (tmp_path / "pyproject.toml").write_text(
        '[tool.flake8-uec]\npreset = "none"\n[[tool.flake8-uec.deprecated]]\nname = "shop.Cart"\ncode = "UEC900"\n'
    )
    for command in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    return tmp_path


def pre_commit(repository: Path, hook: str) -> subprocess.CompletedProcess[str]:
    subprocess.run(["git", "add", "."], cwd=repository, check=True)
    command = [sys.executable, "-m", "pre_commit", "run", hook, "--all-files"]
    return subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)


def test_the_lint_hook(hooks: Path) -> None:
    assert pre_commit(hooks, "flake8-uec").returncode == 0
    (hooks / "user.py").write_text("from shop import Cart\n")
    done = pre_commit(hooks, "flake8-uec")
    assert done.returncode == 1
    assert "import of deprecated `shop.Cart`" in done.stdout


def test_the_conflict_hook(hooks: Path) -> None:
    (hooks / "notes.yaml").write_text("<<<<<<< a\nx: 1\n=======\nx: 2\n>>>>>>> b\n")
    (hooks / "page.md").write_text("Title\n=======\n\n```\n<<<<<<< a\n```\n")
    done = pre_commit(hooks, "flake8-uec-conflicts")
    assert done.returncode == 1
    assert done.stdout.count("UEC001") == 3
    assert "page.md" not in done.stdout


def test_the_fix_hook(hooks: Path) -> None:
    (hooks / "user.py").write_text("import os\nfrom shop import Cart\n")
    done = pre_commit(hooks, "flake8-uec-fix")
    assert done.returncode == 1
    (hooks / "user.py").write_text("value = 1  # noqa: UEC900\n")
    done = pre_commit(hooks, "flake8-uec-fix")
    assert done.returncode == 1
    assert "files were modified by this hook" in done.stdout
    assert (hooks / "user.py").read_text() == "value = 1\n"
    assert pre_commit(hooks, "flake8-uec-fix").returncode == 0


def test_the_baseline_hook(hooks: Path) -> None:
    (hooks / "user.py").write_text("from shop import Cart\n")
    command = [sys.executable, "-m", "flake8_uec", "baseline", "write"]
    subprocess.run(command, cwd=hooks, check=True, capture_output=True)
    assert pre_commit(hooks, "flake8-uec-baseline").returncode == 0
    (hooks / "user.py").write_text("value = 1\n")
    done = pre_commit(hooks, "flake8-uec-baseline")
    assert done.returncode == 1
    assert "stale" in done.stdout


def test_the_hook_for_affected_files(hooks: Path) -> None:
    (hooks / "shim.py").write_text("from other import Cart as Basket\n")
    (hooks / "user.py").write_text("from shim import Basket\n")
    assert pre_commit(hooks, "flake8-uec-affected").returncode == 0  # without a commit yet, all is looked at
    repository.commit(hooks)
    assert pre_commit(hooks, "flake8-uec-affected").returncode == 0
    (hooks / "shim.py").write_text("from shop import Cart as Basket\n")
    done = pre_commit(hooks, "flake8-uec-affected")
    assert done.returncode == 1
    assert "user.py:1" in done.stdout
