"""ruff keeps our suppression comments only where it is told that our codes are another tool's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frontends.running_flake8 import flake8, run

SUPPRESSED = "from netra_backend.app.agents.state import DeepAgentState  # noqa: UEC301\n\nprint(DeepAgentState)\n"
EXTERNAL = '[tool.ruff.lint]\nselect = ["RUF"]\nexternal = ["UEC"]\n'


def fixed(project: Path, configuration: str) -> str:
    """Return what `ruff check --fix` makes of a suppressed finding."""
    (project / "pyproject.toml").write_text(configuration)
    (project / "sample.py").write_text(SUPPRESSED)
    run(project, "-m", "ruff", "check", "--fix", "--no-cache", "sample.py")
    return (project / "sample.py").read_text()


def test_ruff_deletes_our_suppressions_unless_told(tmp_path: Path) -> None:
    assert "noqa" not in fixed(tmp_path, '[tool.ruff.lint]\nselect = ["RUF"]\n')
    assert "UEC301" in flake8(tmp_path, "--isolated", "--select=UEC", ".").codes


def test_ruff_keeps_our_suppressions_where_told(tmp_path: Path) -> None:
    assert fixed(tmp_path, EXTERNAL) == SUPPRESSED
    assert flake8(tmp_path, "--isolated", "--select=UEC301", ".").codes == []
    assert run(tmp_path, "-m", "ruff", "check", "--no-cache", "sample.py").exit_code == 0


@pytest.mark.parametrize("key", ["select", "ignore"])
def test_ruff_refuses_our_codes_in_its_own_lists(tmp_path: Path, key: str) -> None:
    (tmp_path / "pyproject.toml").write_text(f'[tool.ruff.lint]\n{key} = ["UEC301"]\n')
    (tmp_path / "sample.py").write_text(SUPPRESSED)
    assert run(tmp_path, "-m", "ruff", "check", "--no-cache", "sample.py").exit_code == 2
