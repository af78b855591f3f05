"""All commands of `docs/migration.md` run as they stand there, in their order."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.migration.conftest import TEST, Repo

PAGE = Path(__file__).parents[2] / "docs/migration.md"


def commands() -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_all_commands_of_the_page_run_in_their_order(repo: Repo, tmp_path: Path) -> None:
    repo.write({"tests/test_cart.py": TEST, "tests/test_worse.py": f"{TEST}    assert Old.__name__ == 'Old'\n"})
    repo.commit()
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, arguments in (("flake8-uec", "-m flake8_uec"), ("python", "")):
        (programs / name).write_text(f'#!/bin/sh\nexec {sys.executable} {arguments} "$@"\n')
        (programs / name).chmod(0o755)
    environment = {**repo.environment, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    lines = commands()
    assert len(lines) > 12
    for line in lines:
        done = subprocess.run(
            line, shell=True, cwd=repo.root, env=environment, capture_output=True, text=True, check=False
        )
        expected = re.search(r"# exits with (\d)", line)
        assert done.returncode == (int(expected[1]) if expected else 0), f"{line}\n{done.stdout}{done.stderr}"
    assert repo.subjects()[2:] == [
        "Migrate tests/core/test_a.py",
        "Migrate tests/test_b.py",
        "Migrate tests/test_cart.py",
        'Revert "Migrate tests/test_cart.py"',
    ]
    assert "Old.__name__" in repo.text("tests/test_worse.py")
