"""What the command does in another way than flake8: each difference that `docs/flake8.md` names."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.frontends.running_flake8 import flake8, run

IMPORT = "from netra_backend.app.agents.state import DeepAgentState"


class Sample(NamedTuple):
    """A file with one UEC301, and whether each face hides it."""

    text: str
    by_flake8: bool
    by_command: bool


SAMPLES = {
    "the same": Sample(f"{IMPORT}  # noqa: UEC301\n", True, True),
    "the same for a prefix": Sample(f"{IMPORT}  # noqa: UEC3\n", True, True),
    "the same for another code": Sample(f"{IMPORT}  # noqa: UEC201\n", False, False),
    "the same for a whole file": Sample(f"# flake8: noqa\n{IMPORT}\n", True, True),
    "no space before noqa": Sample(f"{IMPORT}  #noqa: UEC301\n", False, True),
    "two spaces before noqa": Sample(f"{IMPORT}  #  noqa: UEC301\n", False, True),
    "space before the colon": Sample(f"{IMPORT}  # noqa : UEC201\n", True, False),
    "two spaces behind the colon": Sample(f"{IMPORT}  # noqa:  UEC201\n", True, False),
    "a family without a number": Sample(f"{IMPORT}  # noqa: UEC\n", True, False),
    "words in place of codes": Sample(f"{IMPORT}  # noqa: because\n", True, False),
    "last line of a statement in brackets": Sample(
        "from netra_backend.app.agents.state import (\n    DeepAgentState,\n)  # noqa: UEC301\n", False, True
    ),
    "text of a string": Sample(f'{IMPORT}; x = "# noqa"\n', True, False),
    "text of a string over several lines": Sample(f"{IMPORT}; x = '''\n# noqa\n'''\n", True, False),
    "codes for a whole file": Sample(f"# flake8: noqa: UEC201\n{IMPORT}\n", True, False),
    "our own comment": Sample(f"# flake8-uec: noqa: UEC301\n{IMPORT}\n", False, True),
    "ruff's file comment": Sample(f"# ruff: noqa: UEC301\n{IMPORT}\n", False, True),
    "ruff's ignore comment": Sample(f"{IMPORT}  # ruff: ignore[UEC301]\n", False, True),
}


def name_of(what: str) -> str:
    return "".join(letter if letter.isalpha() else "_" for letter in what) + ".py"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """What flake8 and the command print of all samples."""
    directory = tmp_path_factory.mktemp("samples")
    for what, sample in SAMPLES.items():
        (directory / name_of(what)).write_text(sample.text)
    command = ["-m", "flake8_uec", "check", "--isolated", "--select=UEC301", "--output-format=concise", "."]
    return flake8(directory, "--isolated", "--select=UEC301", ".").output, run(directory, *command).output


@pytest.mark.parametrize("what", SAMPLES)
def test_which_comments_hide_a_finding(shown: tuple[str, str], what: str) -> None:
    by_flake8, by_command = (f"{name_of(what)}:" not in output for output in shown)
    assert (by_flake8, by_command) == (SAMPLES[what].by_flake8, SAMPLES[what].by_command)


def test_a_blanket_noqa_hides_a_syntax_error_from_flake8_alone(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def f(:  # noqa\n")
    assert flake8(tmp_path, "--isolated", "--select=UEC", ".").exit_code == 0
    done = run(tmp_path, "-m", "flake8_uec", "check", "--isolated", "--select=UEC002", ".")
    assert (done.exit_code, "UEC002" in done.output) == (1, True)


def test_a_file_that_does_not_decode_is_read_as_latin_1_by_flake8_alone(tmp_path: Path) -> None:
    (tmp_path / "sample.py").write_bytes(f"{IMPORT}\nx = '\xe9'\n".encode("latin-1"))
    assert flake8(tmp_path, "--isolated", "--select=UEC", ".").codes == ["UEC301"]
    done = run(tmp_path, "-m", "flake8_uec", "check", "--isolated", "--output-format=concise", ".")
    assert "UEC005" in done.output
    assert "UEC301" not in done.output


def test_conflicts_in_other_text_files_are_for_the_command_alone(tmp_path: Path) -> None:
    (tmp_path / "values.yaml").write_text("<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> theirs\n")
    assert flake8(tmp_path, "--isolated", "--select=UEC", "values.yaml").codes[0] == "UEC001"
    assert flake8(tmp_path, "--isolated", "--select=UEC", ".").exit_code == 0
