"""What becomes of files that are no Python, and of files that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.project.config import Resolver
from flake8_uec.project.known import Known
from flake8_uec.project.overrides import Overrides
from flake8_uec.project.record import LINTED, Batch
from flake8_uec.project.worker import BINARY_WITHIN, Worker
from flake8_uec.rules import CODES, DEPRECATION_CODES

CONFLICT = b"<<<<<<< ours\n1\n=======\n2\n>>>>>>> theirs\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def worker(**options: tuple[str, ...]) -> Worker:
    return Worker(Resolver(Known(CODES, DEPRECATION_CODES, ("full",)), Overrides(**options), isolated=True))  # type: ignore[arg-type]


def text_findings(data: bytes, **options: tuple[str, ...]) -> list[tuple[str, int]]:
    """Return code and line of what is found in a text file."""
    Path("notes.txt").write_bytes(data)
    return [(one.code, one.range.start.line) for one in shown(worker(**options).lint_text(["notes.txt"]))]


def shown(batch: Batch) -> tuple[Diagnostic, ...]:
    """Return the findings of the one file of a batch."""
    (record,), (path,) = batch.records, batch.paths
    return LINTED.decode(record.linted, path=path).shown


@pytest.mark.parametrize("data", [CONFLICT, CONFLICT.replace(b"\n", b"\r\n"), CONFLICT.replace(b"1", b"\xe9")])
def test_markers_are_found_in_text_of_any_encoding(data: bytes) -> None:
    assert text_findings(data) == [("UEC001", 1), ("UEC001", 3), ("UEC001", 5)]


def test_binary_file_is_passed_over() -> None:
    assert text_findings(CONFLICT + b"\0") == []
    assert len(text_findings(CONFLICT + b"x" * BINARY_WITHIN + b"\0")) == 3


def test_text_is_looked_at_for_its_own_rule_only() -> None:
    assert text_findings(b"import os\ndef broken(:\n") == []
    assert text_findings(CONFLICT, select=("UEC403",)) == []


@pytest.mark.parametrize("as_python", [True, False])
def test_file_that_vanished_is_one_finding(as_python: bool) -> None:
    (found,) = shown(worker().lint(["gone"]) if as_python else worker().lint_text(["gone"]))
    assert (found.path, found.code, found.message) == ("gone", "UEC005", "No such file or directory")


def test_file_that_is_no_text_in_its_encoding_is_one_finding() -> None:
    Path("a.py").write_bytes(b"x = 1\ny = '\xe9'\n")
    (found,) = shown(worker().lint(["a.py"]))
    assert found.code == "UEC005"
    assert "line 2" in found.message


@pytest.mark.parametrize("options", [{"ignore": ("UEC005",)}, {"per_file_ignores": (("*.py", ("UEC005",)),)}])
def test_io_error_can_be_ignored(options: dict[str, tuple[str, ...]]) -> None:
    assert worker(**options).unreadable("gone.py", "No such file or directory").diagnostics == ()


def test_path_that_is_empty_has_a_finding() -> None:
    assert [one.code for one in worker().unreadable("", "No such file or directory").diagnostics] == ["UEC005"]
