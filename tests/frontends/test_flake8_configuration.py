"""Where the plugin's configuration comes from, and what happens when it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frontends.running_flake8 import flake8

EXAMPLES = Path(__file__).parents[2] / "examples"
IMPORT = "from netra_backend.app.agents.state import DeepAgentState\n"
QUIET = '[tool.flake8-uec]\nignore = ["UEC301"]\n'
WRONG = "[tool.flake8-uec]\nselcet = []\n"
SPAWN = "import multiprocessing; multiprocessing.set_start_method('spawn')"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two packages with one deprecated import each."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "sample.py").write_text(IMPORT)
    return tmp_path


def test_reads_the_pyproject_nearest_to_each_file(project: Path) -> None:
    (project / "pyproject.toml").write_text(QUIET)
    (project / "two" / "pyproject.toml").write_text("[tool.flake8-uec]\n")
    assert [one.path for one in flake8(project, "--isolated", "--select=UEC", ".").found] == ["two/sample.py"]


def test_reads_the_file_that_an_option_names(project: Path) -> None:
    (project / "policy.toml").write_text('ignore = ["UEC301"]\n')
    assert flake8(project, "--isolated", "--select=UEC", "--uec-config", "policy.toml", ".").codes == []


@pytest.mark.parametrize("name", ["setup.cfg", "tox.ini", ".flake8"])
def test_reads_the_file_that_the_configuration_of_flake8_names(project: Path, name: str) -> None:
    """The path is relative to the file that names it."""
    (project / "conf").mkdir()
    (project / "conf" / "policy.toml").write_text(QUIET)
    (project / name).write_text("[flake8]\nselect = UEC\nuec-config = conf/policy.toml\n")
    (project / "two" / "pyproject.toml").write_text("[tool.flake8-uec]\n")
    assert flake8(project / "one", "--config", f"../{name}", "../two").codes == []


# Opt-in rules

RUNS_PYTEST = "tests/test_environment.py"


@pytest.fixture
def plain_policy(tmp_path: Path) -> str:
    """A configuration that names no opt-in rule."""
    (tmp_path / "plain.toml").write_text('preset = "netra"\n')
    return str(tmp_path / "plain.toml")


@pytest.mark.parametrize(
    ("selection", "is_on"),
    [
        ("--select=UEC", False),
        ("--select=UEC40", False),
        ("--select=UEC405", True),
        ("--select=UEC2,UEC405", True),
        ("--extend-select=UEC405", True),
    ],
)
def test_an_opt_in_rule_is_on_where_its_whole_code_is_named(plain_policy: str, selection: str, is_on: bool) -> None:
    result = flake8(EXAMPLES, "--isolated", "--uec-config", plain_policy, selection, RUNS_PYTEST)
    assert ("UEC405" in result.codes) is is_on


def test_the_configuration_of_flake8_names_an_opt_in_rule(plain_policy: str, tmp_path: Path) -> None:
    (tmp_path / ".flake8").write_text(f"[flake8]\nuec-config = {plain_policy}\nselect =\n    UEC405\n")
    assert flake8(EXAMPLES, "--config", str(tmp_path / ".flake8"), RUNS_PYTEST).codes == ["UEC405"]


def test_our_configuration_names_an_opt_in_rule() -> None:
    assert "UEC405" in flake8(EXAMPLES, "--isolated", "--select=UEC", RUNS_PYTEST).codes


# Mistakes

RUNS = pytest.mark.parametrize(
    ("jobs", "before"), [("-j1", ""), ("-j2", ""), ("-j2", SPAWN)], ids=["one process", "two", "spawned"]
)


def message(place: str) -> str:
    return (
        "There was a critical error during execution of Flake8:\n"
        "flake8-uec: the configuration cannot be used\n"
        f"{place}: selcet: unknown key; did you mean `select`?\n"
    )


@RUNS
@pytest.mark.parametrize("place", ["pyproject.toml", "two/pyproject.toml"])
def test_a_mistake_is_told_once(project: Path, place: str, jobs: str, before: str) -> None:
    (project / place).write_text(WRONG)
    result = flake8(project, "--isolated", jobs, ".", before=before)
    assert (result.exit_code, result.output, result.errors) == (1, message(f"{place}:2"), "")


def test_a_mistake_is_told_once_where_the_file_is_broken_too(project: Path) -> None:
    (project / "two" / "sample.py").write_text("x = (\n")
    (project / "two" / "pyproject.toml").write_text(WRONG)
    result = flake8(project, "--isolated", "two")
    assert (result.exit_code, result.output, result.errors) == (1, message("two/pyproject.toml:2"), "")


def test_a_missing_file_is_told(project: Path) -> None:
    result = flake8(project, "--isolated", "--uec-config=missing.toml", ".")
    assert result.exit_code == 1
    assert "missing.toml: cannot be read: No such file or directory" in result.output
