"""Run the real command on a small project of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]

COMMAND = (sys.executable, "-m", "flake8_uec")

PYPROJECT = """\
[tool.flake8-uec]
preset = "none"

[[tool.flake8-uec.deprecated]]
name = "lib.old.Old"
replacement = "lib.new.Fresh"
code = "UEC900"
"""

OLD_USER = "from lib.old import Old\n\nvalue = Old()\n"
"""A file with two findings."""

_OWN = ("PYTHON", "FLAKE8_UEC", "NO_COLOR", "FORCE_COLOR", "LC_", "LANG")


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment in which nothing of the developer's own counts."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(_OWN)}
    return {**inherited, "LC_ALL": "C.UTF-8", "PYTHONPYCACHEPREFIX": str(tmp_path_factory.mktemp("bytecode"))}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Make a project with one deprecated name, one clean file and one that uses the name."""
    folder = tmp_path / "project"
    write(
        folder,
        {
            "pyproject.toml": PYPROJECT,
            "lib/__init__.py": "",
            "lib/old.py": "class Old: ...\n",
            "lib/new.py": "class Fresh: ...\n",
            "clean.py": "value = 1\n",
            "user.py": OLD_USER,
        },
    )
    return folder


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write files, and the directories that they need."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def run(project: Path, environment: dict[str, str]) -> Run:
    """Run the command in the project: `run("check", "user.py", env={"NO_COLOR": "1"})`."""

    def run(
        *arguments: str | bytes,
        input: str = "",
        env: Mapping[str, str] | None = None,
        before: str = "",
        **options: Any,
    ) -> subprocess.CompletedProcess[str]:
        """`before` is Python code to run in the process first."""
        options = {"cwd": project, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        command = [*(_after(before) if before else COMMAND), *arguments]
        done = subprocess.run(command, input=input.encode(), env={**environment, **(env or {})}, check=False, **options)
        out, err = ((text or b"").decode() for text in (done.stdout, done.stderr))
        assert before or "Traceback" not in err
        return subprocess.CompletedProcess(command, done.returncode, out, err)

    return run


def _after(code: str) -> tuple[str, ...]:
    start = "import sys; from flake8_uec.frontends.cli.main import main; sys.exit(main())"
    return sys.executable, "-c", f"{code}\n{start}"
