"""The pytest configuration nearest to a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_uec.model.facts import PytestOptions
from flake8_uec.project.pytest_config import PytestConfig

DEFAULT = PytestOptions()
INI_OPTIONS = "[tool.pytest.ini_options]\npython_classes = {}\n"


def options(root: Path, **files: str) -> PytestOptions:
    """Write files (`_` is `.`, `__` is `/`) and ask for the options of `root/inner`."""
    (root / "inner").mkdir()
    (root / "pytest.ini").write_text("")  # ends the search: what lies above is none of the test's business
    for name, text in files.items():
        (root / name.replace("__", "/").replace("_", ".")).write_text(text)
    return PytestConfig().options(str(root / "inner"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("inner__pytest_ini", "[pytest]\npython_classes = Check*\n"),
        ("inner___pytest_ini", "[pytest]\npython_classes:\n    Check*\n"),
        ("inner__tox_ini", "[pytest]\npython_classes = 'Check*'\n"),
        ("inner__setup_cfg", "[tool:pytest]\npython_classes = Check*\n"),
        ("inner__pyproject_toml", INI_OPTIONS.format('"Check*"')),
        ("inner__pyproject_toml", INI_OPTIONS.format('["Check*"]')),
        ("inner__pyproject_toml", '[tool.pytest]\npython_classes = ["Check*"]\n'),
        ("inner__pytest_toml", '[pytest]\npython_classes = ["Check*"]\n'),
    ],
)
def test_every_kind_of_file(tmp_path: Path, name: str, text: str) -> None:
    assert options(tmp_path, **{name: text}) == PytestOptions(classes=("Check*",))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("inner__tox_ini", "[tox]\n"),
        ("inner__setup_cfg", "[pytest]\npython_classes = Check\n"),
        ("inner__pyproject_toml", "[tool.other]\n"),
        ("inner__pyproject_toml", "not toml"),
        ("inner__pytest_ini", "not ini"),
    ],
)
def test_a_file_that_says_nothing_of_pytest(tmp_path: Path, name: str, text: str) -> None:
    assert options(tmp_path, **{name: text}) == DEFAULT


def test_the_nearest_file_wins(tmp_path: Path) -> None:
    outer = "[pytest]\npython_classes = Outer\npython_functions = check\n"
    assert options(tmp_path, pytest_ini=outer).functions == ("check",)
    (tmp_path / "inner" / "pytest.ini").write_text("")
    assert PytestConfig().options(str(tmp_path / "inner")) == DEFAULT


def test_the_order_of_files_in_one_directory(tmp_path: Path) -> None:
    files = {"inner__pytest_ini": "[pytest]\n", "inner__pyproject_toml": INI_OPTIONS.format('"Check"')}
    assert options(tmp_path, **files) == DEFAULT


def test_several_patterns(tmp_path: Path) -> None:
    text = "[pytest]\npython_files =\n    test_*.py\n    check_*.py\n"
    assert options(tmp_path, inner__pytest_ini=text).files == ("test_*.py", "check_*.py")
