"""A real editor: Debian's neovim, without a screen."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.frontends.conftest import COMMAND, OLD_USER

NEOVIM = shutil.which("nvim")
SCRIPT = Path(__file__).with_name("editing.lua")

pytestmark = pytest.mark.skipif(NEOVIM is None, reason="neovim is not installed")


def edit(project: Path, environment: dict[str, str], action: str, before: int, after: int) -> list[str]:
    """Let neovim do an action at the first finding of a file; return what it saw."""
    seen = project / "seen.txt"
    chosen = {
        "SERVER": " ".join([*COMMAND, "server"]),
        "FILE": "user.py",
        "ACTION": action,
        "SEEN": str(seen),
        "BEFORE": str(before),
        "AFTER": str(after),
    }
    state = {f"XDG_{name}_HOME": str(project / ".editor") for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    command = [str(NEOVIM), "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", f"luafile {SCRIPT}"]
    subprocess.run(command, cwd=project, env={**environment, **chosen, **state}, timeout=60, check=True)
    return seen.read_text().splitlines()


def test_neovim_shows_findings_applies_a_fix_and_sees_them_go(project: Path, environment: dict[str, str]) -> None:
    title = "UEC900: Replace with `lib.new.Fresh` (unsafe)"
    seen = edit(project, environment, title, 2, 0)
    assert seen[:3] == ["findings: 2", "0:20 UEC900 flake8-uec", "2:8 UEC900 flake8-uec"]
    assert seen[3:] == [f"offered: {title}", "findings: 0"]
    assert (project / "user.py").read_text() == "from lib.new import Fresh\n\nvalue = Fresh()\n"


def test_neovim_makes_all_fixes_of_a_rule(project: Path, environment: dict[str, str]) -> None:
    user = project / "user.py"
    user.write_text(f"{OLD_USER}\n\ndef f():\n    from lib.old import Old as Other\n\n    return Other()\n")
    edit(project, environment, "Fix all UEC900 in this file (unsafe)", 4, 0)
    assert "old" not in user.read_text()
