"""`flake8-uec check --fix` and its company, with the real command."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.frontends.conftest import COMMAND, Run, write

OLD = "from shop.old import Context\n\nvalue = Context\n"
NEW = "from shop.context import Context\n\nvalue = Context\n"
PYPROJECT = """\
[tool.flake8-uec]
preset = "none"
select = ["UEC115"]

[tool.flake8-uec.context]
name = "shop.context.Context"
deprecated-modules = ["shop.old"]
"""
SHOP = {
    "pyproject.toml": PYPROJECT,
    "shop/__init__.py": "",
    "shop/context.py": "class Context: ...\n",
    "shop/old.py": "from shop.context import Context\n",
}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Make a project with one import that can be fixed."""
    write(tmp_path / "shop", {**SHOP, "user.py": OLD})
    return tmp_path / "shop"


def test_fix_writes_and_reports_what_is_left(shop: Path, run: Run) -> None:
    done = run("check", "--fix", cwd=shop)
    assert (done.returncode, done.stdout) == (0, "Found 1 error (1 fixed, 0 remaining).\n")
    assert (shop / "user.py").read_text() == NEW


def test_nothing_is_written_without_fix(shop: Path, run: Run) -> None:
    done = run("check", cwd=shop)
    assert done.returncode == 1
    assert done.stdout.endswith("Found 1 error.\n[*] 1 fixable with `--fix`.\n")
    assert (shop / "user.py").read_text() == OLD


def test_a_second_run_changes_nothing(shop: Path, run: Run) -> None:
    run("check", "--fix", cwd=shop)
    before = (shop / "user.py").stat()
    assert run("check", "--fix", cwd=shop).stdout == "All checks passed!\n"
    after = (shop / "user.py").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_diff_writes_nothing_and_says_by_its_exit_that_it_would(shop: Path, run: Run) -> None:
    done = run("check", "--diff", cwd=shop)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.endswith("\n\nWould fix 1 error.\n")
    assert "-from shop.old import Context\n+from shop.context import Context\n" in done.stdout
    assert (shop / "user.py").read_text() == OLD
    run("check", "--fix", cwd=shop)
    done = run("check", "--diff", cwd=shop)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_diff_of_standard_input_has_its_summary_beside_it(shop: Path, run: Run) -> None:
    done = run("check", "--diff", "-", "--stdin-filename", "user.py", cwd=shop, input=OLD)
    assert (done.returncode, done.stderr) == (1, "Would fix 1 error.\n")
    assert done.stdout.startswith("--- user.py\n+++ user.py\n")


@pytest.mark.parametrize(
    "options", [("--diff", "--show-fixes"), ("--diff", "--statistics"), ("--exit-zero", "--exit-non-zero-on-fix")]
)
def test_options_that_contradict_each_other_are_refused(shop: Path, run: Run, options: tuple[str, str]) -> None:
    done = run("check", *options, cwd=shop)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"error: `{options[0]}` cannot be used with `{options[1]}`\n"
    assert (shop / "user.py").read_text() == OLD


def test_a_file_that_cannot_be_written_is_told_and_the_others_are_fixed(shop: Path, run: Run) -> None:
    (shop / "more.py").write_text(OLD)
    refuse = (
        "import os; access = os.access; os.access = lambda path, *a: not path.endswith('more.py') and access(path, *a)"
    )
    done = run("check", "--fix", cwd=shop, before=refuse)
    assert done.returncode == 2
    assert done.stderr == "error: more.py: not fixed: Permission denied\n"
    assert ((shop / "more.py").read_text(), (shop / "user.py").read_text()) == (OLD, NEW)


def test_a_diff_can_be_applied(shop: Path, run: Run) -> None:
    patch = run("check", "--diff", cwd=shop).stdout
    subprocess.run(["git", "apply", "-p0", "-"], input=patch, text=True, cwd=shop, check=True)
    assert (shop / "user.py").read_text() == NEW


def test_fix_only_is_silent_on_what_is_left(shop: Path, run: Run) -> None:
    (shop / "other.py").write_text("import shop.old\nvalue = shop.old.Context\n")
    done = run("check", "--fix-only", cwd=shop)
    assert (done.returncode, done.stdout) == (0, "Fixed 1 error.\n")
    assert run("check", cwd=shop).returncode == 1


def test_a_change_can_count_as_a_failure(shop: Path, run: Run) -> None:
    assert run("check", "--fix", "--exit-non-zero-on-fix", cwd=shop).returncode == 1
    assert run("check", "--fix", "--exit-non-zero-on-fix", cwd=shop).returncode == 0


def test_show_fixes_lists_them_by_file(shop: Path, run: Run) -> None:
    done = run("check", "--fix", "--show-fixes", cwd=shop)
    expected = "\nFixed 1 error:\n- user.py:\n    1 \N{MULTIPLICATION SIGN} UEC115 (deprecated-context-import)\n\n"
    assert done.stdout == f"{expected}Found 1 error (1 fixed, 0 remaining).\n"


