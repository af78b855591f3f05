"""What a migration must not do: lose, keep or commit what is not its own, whatever happens around it."""

from __future__ import annotations

import json
import shutil
import sys

import pytest

from tests.migration.conftest import TEST, Repo

FIXED = TEST.replace("lib.old", "lib.new").replace("Old", "Fresh")
OLD = "class Old:\n    size = 1\n"
OLDER = '[[tool.flake8-uec.deprecated]]\nname = "lib.old.Older"\nreplacement = "lib.new.Fresh"\ncode = "UEC901"\n'


def test_file_of_an_earlier_run_is_migrated_again_where_a_new_plan_has_it(repo: Repo) -> None:
    repo.write({"tests/test_b.py": TEST + "from lib.old import Older\n\nOlder()\n"})
    repo.commit()
    repo.plan()
    repo.migrate()
    repo.write({"pyproject.toml": repo.text("pyproject.toml") + OLDER, "lib/old.py": OLD + "class Older(Old): ...\n"})
    repo.commit("Deprecate more")
    repo.plan()
    assert repo.migrate().stdout.splitlines()[-1] == "1 committed"
    assert "Older" not in repo.text("tests/test_b.py")


def test_index_that_is_in_use_leaves_no_trace(repo: Repo) -> None:
    (repo.root / ".git/index.lock").touch()
    assert "restored: it cannot be committed" in repo.migrate(code=1).stdout
    (repo.root / ".git/index.lock").unlink()
    assert (repo.git("status", "--porcelain"), repo.subjects()) == ("", ["start"])


def journal_until(repo: Repo, event: str, times: int) -> None:
    """Cut the journal off behind an event, as a run that is killed then leaves it."""
    file = repo.root / ".git/flake8-uec/journal.jsonl"
    lines = file.read_text().splitlines(keepends=True)
    ends = [at for at, line in enumerate(lines, 1) if json.loads(line)["event"] == event]
    file.write_text("".join(lines[: ends[times - 1]]))


def test_resumed_run_verifies_the_batch_that_was_not(repo: Repo) -> None:
    script = "import pathlib, sys; sys.exit('Fresh' in pathlib.Path('tests/core/test_a.py').read_text())"
    (repo.root.parent / "whole.py").write_text(script)
    verify = ["--verify-batch", f"{sys.executable} {repo.root.parent / 'whole.py'}"]
    repo.migrate("--batch", "core", *verify, code=2)
    repo.git("revert", "--no-edit", "HEAD")
    journal_until(repo, "file", 1)
    done = repo.run("migrate", "--resume", code=2)
    assert "batch core passed `--verify-batch` before, and not after: it was rolled back" in done.stderr
    assert "Old" in repo.text("tests/core/test_a.py")


def test_projects_of_one_repository_are_told_apart(repo: Repo) -> None:
    for name in ("one", "two"):
        for path in ("lib", "tests", "pyproject.toml"):
            whole = repo.root / path
            copy = shutil.copytree if whole.is_dir() else shutil.copy
            (repo.root / name).mkdir(exist_ok=True)
            copy(whole, repo.root / name / path)
    repo.commit("Take two projects")
    for name in ("one", "two"):
        repo.run("plan", "-q", "-o", "../../plan.json", cwd=repo.root / name)
        arguments = ["--plan", "../../plan.json", "--unsafe-fixes", "--commit"]
        repo.run("migrate", *arguments, cwd=repo.root / name)
    done = repo.run("migrate", "rollback", "--file", "tests/test_b.py", cwd=repo.root / "one")
    assert done.stdout == "Rolled back 1 file.\n"
    assert (repo.text("one/tests/test_b.py"), repo.text("two/tests/test_b.py")) == (TEST, FIXED)
    assert repo.run("migrate", "status").stdout == "No migration was started in this repository.\n"


def test_file_that_git_overlooks_is_refused(repo: Repo) -> None:
    repo.write({"tests/test_b.py": TEST + "# mine\n"})
    repo.git("update-index", "--assume-unchanged", "tests/test_b.py")
    (repo.root / "tests/test_b.py").write_text(TEST)
    assert "git was told to overlook" in repo.migrate(code=1).stdout
    assert repo.statuses()["tests/test_b.py"] == "refused"


