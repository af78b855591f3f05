"""The findings over the history of a repository."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from flake8_uec.migration import history
from flake8_uec.migration.past import commits
from flake8_uec.migration.repository import Repository
from flake8_uec.migration.tracker import Tracker
from flake8_uec.model.history import Burndown
from flake8_uec.project.config import Resolver
from flake8_uec.project.overrides import Overrides
from flake8_uec.project.session import Session
from flake8_uec.project.vocabulary import known
from tests.migration.browser import opened
from tests.migration.conftest import PYPROJECT, TEST, Repo

USER = "from lib.shim import Item\n\nitem = Item()\n"


def told(repo: Repo, *arguments: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(repo.run("history", "--output-format", "json", *arguments).stdout)
    return value


def full(repo: Repo, commit: str, folder: Path) -> Counter[str]:
    """Return what a full run over a commit's files finds, by today's configuration."""
    shutil.rmtree(folder, ignore_errors=True)
    repo.git("worktree", "prune")
    repo.git("worktree", "add", "-q", "--detach", str(folder), commit)
    (folder / "pyproject.toml").write_text(PYPROJECT)
    resolver = Resolver(known(), Overrides(baseline=""), directory=str(folder))
    return Counter(one.code for one in Session(resolver, 1).check([str(folder)]).diagnostics)


def make_history(repo: Repo, steps: int, seed: int) -> None:
    """Commit random changes of which some bear on files that stay as they are."""
    chance = random.Random(seed)
    shims = (
        "from lib.old import Old as Item\n",
        "from lib.new import Fresh as Item\n",
        "Item = int\n",
        "def broken(:\n",
        "",
    )
    others = (TEST, TEST + "x = Old  # noqa: UEC900\n", USER, "from lib.shim import *\n\nItem()\n", "value = 1\n")
    for number in range(steps):
        match chance.randrange(6):
            case 0 | 1:
                repo.write({"lib/shim.py": chance.choice(shims)})
            case 2:
                repo.write({f"tests/test_{chance.randrange(4)}.py": chance.choice(others)})
            case 3:
                (repo.root / "lib/__init__.py").write_text(chance.choice(("", "from lib.old import Old\n")))
            case 4:
                (repo.root / "lib/shim.py").unlink(missing_ok=True)
                repo.write({"lib/shim/__init__.py": chance.choice(shims)})
            case _:
                shutil.rmtree(repo.root / "lib/shim", ignore_errors=True)
                repo.write({"notes.txt": chance.choice(("", "<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n"))})
        repo.git("add", "-A")
        repo.git("commit", "-q", "--allow-empty", "-m", f"change {number}")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_commit_is_as_a_full_run_has_it(repo: Repo, tmp_path: Path, seed: int) -> None:
    repo.write({"tests/test_0.py": USER, "tests/test_1.py": USER, "lib/shim.py": "from lib.old import Old as Item\n"})
    repo.commit()
    make_history(repo, 20, seed)
    found = told(repo)
    numbers = []
    for at, commit in enumerate(found["commits"]):
        expected = full(repo, commit["commit"], tmp_path / "tree")
        now = Counter({code: counts[at] for code, counts in found["rules"].items() if counts[at]})
        assert now == expected, commit["subject"]
        numbers.append(sum(now.values()))
        if at:
            change = sum(commit["added"].values()) - sum(commit["removed"].values())
            assert change == numbers[-1] - numbers[-2]
    assert len({*numbers}) > 4


def test_who_added_and_who_removed(repo: Repo) -> None:
    repo = Repo(repo.root, {**repo.environment, "GIT_AUTHOR_NAME": "Ann"})
    repo.write({"tests/test_c.py": TEST})
    repo.commit()
    repo = Repo(repo.root, {**repo.environment, "GIT_AUTHOR_NAME": "Bob"})
    repo.git("mv", "tests/test_c.py", "tests/test_d.py")
    repo.commit()
    repo.write({"tests/test_d.py": TEST.replace("size == 1", "size == 2")})
    repo.commit()
    (repo.root / "tests/test_d.py").unlink()
    repo.commit()
    assert told(repo)["authors"] == [
        {"name": "Bob", "added": 0, "removed": 2, "commits": 1},
        {"name": "Ann", "added": 2, "removed": 0, "commits": 1},
    ]


def follow(repo: Repo, stop_after: int = 0) -> Burndown:
    repository = Repository(str(repo.root))

    def count(done: int, total: int) -> None:
        if done == stop_after:
            raise KeyboardInterrupt

    resolver = Resolver(known(), Overrides(baseline=""), directory=str(repo.root))
    return history.burndown(repository, resolver, commits(repository), 1, count)


def test_ended_run_goes_on_and_second_run_looks_at_nothing(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_history(repo, 8, 4)
    copy = tmp_path / "copy"
    shutil.copytree(repo.root, copy)
    with pytest.raises(KeyboardInterrupt):
        follow(repo, stop_after=4)
    went: list[str] = []
    go_to = Tracker.go_to

    def seen(tracker: Tracker, commit: Any) -> Any:
        went.append(commit.subject)
        return go_to(tracker, commit)

    monkeypatch.setattr(Tracker, "go_to", seen)
    resumed = follow(repo)
    assert went == [f"change {number}" for number in range(2, 8)]
    went.clear()
    assert follow(repo) == resumed
    assert went == []
    assert follow(Repo(copy, repo.environment)) == resumed


def test_range_of_commits(repo: Repo) -> None:
    make_history(repo, 5, 5)

    def subjects(*arguments: str) -> list[str]:
        return [one["subject"] for one in told(repo, *arguments)["commits"]]

    assert subjects("--every", "2") == ["change 0", "change 2", "change 4"]
    assert subjects("--since", "HEAD~1") == ["change 3", "change 4"]
    assert subjects("--since", "HEAD~5")[0] == "start"
    assert subjects("--since", "2000-01-01")[0] == "start"
    assert "there is no commit since" in repo.run("history", "--since", "2090-01-01", code=2).stderr
    assert "`nonsense` is neither a commit nor a date" in repo.run("history", "--since", "nonsense", code=2).stderr


def test_text_and_csv_are_for_a_reader_and_a_spreadsheet(repo: Repo) -> None:
    repo.write({"tests/test_b.py": ""})
    repo.git("add", "-A")
    repo.git("commit", "-qm", "=cmd() and, more")
    lines = repo.run("history").stdout.splitlines()
    assert lines[2].split()[2:5] == ["2", "+0", "-2"]
    header, *rows = repo.run("history", "--output-format", "csv").stdout.splitlines()
    assert header == "commit,date,author,subject,total,added,removed,UEC900"
    assert rows[1].endswith(',a@b.c,"\'=cmd() and, more",2,0,2,2')


def test_page_in_a_browser(repo: Repo, tmp_path: Path) -> None:
    make_history(repo, 6, 6)
    repo.git("commit", "-q", "--allow-empty", "-m", "<img src=x onerror=alert(1)></script>")
    page = tmp_path / "history.html"
    repo.run("history", "--output-format", "html", "-o", str(page))
    with opened(page, 400, "dark") as shown:
        shown.locator("#history-rule").select_option("UEC900")
        assert shown.locator("#history .chart .scatterlayer path").count() > 0
        assert shown.locator("img").count() == 0
        assert shown.evaluate("document.documentElement.scrollWidth") <= 400


def test_each_commit_is_judged_by_the_policy_of_its_day(repo: Repo) -> None:
    dated = PYPROJECT.replace('name = "lib.old.Old"', 'name = "lib.old.Old"\nsince = 2026-06-02')
    repo.write({"pyproject.toml": dated})
    for number, day in enumerate(("2026-06-01", "2026-06-02", "2026-06-03")):
        on_that_day = Repo(repo.root, {**repo.environment, "GIT_COMMITTER_DATE": f"{day}T12:00:00"})
        on_that_day.write({f"tests/test_{number}.py": TEST})
        on_that_day.commit()
    found = told(repo)
    assert found["rules"]["UEC900"][1:] == [0, 8, 10]
    assert [sum(commit["added"].values()) for commit in found["commits"][1:]] == [0, 2, 2]
    assert told(repo, "--today", "2026-06-01")["rules"] == {}
