"""`flake8-uec migrate`: what becomes of the files of a plan."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from tests.migration.conftest import TEST, Repo

FIXED = TEST.replace("lib.old", "lib.new").replace("Old", "Fresh")


def test_each_file_is_fixed_verified_and_committed_alone(repo: Repo) -> None:
    repo.write({"notes.txt": "mine"})
    done = repo.migrate()
    assert done.stdout == (
        "core 1/1 tests/core/test_a.py: committed: fixed 2\n"
        "others 1/1 tests/test_b.py: committed: fixed 2\n"
        "2 committed\n"
    )
    assert repo.subjects() == ["start", "Migrate tests/core/test_a.py", "Migrate tests/test_b.py"]
    assert repo.git("show", "--format=", "--name-only").split() == ["tests/test_b.py"]
    assert repo.git("log", "-1", "--format=%b") == (
        "UEC900 (2)\nBatch others, file 1 of 1\n#12\n"
        "Unsafe: UEC900, line 1: Replace with `lib.new.Fresh`\n"
        "Unsafe: UEC900, line 5: Replace with `lib.new.Fresh`"
    )
    assert repo.text("tests/test_b.py") == FIXED
    assert repo.git("status", "--porcelain") == "?? notes.txt"
    start = repo.git("for-each-ref", "--format=%(objectname)", "refs/flake8-uec/")
    assert start == repo.git("rev-parse", "HEAD~2")


def test_what_fails_afterwards_is_as_before_to_the_byte(repo: Repo) -> None:
    text = TEST.replace("\n", "\r\n") + "# fails\r\n"
    (repo.root / "tests/core/test_a.py").write_bytes(text.encode())
    repo.commit()
    repo.plan()
    before = os.stat(repo.root / "tests/core/test_a.py")
    done = repo.migrate(code=1)
    assert "tests/core/test_a.py: restored: passed before, and not after: exit code 1" in done.stdout
    assert (repo.root / "tests/core/test_a.py").read_bytes() == text.encode()
    after = os.stat(repo.root / "tests/core/test_a.py")
    assert (after.st_mtime_ns, after.st_mode) == (before.st_mtime_ns, before.st_mode)
    assert repo.statuses() == {"tests/core/test_a.py": "restored", "tests/test_b.py": "committed"}
    assert os.path.exists(repo.status()["log"])


def test_what_fails_before_and_after_is_for_a_person_unless_accepted(repo: Repo) -> None:
    repo.write({"tests/test_b.py": TEST + "# failed, fails\n"})
    repo.commit()
    repo.plan()
    assert "manual: fails before and after: exit code 1" in repo.migrate(code=1).stdout
    assert "committed: fixed 2" in repo.migrate("--accept-still-failing", "--batch", "others").stdout


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("edit", "it has changed since the plan"),
        ("stage", "it has changes that are not committed"),
        ("untrack", "it is not a file that git tracks"),
        ("delete", "it is gone"),
        ("link", "it is a symbolic link"),
    ],
)
def test_file_that_is_not_as_planned_and_committed_is_refused(repo: Repo, change: str, problem: str) -> None:
    path = repo.root / "tests/test_b.py"
    if change == "edit":
        path.write_text(TEST + "# mine\n")
    elif change == "stage":
        repo.write({"tests/test_b.py": TEST + "# mine\n"})
        repo.git("add", "-A")
        repo.write({"tests/test_b.py": TEST})
    elif change == "untrack":
        repo.git("rm", "-q", "--cached", "tests/test_b.py")
    else:
        path.rename(repo.root / "moved.py")
        if change == "link":
            path.symlink_to("../moved.py")
            repo.commit()
    done = repo.migrate("--batch", "others", code=1)
    assert f"tests/test_b.py: refused: {problem}" in done.stdout


def test_without_commit_files_are_left_changed(repo: Repo) -> None:
    head = repo.git("rev-parse", "HEAD")
    done = repo.run("migrate", "--plan", str(repo.plan_file), "--unsafe-fixes")
    assert "kept: fixed 2" in done.stdout
    assert (repo.text("tests/test_b.py"), repo.git("rev-parse", "HEAD")) == (FIXED, head)
    assert repo.run("migrate", "--plan", str(repo.plan_file), "--unsafe-fixes").stdout == "no file to migrate\n"
    repo.run("migrate", "rollback", "--batch", "core,others")
    assert repo.git("status", "--porcelain") == ""


def test_unsafe_fixes_only_where_asked_for_and_rules_choose(repo: Repo) -> None:
    plain = repo.run("migrate", "--plan", str(repo.plan_file), "--commit", code=1)
    assert "tests/test_b.py: open: no fix that this run may make" in plain.stdout
    assert "no file to migrate" in repo.migrate("--rules", "UEC1").stdout
    assert "2 committed" in repo.migrate("--rules", "UEC9").stdout


def test_dry_run_changes_nothing(repo: Repo) -> None:
    done = repo.migrate("--dry-run")
    assert "core 1/1 tests/core/test_a.py: would make 2 fixes, 2 of them unsafe\n" in done.stdout
    assert repo.git("status", "--porcelain") == ""
    assert not (repo.root / ".git/flake8-uec").exists()


def test_jobs_commit_in_the_order_of_the_plan_and_helpers_first(repo: Repo) -> None:
    helper = TEST.replace("test_size", "made")
    users = {f"tests/test_{name}.py": f"from tests.zz import made\n{TEST}" for name in "cdef"}
    slow = TEST + "# slow\n"
    repo.write({"tests/zz.py": helper, "tests/test_b.py": slow, "tests/test_g.py": TEST + "# fails\n", **users})
    (repo.root.parent / "check.py").write_text(
        "import pathlib, sys, time\ntext = pathlib.Path(sys.argv[1]).read_text()\n"
        "time.sleep(0.5 * ('slow' in text))\n"
        "helper = pathlib.Path('tests/zz.py').read_text()\n"
        "sys.exit('fails' in text and 'Fresh' in text or ('tests.zz' in text and 'Old' in helper))\n"
    )
    repo.commit()
    repo.plan()
    repo.migrate("--jobs", "3", code=1)
    order = ["core/test_a", "test_b", "zz", "test_c", "test_d", "test_e", "test_f"]
    assert repo.subjects()[2:] == [f"Migrate tests/{name}.py" for name in order]
    assert repo.statuses()["tests/test_g.py"] == "restored"
    assert repo.git("status", "--porcelain") == ""
    assert len(repo.git("worktree", "list").splitlines()) == 1


def test_work_tree_of_its_own_touches_nothing_of_the_users(repo: Repo) -> None:
    repo.write({"tests/test_b.py": "mine\n"})
    head = repo.git("rev-parse", "HEAD")
    done = repo.migrate("--worktree", "carried")
    assert "2 committed" in done.stdout
    assert (repo.git("rev-parse", "HEAD"), repo.text("tests/test_b.py")) == (head, "mine\n")
    assert repo.git("show", "carried:tests/test_b.py") == FIXED.rstrip()
    assert len(repo.git("worktree", "list").splitlines()) == 1
    assert "no file to migrate" in repo.migrate("--worktree", "carried").stdout


def test_what_a_person_has_edited_is_committed_where_it_is_better(repo: Repo) -> None:
    repo.write({"tests/core/test_a.py": FIXED + "# by hand\n", "tests/test_b.py": TEST + TEST})
    done = repo.migrate("--no-fix", code=1)
    assert "tests/core/test_a.py: committed: fixed 2" in done.stdout
    assert "tests/test_b.py: open: it has no fewer findings afterwards" in done.stdout
    assert repo.text("tests/core/test_a.py").endswith("# by hand\n")
    assert repo.git("status", "--porcelain") == " M tests/test_b.py"


def test_new_finding_of_a_person_is_told(repo: Repo) -> None:
    new = FIXED + "\n\ndef other():\n    from lib.old import Old\n"
    repo.write({"tests/test_b.py": new})
    assert "open: it has a new finding: UEC900 on line 9" in repo.migrate("--no-fix", code=1).stdout
    assert repo.text("tests/test_b.py") == new


def test_batch_that_breaks_the_whole_is_rolled_back_and_the_run_ends(repo: Repo) -> None:
    whole = f"{sys.executable} -S -c \"import sys; sys.exit('Fresh' in open('tests/core/test_a.py').read())\""
    done = repo.migrate("--verify-batch", whole, code=2)
    assert "batch core passed `--verify-batch` before, and not after: it was rolled back" in done.stderr
    assert repo.text("tests/core/test_a.py") == TEST
    assert repo.subjects()[1:] == ["Migrate tests/core/test_a.py", 'Revert "Migrate tests/core/test_a.py"']
    assert repo.statuses() == {"tests/core/test_a.py": "rolled back"}


def test_environment_that_is_broken_ends_the_run(repo: Repo) -> None:
    done = repo.migrate("--max-failures", "1", "--verify", f"{sys.executable} -c 1/0", code=2)
    assert "1 files in a row failed: is the environment in order?" in done.stderr
    assert repo.statuses() == {"tests/core/test_a.py": "manual"}
    assert "cannot be started" in repo.migrate("--verify", "./no-such-program {path}", code=2).stderr
    assert "No closing quotation" in repo.migrate("--verify", "'", code=2).stderr


def test_hook_that_refuses_a_commit_leaves_no_trace(repo: Repo) -> None:
    hook = repo.root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho no thanks >&2\nexit 1\n")
    hook.chmod(0o755)
    done = repo.migrate(code=1)
    assert "restored: it cannot be committed: git commit: no thanks" in done.stdout
    assert (repo.git("status", "--porcelain"), repo.subjects()) == ("", ["start"])


def test_timeout_and_slowdown_are_failures(repo: Repo) -> None:
    slow = f"{sys.executable} -S -c \"import time; time.sleep(1.5 * ('Fresh' in open('{{path}}').read()))\""
    assert "took 1." in repo.migrate("--batch", "core", "--verify", slow, "--max-slowdown", "3", code=1).stdout
    done = repo.migrate("--batch", "core", "--verify", slow, "--verify-timeout", "0.7", code=1)
    assert "restored: passed before, and not after: it took more than 0.7 s" in done.stdout


def test_interrupt_ends_after_the_current_file_and_resume_goes_on(repo: Repo) -> None:
    (repo.root.parent / "check.py").write_text("import time\ntime.sleep(0.4)\n")
    arguments = ["migrate", "--plan", str(repo.plan_file), "--unsafe-fixes", "--commit", "--verify", repo.verify]
    signals = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    main = "from flake8_uec.frontends.cli.main import main; raise SystemExit(main())"
    command = [sys.executable, "-c", f"{signals}; {main}", *arguments]
    process = subprocess.Popen(command, cwd=repo.root, env=repo.environment, stdout=subprocess.PIPE, text=True)
    _wait_for((repo.root / ".git/flake8-uec/journal.jsonl").exists)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out.count("committed: ") == len(repo.subjects()) - 1 == 1
    assert "others 1/1 tests/test_b.py: committed: " in repo.run("migrate", "--resume").stdout
    assert repo.subjects() == ["start", "Migrate tests/core/test_a.py", "Migrate tests/test_b.py"]
    assert "there is no run to go on with" in repo.run("migrate", "--resume", code=2).stderr


def _wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(200):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come")


def test_rollback_of_a_file_and_of_a_batch(repo: Repo) -> None:
    repo.migrate()
    preview = repo.run("migrate", "rollback", "--batch", "core", "--dry-run").stdout
    assert "would revert" in preview
    assert "Migrate tests/core/test_a.py" in preview
    assert repo.run("migrate", "rollback", "--file", "tests/test_b.py").stdout == "Rolled back 1 file.\n"
    assert repo.text("tests/test_b.py") == TEST
    assert repo.statuses() == {"tests/core/test_a.py": "committed", "tests/test_b.py": "rolled back"}
    for more in ([], ["--dry-run"]):
        again = repo.run("migrate", "rollback", "--file", "tests/test_b.py", *more, code=2)
        assert "nothing to roll back" in again.stderr
    unknown = repo.run("migrate", "rollback", "--batch", "P9", code=2)
    assert "no migration had a file of a batch `P9`: there were core, others" in unknown.stderr
    repo.run("migrate", "rollback", "--batch", "core")
    assert repo.git("diff", "--stat", "HEAD~4") == ""


def test_rollback_in_conflict_stops_before_touching_anything(repo: Repo) -> None:
    repo.migrate()
    repo.write({"tests/test_b.py": FIXED.replace("lib.new", "lib.newer")})
    repo.commit("Take the newer one")
    head = repo.git("rev-parse", "HEAD")
    done = repo.run("migrate", "rollback", "--batch", "core", "--batch", "others", code=2)
    assert "tests/test_b.py: it conflicts with" in done.stderr
    assert "(Take the newer one)" in done.stderr
    assert (repo.git("rev-parse", "HEAD"), repo.git("status", "--porcelain")) == (head, "")


def test_status_of_nothing_and_of_a_run(repo: Repo) -> None:
    assert repo.run("migrate", "status").stdout == "No migration was started in this repository.\n"
    repo.migrate()
    lines = repo.run("migrate", "status").stdout.splitlines()
    assert lines[0].endswith(": finished, 2 of 2 files")
    assert lines[2:] == ["Batch   Files  Committed", "core        1          1", "others      1          1"]


def test_run_that_was_killed_is_told_of(repo: Repo) -> None:
    repo.migrate()
    journal = repo.root / ".git/flake8-uec/journal.jsonl"
    journal.write_text("".join(journal.read_text().splitlines(keepends=True)[:-1]))
    status = repo.run("migrate", "status").stdout
    assert ": interrupted, 2 of 2 files" in status
    assert "`flake8-uec migrate --resume` goes on with it" in status
    assert "was not finished: this is another" in repo.migrate().stderr
    assert "was not finished" not in repo.migrate().stderr


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ((), "`--plan FILE` is missing"),
        (("--plan", "PLAN", "--commit", "--worktree", ""), "`--worktree` needs the name of a branch"),
        (("--plan", "PLAN", "--verify", "no-such-program {path}"), "`no-such-program` cannot be found"),
        (("--plan", "PLAN", "--batch", "P9"), "the plan has no batch `P9`: it has core, others"),
        (("--plan", "PLAN", "--rules", "UEC999"), "unknown rule selector `UEC999`"),
        (("--plan", "PLAN", "--jobs", "2"), "`--jobs` needs `--commit`"),
        (("--plan", "PLAN", "--worktree", "x"), "`--worktree` needs `--commit`"),
        (("rollback",), "what is to be rolled back?"),
        (("--resume",), "there is no run to go on with"),
    ],
)
def test_wrong_usage(repo: Repo, arguments: tuple[str, ...], problem: str) -> None:
    words = [str(repo.plan_file) if word == "PLAN" else word for word in arguments]
    assert problem in repo.run("migrate", *words, code=2).stderr


def test_only_a_repository_that_is_ready_is_changed(repo: Repo) -> None:
    (repo.root / ".git/MERGE_HEAD").write_text(repo.git("rev-parse", "HEAD"))
    assert "a merge is under way" in repo.migrate(code=2).stderr
    (repo.root / ".git/MERGE_HEAD").unlink()
    holder = "import fcntl, sys, time; f = open(sys.argv[1], 'w'); fcntl.flock(f, 2); print(flush=True); time.sleep(2)"
    command = [sys.executable, "-c", holder, str(repo.root / ".git/flake8-uec/lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        started = time.monotonic()
        assert "2 committed" in repo.migrate().stdout
        assert time.monotonic() - started > 1