@pytest.mark.parametrize("when", ["Old", "Fresh"])
def test_file_that_the_verify_command_deletes_is_put_back(repo: Repo, when: str) -> None:
    script = f"import os, sys; p = sys.argv[1]; '{when}()' in open(p).read() and os.unlink(p)"
    (repo.root.parent / "rm.py").write_text(script)
    done = repo.migrate("--verify", f"{sys.executable} {repo.root.parent / 'rm.py'} {{path}}", code=1)
    assert "the verify command has deleted it: it was put back" in done.stdout
    assert repo.git("status", "--porcelain") == ""


def test_hook_that_deletes_the_file_loses_nothing(repo: Repo) -> None:
    hook = repo.root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nrm -f tests/core/test_a.py\nexit 1\n")
    hook.chmod(0o755)
    repo.migrate("--batch", "core", code=1)
    assert repo.text("tests/core/test_a.py") == TEST
    assert repo.git("status", "--porcelain") == ""


def test_new_run_brings_to_an_end_what_a_killed_one_began(repo: Repo) -> None:
    repo.migrate()
    repo.git("reset", "-q", "--hard", "HEAD~2")
    journal_until(repo, "change", 1)
    repo.write({"tests/core/test_a.py": FIXED})
    assert "2 committed" in repo.migrate().stdout


def test_what_was_undone_by_hand_is_not_rolled_back(repo: Repo) -> None:
    repo.migrate()
    repo.write({"tests/core/test_a.py": TEST})
    repo.commit("Undo it")
    assert "nothing to roll back" in repo.run("migrate", "rollback", "--batch", "core", code=2).stderr
    assert repo.run("migrate", "rollback", "--batch", "core,others").stdout == "Rolled back 1 file.\n"


def test_revert_that_was_reverted_can_be_rolled_back(repo: Repo) -> None:
    repo.git("config", "revert.reference", "true")
    repo.migrate()
    repo.run("migrate", "rollback", "--batch", "core")
    repo.git("-c", "revert.reference=false", "revert", "--no-edit", "HEAD")
    assert repo.run("migrate", "rollback", "--batch", "core").stdout == "Rolled back 1 file.\n"
    assert repo.text("tests/core/test_a.py") == TEST


def test_work_trees_of_others_are_left_alone(repo: Repo) -> None:
    repo.git("worktree", "add", "-q", str(repo.root.parent / "mine"), "-b", "mine")
    (repo.root.parent / "mine").rename(repo.root.parent / "moved")
    repo.migrate("--jobs", "2")
    assert "mine" in repo.git("worktree", "list")
    assert len(repo.git("worktree", "list").splitlines()) == 2


def test_no_fix_leaves_alone_what_is_gone_or_a_link(repo: Repo) -> None:
    (repo.root / "tests/test_b.py").unlink()
    (repo.root / "tests/core/test_a.py").unlink()
    (repo.root / "tests/core/test_a.py").symlink_to("../../lib/old.py")
    done = repo.run("migrate", "--plan", str(repo.plan_file), "--no-fix", "--commit", code=1)
    assert "tests/core/test_a.py: refused: it is a symbolic link" in done.stdout
    assert "tests/test_b.py: refused: it is gone" in done.stdout


def test_what_a_hook_changes_and_adds_is_committed_and_leaves_no_trace(repo: Repo) -> None:
    hook = repo.root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nfor f in $(git diff --cached --name-only); do echo '# fmt' >> $f; git add $f; done\n")
    with hook.open("a") as stream:
        stream.write("date +%N >> extra.txt; git add extra.txt\n")
    hook.chmod(0o755)
    assert "2 committed" in repo.migrate().stdout
    assert repo.git("status", "--porcelain") == ""
    assert repo.text("tests/test_b.py") == FIXED + "# fmt\n"
    assert repo.run("migrate", "rollback", "--file", "tests/test_b.py").stdout == "Rolled back 1 file.\n"
