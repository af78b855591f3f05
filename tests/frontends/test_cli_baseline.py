"""`flake8-uec baseline`: what is known stays silent, what is new never does, in every face."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.frontends.conftest import Run, write
from tests.frontends.repository import commit, git

PYPROJECT = """\
[tool.flake8-uec]
preset = "none"

[[tool.flake8-uec.deprecated]]
name = "lib.old.Old"
replacement = "lib.new.Fresh"
codes = { call = "UEC900", import = "UEC901" }
"""
USER = "from lib.old import Old\n\n\ndef a():\n    return Old()\n\n\ndef b():\n    return Old()\n"
C = "\n\ndef c():\n    return Old()\n"
FILE = ".flake8-uec-baseline.jsonl"
HEAD = '{"flake8-uec-baseline": 1, "version": "0.1.0"}'


@pytest.fixture
def shop(tmp_path: Path, run: Run) -> Path:
    """Make a project with three known findings."""
    folder = tmp_path / "shop"
    write(
        folder,
        {
            "pyproject.toml": PYPROJECT,
            "lib/__init__.py": "",
            "lib/old.py": "class Old: ...\n",
            "lib/new.py": "class Fresh: ...\n",
            "user.py": USER,
        },
    )
    done = run("baseline", "write", cwd=folder)
    assert (done.returncode, done.stdout) == (0, f"Wrote 3 known findings in 1 file to {FILE}.\n")
    return folder


def lines(folder: Path) -> list[str]:
    return (folder / FILE).read_text().splitlines()


def new(run: Run, folder: Path, *options: str) -> list[str]:
    """Return where findings are shown, `path:line CODE`."""
    done = run("check", "--output-format", "json", *options, cwd=folder)
    found = json.loads(done.stdout)
    assert done.returncode == bool(found)
    return [f"{Path(one['filename']).name}:{one['location']['row']} {one['code']}" for one in found]


def test_a_finding_is_a_line(shop: Path) -> None:
    assert lines(shop) == [
        HEAD,
        '{"path": "user.py", "code": "UEC900", "scope": "a", "text": "Old"}',
        '{"path": "user.py", "code": "UEC900", "scope": "b", "text": "Old"}',
        '{"path": "user.py", "code": "UEC901", "text": "Old"}',
    ]


def test_what_is_known_is_not_shown_and_their_number_is(shop: Path, run: Run) -> None:
    done = run("check", cwd=shop)
    assert (done.returncode, done.stdout, done.stderr) == (0, "All checks passed!\n", "3 known findings not shown\n")
    assert len(new(run, shop, "--no-baseline")) == 3


def test_lines_and_layout_may_change(shop: Path, run: Run) -> None:
    text = USER.replace("def a", "# more\n\n\ndef a").replace("Old()", "Old(\n    )")
    (shop / "user.py").write_text(text)
    assert new(run, shop) == []


def test_one_mended_and_one_new_never_balance(shop: Path, run: Run) -> None:
    (shop / "user.py").write_text(USER.replace("def a():\n    return Old()", "def a():\n    return 1") + C)
    assert new(run, shop) == ["user.py:13 UEC900"]


def test_a_renamed_function_and_a_renamed_file_are_followed(shop: Path, run: Run) -> None:
    (shop / "user.py").write_text(USER.replace("def a", "def z"))
    assert new(run, shop) == []
    (shop / "user.py").rename(shop / "moved.py")
    (shop / "moved.py").write_text(USER)
    assert new(run, shop) == []
    done = run("baseline", "update", cwd=shop)
    assert done.stdout == "Removed 0, moved 3, added 0; 3 known findings are left.\n"
    assert all('"moved.py"' in line for line in lines(shop)[1:])


def test_of_a_copy_all_is_new(shop: Path, run: Run) -> None:
    (shop / "copy.py").write_text(USER)
    assert len(new(run, shop)) == 3
    (shop / "user.py").rename(shop / "moved.py")
    assert {one.partition(":")[0] for one in new(run, shop)} == {"moved.py"}, "the first copy has what was known"


def test_what_is_gone_is_told_and_dropped(shop: Path, run: Run) -> None:
    (shop / "user.py").write_text(USER.replace("def a():\n    return Old()\n", ""))
    stale = "1 entry of the baseline is stale (user.py: UEC900 a): `flake8-uec baseline update` drops what is gone"
    done = run("check", cwd=shop)
    assert (done.returncode, done.stderr) == (0, f"warning: {stale}\n2 known findings not shown\n")
    assert run("baseline", "check", cwd=shop).returncode == 0
    assert run("baseline", "check", "--strict", cwd=shop).returncode == 1
    done = run("baseline", "update", cwd=shop)
    assert done.stdout.startswith("Removed 1, added 0; 2 known")
    assert "stale" not in done.stderr
    assert run("baseline", "check", "--strict", cwd=shop).returncode == 0


def test_a_deleted_file_is_dropped_by_a_whole_run_only(shop: Path, run: Run) -> None:
    (shop / "user.py").unlink()
    (shop / "other.py").touch()
    assert "Removed 0" in run("baseline", "update", "other.py", cwd=shop).stdout
    assert "Removed 3" in run("baseline", "update", cwd=shop).stdout
    assert lines(shop) == [HEAD]


@pytest.mark.parametrize("options", [("--select", "UEC901"), ("lib",), ("--ignore", "UEC900", "user.py")])
def test_what_a_run_does_not_look_at_is_not_gone(shop: Path, run: Run, options: tuple[str, ...]) -> None:
    before = lines(shop)
    assert run("baseline", "check", "--strict", *options, cwd=shop).returncode == 0
    run("baseline", "update", *options, cwd=shop)
    assert lines(shop) == before


def test_a_file_that_does_not_parse_is_not_mended(shop: Path, run: Run) -> None:
    (shop / "user.py").write_text("def (:\n")
    run("baseline", "update", cwd=shop)
    assert len(lines(shop)) == 4


def test_update_grows_only_where_it_may_and_tells_what_grew(shop: Path, run: Run) -> None:
    (shop / "user.py").write_text(USER + C)
    done = run("baseline", "update", cwd=shop)
    assert done.returncode == 1
    assert "user.py:13:12: UEC900" in done.stdout
    assert "take them in with `--allow-growth`" in done.stderr
    assert len(lines(shop)) == 4
    done = run("baseline", "update", "--allow-growth", cwd=shop)
    assert done.returncode == 0
    assert "user.py:13:12: UEC900" in done.stdout
    assert "Removed 0, added 1; 4 known findings are left." in done.stdout
    assert new(run, shop) == []


def test_an_upgrade_takes_in_what_changed_rules_find_and_no_more(shop: Path, run: Run) -> None:
    (shop / "user.py").write_text(USER + C)
    assert run("baseline", "update", "--for-upgrade", cwd=shop).returncode == 1
    (shop / FILE).write_text((shop / FILE).read_text().replace("0.1.0", "0.0.9"))
    done = run("baseline", "update", "--for-upgrade", cwd=shop)
    assert done.returncode == 0
    assert lines(shop)[0] == HEAD
    assert new(run, shop) == []


def test_an_update_that_changes_nothing_writes_nothing(shop: Path, run: Run) -> None:
    before = (shop / FILE).stat()
    run("baseline", "update", cwd=shop)
    after = (shop / FILE).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_write_does_not_replace_what_is_there_unasked(shop: Path, run: Run) -> None:
    (shop / "user.py").write_text(USER + C)
    done = run("baseline", "write", cwd=shop)
    assert done.returncode == 2
    assert "`baseline update` keeps it in step" in done.stderr
    assert run("baseline", "write", "--force", cwd=shop).returncode == 0
    assert len(lines(shop)) == 5


def test_a_conflict_is_no_debt(shop: Path, run: Run) -> None:
    (shop / "torn.py").write_text("<<<<<<< ours\nx = 1\n=======\nx = 2\n>>>>>>> theirs\n")
    done = run("baseline", "write", "--force", cwd=shop)
    assert done.returncode == 1
    assert "UEC001" in done.stdout
    assert all("UEC00" not in line for line in lines(shop))
    assert run("check", cwd=shop).returncode == 1


def test_flake8_knows_it_too(shop: Path, environment: dict[str, str]) -> None:
    (shop / "user.py").write_text(USER.replace("return Old()", "return Old()  # noqa: UEC900", 1) + C)
    command = [sys.executable, "-m", "flake8", "--select", "UEC", "-j1"]
    done = subprocess.run(command, cwd=shop, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout == "./user.py:13:12: UEC900 call of deprecated `Old`; construct `Fresh` from `lib.new`\n"


def test_a_fix_leaves_what_is_known_alone(shop: Path, run: Run) -> None:
    run("check", "--fix", "--unsafe-fixes", cwd=shop)
    assert (shop / "user.py").read_text() == USER


def test_another_file_can_be_named(shop: Path, run: Run) -> None:
    (shop / FILE).rename(shop / "known.jsonl")
    assert len(new(run, shop)) == 3
    assert new(run, shop, "--baseline", "known.jsonl") == []
    (shop / "pyproject.toml").write_text(PYPROJECT.replace('"none"', '"none"\nbaseline = "known.jsonl"'))
    assert new(run, shop) == []
    (shop / "known.jsonl").unlink()
    done = run("check", cwd=shop)
    assert done.returncode == 2
    assert "the baseline cannot be read: No such file" in done.stderr


def test_a_torn_baseline_is_told_with_its_line(shop: Path, run: Run) -> None:
    with (shop / FILE).open("a") as stream:
        stream.write("=======\n")
    done = run("check", cwd=shop)
    assert done.returncode == 2
    assert f"{FILE}:5: a merge conflict" in done.stderr


def test_another_version_can_be_required(shop: Path, run: Run) -> None:
    (shop / "pyproject.toml").write_text(PYPROJECT.replace('"none"', '"none"\nrequired-version = ">=99"'))
    done = run("check", cwd=shop)
    assert done.returncode == 2
    assert (
        done.stderr
        == "error: pyproject.toml:3: required-version: this project takes flake8-uec >=99, and this is 0.1.0\n"
    )


def test_two_branches_that_shrink_it_merge(shop: Path, run: Run) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *identity, *arguments], cwd=shop, check=True, capture_output=True)

    git("init", "-b", "main")
    (shop / ".gitattributes").write_text(f"{FILE} merge=union\n")
    assert "gitattributes" not in run("baseline", "write", "--force", cwd=shop).stderr
    git("add", "-A")
    git("commit", "-m", "start")
    for branch, function in (("one", "a"), ("two", "b")):
        git("checkout", "-b", branch, "main")
        mended = USER.replace(f"def {function}():\n    return Old()", f"def {function}():\n    return 1")
        (shop / "user.py").write_text(mended)
        run("baseline", "update", cwd=shop)
        git("commit", "-am", branch)
    git("merge", "one")
    done = run("check", cwd=shop)
    assert done.returncode == 0
    assert "stale" in done.stderr
    run("baseline", "update", cwd=shop)
    assert lines(shop) == [HEAD, '{"path": "user.py", "code": "UEC901", "text": "Old"}']


# Renamed files, by git


def test_a_file_that_was_renamed_and_changed_keeps_what_is_known(shop: Path, run: Run) -> None:
    commit(shop)
    git(shop, "mv", "user.py", "moved.py")
    (shop / "moved.py").write_text(USER + C)
    commit(shop)
    assert new(run, shop) == ["moved.py:13 UEC900"]
    command = [sys.executable, "-m", "flake8", "--isolated", "--select", "UEC", "."]
    done = subprocess.run(command, cwd=shop, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("./moved.py:13:12: UEC900")
    assert done.stdout.count("\n") == 1
    assert "moved 3" in run("baseline", "update", cwd=shop).stdout
    assert all('"moved.py"' in line for line in lines(shop)[1:])


def test_a_copy_of_a_renamed_file_is_new(shop: Path, run: Run) -> None:
    commit(shop)
    git(shop, "mv", "user.py", "moved.py")
    (shop / "a_copy.py").write_text(USER)
    assert {one.partition(":")[0] for one in new(run, shop)} == {"a_copy.py"}


def test_what_is_mended_in_a_renamed_file_is_stale(shop: Path, run: Run) -> None:
    commit(shop)
    git(shop, "mv", "user.py", "moved.py")
    (shop / "moved.py").write_text(USER.replace("def b():\n    return Old()\n", "def b():\n    return 1\n"))
    assert run("baseline", "check", "--strict", cwd=shop).returncode == 1
    assert run("baseline", "update", cwd=shop).stdout.startswith("Removed 1, moved 2, added 0; 2 known")


# Runs that meet, and runs that are ended


def test_two_updates_at_once_lose_nothing(shop: Path, run: Run) -> None:
    write(shop, {f"more_{number}.py": USER for number in range(4)})
    run("baseline", "write", "--force", cwd=shop)
    for number in range(4):
        (shop / f"more_{number}.py").write_text("value = 1\n")
    # Each reads the file before any of them writes it.
    wait = "import time; from flake8_uec.frontends.cli import baseline as b; f = b._planned"
    wait += "; b._planned = lambda *a: (time.sleep(1), f(*a))[1]"
    with ThreadPoolExecutor(4) as pool:
        done = pool.map(lambda n: run("baseline", "update", f"more_{n}.py", cwd=shop, before=wait), range(4))
        assert [one.returncode for one in done] == [0] * 4
    assert len(lines(shop)) == 4
    assert run("baseline", "check", "--strict", cwd=shop).returncode == 0


@pytest.mark.parametrize("moment", ["os.fsync", "os.replace"])
def test_an_update_that_is_killed_leaves_the_file_whole(shop: Path, run: Run, moment: str) -> None:
    before = lines(shop)
    (shop / "user.py").write_text("value = 1\n")
    kill = f"import os; {moment} = lambda *_: os.kill(os.getpid(), 9)"
    assert run("baseline", "update", cwd=shop, before=kill).returncode == -9
    assert lines(shop) == before
    assert run("baseline", "update", cwd=shop).returncode == 0
    assert lines(shop) == [HEAD]
