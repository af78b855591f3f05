"""`--diff-base`: what a change brought, wherever it shows."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.frontends.conftest import OLD_USER, PYPROJECT, Run, write
from tests.frontends.repository import commit, git

BASES = """
[tool.flake8-uec.bases]
names = ["lib.base.Base"]
"""


@pytest.fixture
def repository(project: Path) -> Path:
    """The project, committed: two findings in `user.py`."""
    commit(project)
    return project


@pytest.fixture
def tests(project: Path) -> Path:
    """The project with a test class that reaches its base through a helper; committed."""
    write(
        project,
        {
            "pyproject.toml": PYPROJECT + BASES,
            "lib/base.py": "class Base: ...\n",
            "helpers.py": "from lib.base import Base\n\n\nclass Mid(Base): ...\n",
            "shared.py": "from helpers import *\n",
            "test_a.py": "from shared import Mid\n\n\nclass TestA(Mid):\n    def test_it(self): ...\n",
        },
    )
    commit(project)
    return project


def found(run: Run, *options: str) -> list[str]:
    """Return `path:line: code` of what is new since the last commit."""
    done = run("check", "--diff-base", "HEAD", "--output-format", "json", *options)
    assert done.returncode == bool(json.loads(done.stdout)), done.stderr
    return [f"{Path(one['filename']).name}:{one['location']['row']}: {one['code']}" for one in json.loads(done.stdout)]


def test_nothing_is_new_where_nothing_has_changed(repository: Path, run: Run) -> None:
    done = run("check", "--diff-base", "HEAD", "--verbose")
    assert (done.returncode, done.stdout) == (0, "All checks passed!\n")
    assert "Checked 0 files" in done.stderr


def test_moved_lines_are_old_and_added_ones_new(repository: Path, run: Run) -> None:
    (repository / "user.py").write_text(f"# moved\n\n\n{OLD_USER}other = Old()\n")
    assert found(run) == ["user.py:7: UEC900"]


def test_one_fixed_and_one_new_do_not_balance(repository: Path, run: Run) -> None:
    (repository / "user.py").write_text("from lib.old import Old\n\n\ndef c():\n    return Old()\n")
    assert found(run) == ["user.py:5: UEC900"]


def test_edit_breaks_an_untouched_line(repository: Path, run: Run) -> None:
    write(repository, {"b.py": "from lib.new import Fresh as Old\n\nvalue = Old()\n"})
    commit(repository)
    write(repository, {"b.py": "from lib.old import Old\n\nvalue = Old()\n"})
    assert found(run) == ["b.py:1: UEC900", "b.py:3: UEC900"]


def test_edit_breaks_another_files_test_class_through_a_star(tests: Path, run: Run) -> None:
    write(tests, {"helpers.py": "class Mid: ...\n"})
    assert found(run) == ["test_a.py:4: UEC401"]


def test_new_module_takes_the_place_of_a_name(tests: Path, run: Run) -> None:
    write(tests, {"helpers/__init__.py": "class Mid: ...\n"})
    assert found(run) == ["test_a.py:4: UEC401"]


def test_module_that_is_gone(tests: Path, run: Run) -> None:
    write(tests, {"test_a.py": "from lib.base import Base\n\n\nclass TestA(Base): ...\n", "lib/x.py": "class X: ...\n"})
    write(tests, {"b.py": "import lib.x\nfrom lib.old import Old\n"})
    commit(tests)
    (tests / "lib/x.py").unlink()
    done = run("check", "--diff-base", "HEAD", "--show-files")
    assert [Path(line).name for line in done.stdout.splitlines()] == ["b.py"]


def test_files_that_do_not_depend_on_the_change_are_not_linted(tests: Path, run: Run) -> None:
    (tests / "helpers.py").write_text('"""Moved."""\n\nfrom lib.base import Base\n\n\nclass Mid(Base): ...\n')
    done = run("check", "--diff-base", "HEAD", "--show-files")
    assert [Path(line).name for line in done.stdout.splitlines()] == ["helpers.py"]


def test_pytest_configuration_decides_what_is_collected(tests: Path, run: Run) -> None:
    write(
        tests, {"check_b.py": "class CheckB:\n    def check_it(self): ...\n", "tests/check_c.py": "class TestC: ...\n"}
    )
    write(tests, {"tests/check_c.py": "class TestC:\n    def test_it(self): ...\n"})
    commit(tests)
    write(tests, {"pytest.ini": "[pytest]\npython_files = check_*.py\n"})
    assert found(run) == ["check_c.py:1: UEC401"]


# Names


def test_renamed_file_keeps_what_is_known(repository: Path, run: Run) -> None:
    git(repository, "mv", "user.py", "renamed.py")
    (repository / "renamed.py").write_text(f"{OLD_USER}more = Old()\n")
    assert found(run) == ["renamed.py:4: UEC900"]


def test_file_that_git_was_not_told_of_keeps_what_is_known(repository: Path, run: Run) -> None:
    (repository / "user.py").rename(repository / "renamed.py")
    assert found(run) == []


def test_file_that_git_takes_for_another_is_new(repository: Path, run: Run) -> None:
    (repository / "user.py").unlink()
    other = "\n".join(f"def function_{number}():\n    return {number}\n" for number in range(20))
    write(repository, {"other.py": f"{OLD_USER}\n\n{other}"})
    git(repository, "add", "-A")
    assert found(run) == ["other.py:1: UEC900", "other.py:3: UEC900"]


def test_second_copy_of_a_file_that_is_gone_is_new(repository: Path, run: Run) -> None:
    (repository / "user.py").rename(repository / "a.py")
    write(repository, {"b.py": OLD_USER})
    assert found(run) == ["b.py:1: UEC900", "b.py:3: UEC900"]


def test_copy_is_new(repository: Path, run: Run) -> None:
    write(repository, {"copy.py": OLD_USER})
    assert found(run) == ["copy.py:1: UEC900", "copy.py:3: UEC900"]


def test_ignored_files_count_as_unchanged(repository: Path, run: Run) -> None:
    write(repository, {".gitignore": "made.py\n", "made.py": OLD_USER})
    assert found(run, "--no-respect-gitignore") == []


# Branches


def test_the_commit_where_the_branch_began_counts(repository: Path, run: Run) -> None:
    git(repository, "branch", "-f", "trunk")
    write(repository, {"mine.py": OLD_USER})
    commit(repository)
    git(repository, "branch", "topic")
    git(repository, "checkout", "-q", "trunk")
    write(repository, {"user.py": "value = 1\n"})
    commit(repository)
    git(repository, "checkout", "-q", "topic")
    done = run("check", "--diff-base", "trunk", "--output-format", "concise")
    assert [line.partition(":")[0] for line in done.stdout.splitlines()[:2]] == ["mine.py", "mine.py"]


@pytest.mark.parametrize("branch", ["topic", "main"])
def test_shallow_clone_names_the_command_that_mends_it(repository: Path, run: Run, tmp_path: Path, branch: str) -> None:
    git(repository, "checkout", "-q", "-B", "main")
    git(repository, "checkout", "-q", "-b", "topic")
    write(repository, {"mine.py": OLD_USER})
    commit(repository)
    git(repository, "checkout", "-q", "main")
    write(repository, {"other.py": "value = 2\n"})
    commit(repository)
    clone = tmp_path / "clone"
    options = ("--depth", "1", "--branch", "topic", *(("--no-single-branch",) if branch == "main" else ()))
    git(tmp_path, "clone", "-q", *options, f"file://{repository}", str(clone))
    done = run("check", "--diff-base", "origin/main", cwd=clone)
    assert (done.returncode, done.stdout) == (2, "")
    command = "git fetch" + done.stderr.strip().rpartition("git fetch")[2]
    subprocess.run(shlex.split(command), cwd=clone, check=True, capture_output=True)
    done = run("check", "--diff-base", "origin/main", "--output-format", "concise", cwd=clone)
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("mine.py:1:")


def test_what_cannot_be_compared_with(repository: Path, run: Run, tmp_path: Path) -> None:
    done = run("check", "--diff-base", "missing")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"error: `missing` is no commit of the repository `{repository}`\n"
    write(tmp_path / "outside", {"a.py": OLD_USER})
    done = run("check", "--diff-base", "HEAD", cwd=tmp_path / "outside")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: `.` lies in no git repository")


def test_histories_that_have_nothing_in_common(repository: Path, run: Run) -> None:
    first = git(repository, "rev-parse", "HEAD")
    git(repository, "checkout", "-q", "--orphan", "alone")
    commit(repository, "alone")
    done = run("check", "--diff-base", first)
    assert done.returncode == 2
    assert done.stderr == f"error: `{first}` and HEAD have no commit in common\n"


def test_repository_without_a_commit(project: Path, run: Run) -> None:
    git(project, "init", "-q")
    done = run("check", "--diff-base", "HEAD")
    assert done.returncode == 2
    assert "which has none yet" in done.stderr


# In company


def test_known_findings_of_a_baseline_stay_known(repository: Path, run: Run) -> None:
    write(repository, {"debt.py": OLD_USER})
    assert run("baseline", "write").returncode == 0
    (repository / "debt.py").write_text(f"{OLD_USER}more = Old()\n")
    done = run("check", "--diff-base", "HEAD", "--output-format", "concise")
    assert done.stdout.startswith("debt.py:4:")
    assert "Found 1 error." in done.stdout
    assert "stale" not in done.stderr


def test_only_new_findings_are_fixed(repository: Path, run: Run) -> None:
    write(repository, {"user.py": f"{OLD_USER}# touched\n", "new.py": OLD_USER})
    done = run("check", "--diff-base", "HEAD", "--fix", "--unsafe-fixes")
    assert done.returncode == 0, done.stdout
    assert (repository / "user.py").read_text() == f"{OLD_USER}# touched\n"
    assert (repository / "new.py").read_text() == "from lib.new import Fresh\n\nvalue = Fresh()\n"


def test_selected_codes_only(repository: Path, run: Run) -> None:
    write(repository, {"new.py": OLD_USER, "broken.txt": "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n"})
    git(repository, "add", "-A")
    assert found(run, "--select", "UEC9") == ["new.py:1: UEC900", "new.py:3: UEC900"]
    assert found(run, "--select", "UEC001")[0] == "broken.txt:1: UEC001"


def test_conflict_is_never_old(repository: Path, run: Run) -> None:
    conflict = "<<<<<<< a\nx = 1\n=======\nx = 2\n>>>>>>> b\n"
    write(repository, {"c.py": conflict})
    commit(repository)
    assert found(run) == []
    write(repository, {"c.py": f"{conflict}y = 1\n"})
    assert found(run, "--select", "UEC001") == [f"c.py:{line}: UEC001" for line in (1, 3, 5)]


def test_options_that_do_not_go_together(repository: Path, run: Run) -> None:
    for options in (("-",), ("--affected",), ("--stdin-filename", "a.py")):
        assert run("check", "--diff-base", "HEAD", *options).returncode == 2
    for action in ("write", "update"):
        assert run("baseline", action, "--diff-base", "HEAD").returncode == 2


# Affected


def test_affected_files_are_told_as_a_whole(tests: Path, run: Run) -> None:
    write(tests, {"helpers.py": "class Mid: ...\n", "user.py": f"{OLD_USER}# touched\n"})
    done = run("check", "--affected", "--output-format", "concise")
    assert [line.partition(": ")[0] for line in done.stdout.splitlines()[:3]] == [
        "test_a.py:4:7",
        "user.py:1:21",
        "user.py:3:9",
    ]


def test_affected_compares_with_where_pre_commit_began(tests: Path, run: Run) -> None:
    before = git(tests, "rev-parse", "HEAD")
    write(tests, {"helpers.py": "class Mid: ...\n"})
    commit(tests)
    assert run("check", "--affected", "--show-files").stdout == ""
    for done in (
        run("check", "--affected", "--show-files", env={"PRE_COMMIT_FROM_REF": before}),
        run("check", f"--affected={before}", "--show-files"),
    ):
        assert [Path(line).name for line in done.stdout.splitlines()] == ["helpers.py", "shared.py", "test_a.py"]


def test_file_that_could_not_be_read_before(repository: Path, run: Run) -> None:
    (repository / "b.py").write_bytes(b"\xff\xfe")
    (repository / "c.py").write_text("def (:\n")
    commit(repository)
    write(repository, {"b.py": OLD_USER, "c.py": OLD_USER})
    assert found(run) == ["b.py:1: UEC900", "b.py:3: UEC900", "c.py:1: UEC900", "c.py:3: UEC900"]
