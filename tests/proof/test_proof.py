"""A project whose tests mock the context: before its fixes, they fail or slip past the gate; after, they pass."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent

STOPPED = {
    *(f"tests/test_unspecced.py::test_{name}" for name in (
        "stores", "keywords", "namespace", "former_name", "fixture", "shared_fixture", "users_stay_apart", "coroutine",
        "context_for_the_agents",
    )),
    *(f"tests/test_factory.py::TestFactory::test_{name}" for name in ("keyword", "position")),
    *(f"tests/test_patched.py::TestPatched::test_{name}" for name in ("decorator", "with", "setattr")),
}  # fmt: skip
"""The tests whose mocks the gate stops."""

BYPASSED = {
    f"tests/test_specced.py::TestSpecced::test_{name}" for name in ("member", "stores", "positional_spec", "autospec")
}
"""Those whose mocks it takes for a context."""

LEFT = {
    ("test_framework/ssot/mock_factory.py", "UEC102"): 1,
    ("tests/test_kept.py", "UEC102"): 6,
    ("tests/test_kept.py", "UEC106"): 2,
}
"""The findings that are a person's to settle."""


@dataclass
class Outcome:
    """What a run of the project's tests gave: names of tests, and what passed the gate in each."""

    failed: set[str]
    passed: set[str]
    let_through: dict[str, set[str]]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("proof") / "project"
    shutil.copytree(HERE / "project", place, ignore=shutil.ignore_patterns("__pycache__", ".*_cache"))
    return place


@pytest.fixture(scope="module")
def before(project: Path) -> Outcome:
    return run_tests(project)


@pytest.fixture(scope="module")
def fixed(project: Path, before: Outcome) -> Path:
    """Fix the project, after its tests were run as they were."""
    run = lint(project, "--fix", "--unsafe-fixes")
    assert run.returncode in (0, 1), run.stderr
    return project


def run_tests(project: Path) -> Outcome:
    log = project.parent / "gate.log"
    log.write_text("")
    environment = {**os.environ, "GATE_LOG": str(log), "PYTHONPATH": str(HERE), "PYTEST_ADDOPTS": ""}
    command = [sys.executable, "-m", "pytest", "-q", "-rA", "--tb=no", "-p", "gate_log", "-p", "no:cacheprovider"]
    run = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    named = re.findall(r"^(PASSED|FAILED|ERROR) (\S+)", run.stdout, re.MULTILINE)
    assert named, run.stdout + run.stderr
    let_through: dict[str, set[str]] = {}
    for line in log.read_text().splitlines():
        test, kind = line.split()
        let_through.setdefault(test, set()).add(kind)
    passed = {test for outcome, test in named if outcome == "PASSED"}
    return Outcome({test for _, test in named} - passed, passed, let_through)


def lint(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flake8_uec", "check", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


def contents(project: Path) -> dict[Path, str]:
    return {path: path.read_text() for path in project.rglob("*.py")}


def test_before_mocks_are_stopped_or_slip_through(before: Outcome) -> None:
    assert before.failed == STOPPED
    mocked = {test for test, kinds in before.let_through.items() if kinds != {"UserExecutionContext"}}
    assert mocked == BYPASSED
    assert before.passed >= BYPASSED


def test_after_real_contexts_pass(before: Outcome, fixed: Path) -> None:
    after = run_tests(fixed)
    assert after.failed == set()
    assert after.passed == before.passed | before.failed
    assert set.union(*after.let_through.values()) == {"UserExecutionContext"}
    assert after.let_through.keys() == STOPPED | BYPASSED


def test_after_only_a_persons_findings_are_left(fixed: Path) -> None:
    run = lint(fixed, "--select", "UEC1", "--output-format", "concise")
    found = re.findall(r"^(\S+?):\d+:\d+: (UEC\d+)", run.stdout, re.MULTILINE)
    assert {one: found.count(one) for one in found} == LEFT


def test_a_second_time_nothing_changes(fixed: Path) -> None:
    texts = contents(fixed)
    lint(fixed, "--fix", "--unsafe-fixes")
    assert contents(fixed) == texts


def test_no_comment_is_lost(fixed: Path) -> None:
    comment = re.compile(r"#.*")
    for path, text in contents(fixed).items():
        original = (HERE / "project" / path.relative_to(fixed)).read_text()
        assert comment.findall(text) == comment.findall(original)
