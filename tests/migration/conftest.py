"""A small repository with files to migrate."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

COMMAND = (sys.executable, "-m", "flake8_uec")

PYPROJECT = """\
[tool.flake8-uec]
preset = "none"

[[tool.flake8-uec.deprecated]]
name = "lib.old.Old"
replacement = "lib.new.Fresh"
code = "UEC900"

[tool.flake8-uec.migration]
issue = "#12"

[[tool.flake8-uec.migration.batches]]
name = "core"
paths = ["tests/core/**"]

[[tool.flake8-uec.migration.batches]]
name = "others"
paths = ["tests/**"]
"""

TEST = "from lib.old import Old\n\n\ndef test_size():\n    assert Old().size == 1\n"
"""A test with two findings, which can be fixed."""

CHECK = """\
import pathlib, sys
text = pathlib.Path(sys.argv[1]).read_text()
sys.exit("fails" in text if "Fresh" in text else "failed" in text)
"""
"""A verification: what holds `fails` fails once it is fixed, and what holds `failed` before."""


@dataclass(frozen=True, slots=True)
class Repo:
    """A repository, and the commands that are run in it."""

    root: Path
    environment: Mapping[str, str]

    def git(self, *arguments: str) -> str:
        command = ["git", *arguments]
        done = subprocess.run(command, cwd=self.root, check=True, capture_output=True, text=True, env=self.environment)
        return done.stdout.rstrip()

    def run(self, *arguments: str, code: int | None = 0, **options: Any) -> subprocess.CompletedProcess[str]:
        options = {"cwd": self.root, "env": self.environment, **options}
        done = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False, **options)
        assert "Traceback" not in done.stderr
        assert code is None or done.returncode == code, done.stdout + done.stderr
        return done

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def commit(self, message: str = "change") -> str:
        self.git("add", "-A")
        self.git("commit", "-qm", message)
        return self.git("rev-parse", "HEAD")

    def plan(self, *arguments: str) -> None:
        self.run("plan", "-q", "-o", str(self.plan_file), *arguments)

    @property
    def plan_file(self) -> Path:
        return self.root.parent / "plan.json"

    @property
    def verify(self) -> str:
        return f"{sys.executable} -S {self.root.parent / 'check.py'} {{path}}"

    def migrate(self, *arguments: str, code: int | None = 0) -> subprocess.CompletedProcess[str]:
        """Migrate by the plan with unsafe fixes, verified and committed."""
        return self.run(
            "migrate", "--plan", str(self.plan_file), "--unsafe-fixes", "--commit", "--verify", self.verify, *arguments,
            code=code,
        )  # fmt: skip

    def status(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.run("migrate", "status", "--json").stdout)
        return value

    def statuses(self) -> dict[str, str]:
        return {one["path"]: one["status"] for one in self.status()["files"]}

    def subjects(self) -> list[str]:
        return self.git("log", "--reverse", "--format=%s").splitlines()

    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Make a repository with two files to migrate, and plan them."""
    made = repository(tmp_path)
    made.plan()
    return made


def repository(folder: Path) -> Repo:
    """Make a repository with two files to migrate in a folder."""
    root = folder / "project"
    root.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GIT_"))}
    identity = {f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    made = Repo(root, {**kept, **identity, **nothing, "PYTHONDONTWRITEBYTECODE": "1"})
    made.write(
        {
            "pyproject.toml": PYPROJECT,
            "lib/__init__.py": "",
            "lib/old.py": "class Old:\n    size = 1\n",
            "lib/new.py": "class Fresh:\n    size = 1\n",
            "tests/core/test_a.py": TEST,
            "tests/test_b.py": TEST,
        }
    )
    (folder / "check.py").write_text(CHECK)
    made.git("init", "-q", "-b", "main")
    made.commit("start")
    return made