@pytest.mark.parametrize("option", ["--unfixable=UEC115", "--fixable=UEC4,UEC2"])
def test_what_is_not_fixable_is_not_fixed(shop: Path, run: Run, option: str) -> None:
    done = run("check", "--fix", option, cwd=shop)
    assert done.returncode == 1
    assert "[*]" not in done.stdout
    assert (shop / "user.py").read_text() == OLD


def test_a_fix_that_is_made_unsafe_waits_to_be_asked_for(shop: Path, run: Run) -> None:
    unsafe = PYPROJECT.replace("select", 'extend-unsafe-fixes = ["UEC1"]\nselect', 1)
    (shop / "pyproject.toml").write_text(unsafe)
    done = run("check", "--fix", cwd=shop)
    assert done.stdout.endswith("1 unsafe fix available with `--fix --unsafe-fixes`.\n")
    assert run("check", "--fix", "--unsafe-fixes", cwd=shop).returncode == 0
    assert (shop / "user.py").read_text() == NEW


def test_the_configuration_can_ask_for_fixes_and_the_command_line_against_them(shop: Path, run: Run) -> None:
    (shop / "pyproject.toml").write_text(PYPROJECT.replace("select", "fix = true\nselect", 1))
    assert run("check", "--no-fix", cwd=shop).returncode == 1
    assert (shop / "user.py").read_text() == OLD
    assert run("check", cwd=shop).returncode == 0
    assert (shop / "user.py").read_text() == NEW


def test_standard_input_is_fixed_to_standard_output(shop: Path, run: Run) -> None:
    done = run("check", "--fix", "-", "--stdin-filename", "user.py", cwd=shop, input=OLD)
    assert (done.returncode, done.stdout) == (0, NEW)
    assert done.stderr == "Found 1 error (1 fixed, 0 remaining).\n"
    done = run("check", "--fix", "-", "--stdin-filename", "user.py", cwd=shop, input=NEW)
    assert (done.stdout, done.stderr) == (NEW, "All checks passed!\n")


def test_what_is_no_text_comes_through_unchanged(shop: Path) -> None:
    command = [*COMMAND, "check", "--fix", "-", "--stdin-filename", "user.py"]
    done = subprocess.run(command, input=b"x = '\xff'\n", capture_output=True, cwd=shop, check=False)
    assert done.stdout == b"x = '\xff'\n"


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbffrom shop.old import Context\nvalue = Context\n",
        b"from shop.old import Context\r\nvalue = Context\r\n",
        b"# coding: latin-1\nfrom shop.old import Context\nname = '\xe9'\n",
        b"from shop.old import Context\nname = '\xc3\xa9\xe2\x80\xa8'\x0c\nvalue = Context",
        b"from shop.old import Context\rvalue = Context\r\n",
    ],
)
def test_every_other_byte_stays(shop: Path, run: Run, data: bytes) -> None:
    (shop / "user.py").write_bytes(data)
    assert run("check", "--fix", cwd=shop).returncode == 0
    assert (shop / "user.py").read_bytes() == data.replace(b"shop.old", b"shop.context")


def test_a_file_that_does_not_parse_is_left_alone(shop: Path, run: Run) -> None:
    (shop / "user.py").write_text(f"{OLD}def (:\n")
    done = run("check", "--fix", cwd=shop)
    assert done.returncode == 1
    assert "[*]" not in done.stdout
    assert (shop / "user.py").read_text() == f"{OLD}def (:\n"


def test_a_suppressed_finding_is_not_fixed(shop: Path, run: Run) -> None:
    text = "from shop.old import Context  # noqa: UEC115 kept for the test of it\n"
    (shop / "user.py").write_text(text)
    assert run("check", "--fix", cwd=shop).returncode == 0
    assert (shop / "user.py").read_text() == text


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize("first", [0, 100, 298])
def test_killed_while_it_writes_every_file_is_whole(tmp_path: Path, environment: dict[str, str], first: int) -> None:
    files = {f"tests/test_{number:03}.py": f"{OLD}number = {number}\n" for number in range(300)}
    write(tmp_path, {**SHOP, **files})
    process = subprocess.Popen(
        [*COMMAND, "check", "--fix", "--jobs", "1"], cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL
    )
    watched = tmp_path / f"tests/test_{first:03}.py"
    size = watched.stat().st_size
    while watched.stat().st_size == size and process.poll() is None:
        time.sleep(0.0005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    texts = {name: (tmp_path / name).read_text() for name in files}
    assert [name for name, text in texts.items() if text not in (files[name], files[name].replace(OLD, NEW))] == []
    assert texts[f"tests/test_{first:03}.py"].startswith(NEW)
