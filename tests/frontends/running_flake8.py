"""The real flake8, in a process of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

_MAIN = "import sys\nfrom flake8.main.cli import main\nsys.exit(main())"
_LINE = re.compile(r"(?:\./)?(.+?):(\d+):(\d+): ([A-Z]+\d+) ")


class Found(NamedTuple):
    """One line of flake8's output; line and column are 1-based."""

    path: str
    line: int
    column: int
    code: str


@dataclass(frozen=True)
class Run:
    """What a run printed, and its exit code."""

    exit_code: int
    output: str
    errors: str

    @property
    def found(self) -> list[Found]:
        matches = (_LINE.match(line) for line in self.output.split("\n"))
        return [Found(one[1], int(one[2]), int(one[3]), one[4]) for one in matches if one]

    @property
    def codes(self) -> list[str]:
        return [one.code for one in self.found]


def flake8(cwd: Path, *args: str, stdin: bytes = b"", before: str = "") -> Run:
    """Run flake8 in a directory. `before` is Python code that runs in its process first."""
    start = ["-c", f"{before}\n{_MAIN}"] if before else ["-m", "flake8"]
    return run(cwd, *start, *args, stdin=stdin)


def run(cwd: Path, *args: str, stdin: bytes = b"") -> Run:
    """Run Python in a directory."""
    done = subprocess.run([sys.executable, *args], cwd=cwd, input=stdin, capture_output=True, check=False)
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())
