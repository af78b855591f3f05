"""A real editor: Debian's neovim, without a screen."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.frontends.conftest import COMMAND, OLD_USER

ROOT = Path(__file__).parents[3]
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


SAVING = """
local function wait_for(what)
  local done = vim.wait(20000, what, 20)
  vim.fn.writefile({ done and "done" or "in vain" }, vim.env.SEEN, "a")
end
vim.cmd("edit user.py")
wait_for(function() return #vim.diagnostic.get(0) == 1 end)
vim.cmd("edit other.py")
vim.cmd("buffer user.py")
vim.cmd("write")
vim.fn.writefile({ tostring(#vim.lsp.get_active_clients()) }, vim.env.SEEN, "a")
vim.cmd("qall!")
"""


def test_what_the_guide_says_starts_one_server_and_fixes_on_saving(project: Path, environment: dict[str, str]) -> None:
    guide = (ROOT / "docs" / "editors.md").read_text("utf-8").partition("## Neovim")[2].partition("## Emacs")[0]
    pieces = [piece.partition("\n```")[0] for piece in guide.split("```lua\n")[1:]]
    assert "init_options" in pieces[0]
    assert "BufWritePre" in pieces[2]
    server = ", ".join(json.dumps(word) for word in [*COMMAND, "server"])
    init = (pieces[0] + "\n" + pieces[2]).replace('"flake8-uec", "server"', server)
    (project / "init.lua").write_text(init + SAVING)
    text = (project / "pyproject.toml").read_text("utf-8")
    (project / "pyproject.toml").write_text(text.replace('"none"\n', '"none"\nextend-select = ["UEC003"]\n'))
    (project / "user.py").write_text("value = 1  # noqa: UEC900\n")
    (project / "other.py").write_text("")
    state = {f"XDG_{name}_HOME": str(project / ".editor") for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    seen = project / "seen.txt"
    script = "filetype on | luafile init.lua"
    command = [str(NEOVIM), "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", script]
    subprocess.run(command, cwd=project, env={**environment, **state, "SEEN": str(seen)}, timeout=60, check=True)
    assert seen.read_text().splitlines() == ["done", "1"]
    assert (project / "user.py").read_text() == "value = 1\n"
