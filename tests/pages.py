"""Pages that tell a reader what to run: their commands in their order, and what those print."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from flake8_uec.model.values import dataclass

DOCS = Path(__file__).parents[1] / "docs"

PROGRAMS = {"flake8-uec": f'exec {sys.executable} -m flake8_uec "$@"', "python": f'exec {sys.executable} "$@"'}
"""What a page takes to be installed."""

_STEP = re.compile(r"^```sh\n(.*?)^```\n(?:\n```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Step:
    """A block of commands, and the block of text right behind it: what they print, `""` where nothing is said of it."""

    script: str
    printed: str

    @property
    def exit_code(self) -> int:
        """What the last command exits with, by its comment."""
        expected = re.findall(r"# exits with (\d)", self.script)
        return int(expected[-1]) if expected else 0

    def is_printed_as(self, output: str) -> bool:
        """Tell whether an output is what the page shows, in which `...` may be anything."""
        pattern = ".*".join(map(re.escape, self.printed.split("...")))
        return not self.printed or re.fullmatch(pattern, output, re.DOTALL) is not None


def steps(page: str) -> list[Step]:
    """Return the blocks of commands of a page."""
    return steps_of((DOCS / page).read_text(encoding="utf-8"))


def steps_of(text: str) -> list[Step]:
    """Return the blocks of commands of a part of a page."""
    return [Step(script, printed) for script, printed in _STEP.findall(text)]


def lines(page: str) -> list[Step]:
    """Return the commands of a page one by one, where each stands on a line."""
    return [Step(line, "") for step in steps(page) for line in step.script.splitlines()]


def install(folder: Path, programs: Mapping[str, str], path: str = os.environ["PATH"]) -> str:
    """Write shell scripts as programs into a folder, and return a search path that finds them before all others."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, script in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return f"{folder}{os.pathsep}{path}"


def bash(script: str, folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a script as GitHub does."""
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def follow(found: list[Step], folder: Path, environment: Mapping[str, str]) -> None:
    """Run all steps, and hold what they exit with and print to what the page says."""
    for step in found:
        done = bash(f"exec 2>&1\n{step.script}", folder, environment)
        assert done.returncode == step.exit_code, f"{step.script}\n{done.stdout}"
        if not step.is_printed_as(done.stdout):
            assert done.stdout == step.printed, step.script
