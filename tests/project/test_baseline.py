"""The file of known findings: the same bytes for the same findings, and a clear word for every line that is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_uec.model.entry import Entry
from flake8_uec.project.baseline import encode, read
from flake8_uec.project.mistakes import ConfigError

ENTRIES = [
    Entry("b.py", "UEC401", "TestB", ""),
    Entry("a.py", "UEC102", "test_a", "Mock()", 1),
    Entry("a.py", "UEC102", "test_a", "Mock()"),
]
TEXT = """\
{"flake8-uec-baseline": 1, "version": "0.1.0"}
{"path": "a.py", "code": "UEC102", "scope": "test_a", "text": "Mock()"}
{"path": "a.py", "code": "UEC102", "scope": "test_a", "text": "Mock()", "ordinal": 1}
{"path": "b.py", "code": "UEC401", "scope": "TestB"}
"""

texts = st.text(max_size=20)


def written(folder: Path, text: str) -> str:
    (folder / "baseline").write_text(text, "utf-8")
    return str(folder / "baseline")


def test_entries_are_a_line_each_in_order() -> None:
    assert encode(ENTRIES, "0.1.0").decode() == TEXT


def test_what_is_written_is_read(tmp_path: Path) -> None:
    found = read(written(tmp_path, TEXT), str(tmp_path))
    assert (found.entries, found.version) == (frozenset(ENTRIES), "0.1.0")


@given(st.frozensets(st.builds(Entry, texts, texts, texts, texts, st.integers(0, 9)), max_size=5))
def test_any_entry_comes_back(tmp_path_factory: pytest.TempPathFactory, entries: frozenset[Entry]) -> None:
    file = tmp_path_factory.mktemp("any") / "baseline"
    file.write_bytes(encode(entries, "1"))
    found = read(str(file), "")
    assert found.entries == entries
    assert encode(found.entries, "1") == file.read_bytes()


def test_lines_that_a_merge_brought_back_or_doubled_are_read_once(tmp_path: Path) -> None:
    found = read(written(tmp_path, TEXT + TEXT.replace("0.1.0", "0.2.0")), str(tmp_path))
    assert (found.entries, found.version) == (frozenset(ENTRIES), "0.1.0")


def test_the_entries_of_a_file_that_is_gone_have_no_home(tmp_path: Path) -> None:
    (tmp_path / "b.py").touch()
    found = read(written(tmp_path, TEXT), str(tmp_path))
    assert [entry.path for entry in found.homeless] == ["a.py", "a.py"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("<<<<<<< HEAD", "a merge conflict: keep the lines of both sides"),
        ("{", "not a line of JSON"),
        ("[]", "not an entry"),
        ('{"path": "a.py"}', "not an entry"),
        ('{"path": "a.py", "code": "UEC1", "line": 3}', "not an entry"),
        ('{"path": "a.py", "code": "UEC1", "ordinal": "3"}', "not an entry"),
        ('{"flake8-uec-baseline": 2, "version": "9"}', "format 2 is not known"),
    ],
)
def test_a_line_that_is_none_is_told_with_its_number(tmp_path: Path, line: str, problem: str) -> None:
    file = written(tmp_path, f"{TEXT}{line}\n")
    with pytest.raises(ConfigError) as caught:
        read(file, str(tmp_path))
    assert str(caught.value).startswith(f"{file}:5: {problem}")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="the baseline cannot be read: No such file"):
        read(str(tmp_path / "baseline"), str(tmp_path))
