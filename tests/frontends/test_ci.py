"""What stands in `action.yml`, `ci/` and `docs/ci.md` runs as it stands there, on a repository of its own."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.frontends.conftest import write
from tests.frontends.repository import ENVIRONMENT, commit, git
from tests.pages import PROGRAMS, bash, follow, install, lines

ROOT = Path(__file__).parents[2]
MINE = "from lib.old import Old\n\nmine = Old()\n"


@pytest.fixture
def runner(tmp_path: Path, environment: dict[str, str]) -> dict[str, str]:
    """An environment whose Python and pip install nothing but note down what they were to install."""
    folder = tmp_path / "bin"
    note = f'echo "$@" >> {tmp_path}/installed\n'
    venv = f'{note}[ "$2" = venv ] || exit 0\nmkdir -p "$3/bin"\ncp {folder}/pip {folder}/flake8-uec "$3/bin"\n'
    path = install(folder, {**PROGRAMS, "pip": note, "python3": venv})
    identity = {f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return {**environment, **ENVIRONMENT, **identity, "PATH": path, "RUNNER_TEMP": str(tmp_path / "temp")}


@pytest.fixture
def clone(project: Path, tmp_path: Path) -> Path:
    """What a runner checks out of a pull request: the merge, and the two commits that it is of."""
    commit(project)
    git(project, "checkout", "-q", "-b", "topic")
    write(project, {"mine.py": MINE})
    commit(project)
    git(project, "checkout", "-q", "-b", "merged", "HEAD~1")
    write(project, {"other.py": "value = 2\n"})
    commit(project)
    git(project, "merge", "-q", "--no-ff", "-m", "merge", "topic")
    git(tmp_path, "clone", "-q", "--depth", "2", "--branch", "merged", f"file://{project}", "clone")
    return tmp_path / "clone"


def filled(value: str, inputs: Mapping[str, str]) -> str:
    """Return the value of a variable of a step: an input, or the one other expression that there is."""
    name = re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", value)
    return inputs[name[1]] if name else "the action itself"


def act(folder: Path, environment: Mapping[str, str], **given: str) -> subprocess.CompletedProcess[str]:
    """Run the steps of the action, and return the last."""
    action: Any = yaml.safe_load((ROOT / "action.yml").read_text())
    inputs = {name: one["default"] for name, one in action["inputs"].items()}
    inputs |= {name.replace("_", "-"): value for name, value in given.items()}
    for step in action["runs"]["steps"]:
        assert step["shell"] == "bash"
        variables = {name: filled(value, inputs) for name, value in step["env"].items()}
        done = bash(step["run"], folder, {**environment, **variables})
    return done


def test_the_action_tells_what_a_pull_request_brings(clone: Path, runner: dict[str, str], tmp_path: Path) -> None:
    done = act(clone, runner, diff_base="HEAD^1", sarif_file="out.sarif", args=". --select UEC9")
    assert done.returncode == 1, done.stderr
    assert re.findall(r"/(\w+.py),line=(\d)", done.stdout) == [("mine.py", "1"), ("mine.py", "3")]
    assert len(json.loads((clone / "out.sarif").read_text())["runs"][0]["results"]) == 2
    assert "install --quiet --disable-pip-version-check the action itself" in (tmp_path / "installed").read_text()


def test_the_action_goes_by_the_baseline(clone: Path, runner: dict[str, str]) -> None:
    assert act(clone, runner).stdout.count("::error") == 4
    assert bash("flake8-uec baseline write", clone, runner).returncode == 0
    assert act(clone, runner, command="baseline check --strict").returncode == 0
    (clone / "mine.py").write_text("mine = 1\n")
    assert act(clone, runner, command="baseline check --strict").returncode == 1
    assert act(clone, runner).returncode == 0


def test_the_action_fails_where_there_is_nothing_to_compare_with(clone: Path, runner: dict[str, str]) -> None:
    done = act(clone, runner, diff_base="origin/release")
    assert done.returncode == 2
    assert "git fetch --unshallow origin +refs/heads/release:refs/remotes/origin/release" in done.stderr


def test_the_job_for_gitlab(clone: Path, runner: dict[str, str]) -> None:
    job: Any = yaml.safe_load((ROOT / "ci/gitlab.yml").read_text())["flake8-uec"]
    script = "\n".join([*job["before_script"], *job["script"]])
    report = clone / job["artifacts"]["reports"]["codequality"]
    variables = {**runner, **job["variables"]}
    done = bash(script, clone, variables)
    assert (done.returncode, len(json.loads(report.read_text()))) == (1, 4), done.stderr
    base = git(clone, "rev-parse", "HEAD^1")
    done = bash(script, clone, {**variables, "CI_MERGE_REQUEST_DIFF_BASE_SHA": base})
    assert (done.returncode, len(json.loads(report.read_text()))) == (1, 2)
    assert "mine.py:1:21" in done.stdout


def test_all_commands_of_the_page_run_in_their_order(project: Path, runner: dict[str, str]) -> None:
    write(project, {"clean.py": "value = 1  # noqa: UEC900\n"})  # what is safe to mend, beside what is not
    commit(project)
    commands = lines("ci.md")
    assert len(commands) > 8
    follow(commands, project, runner)
    assert (project / "flake8-uec.xml").exists()


def test_hooks_and_inputs_that_the_page_names_exist() -> None:
    page = (ROOT / "docs/ci.md").read_text()
    workflow, _, hooks = (yaml.safe_load(one) for one in re.findall(r"^```yaml\n(.*?)^```$", page, re.M | re.S))
    known = {one["id"] for one in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    assert {one["id"] for one in hooks["repos"][0]["hooks"]} <= known
    inputs = yaml.safe_load((ROOT / "action.yml").read_text())["inputs"]
    assert workflow["jobs"]["flake8-uec"]["steps"][1]["with"].keys() <= inputs.keys()
