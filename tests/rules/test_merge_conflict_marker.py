"""UEC001 outside Python files."""

from __future__ import annotations

import pytest

from flake8_uec.model.policy import Policy
from flake8_uec.model.source import Source
from flake8_uec.rules.source.uec001_merge_conflict_marker import merge_conflict_marker

FENCED = "```text\n<<<<<<< HEAD\n```\n"


@pytest.mark.parametrize(
    ("path", "count"), [("a.md", 0), ("README.MD", 0), ("docs/a.markdown", 0), ("a.py", 1), ("a.txt", 1), ("md", 1)]
)
def test_only_markdown_has_fences(path: str, count: int) -> None:
    assert merge_conflict_marker.check is not None
    assert len([*merge_conflict_marker.check(Source(path, FENCED), Policy())]) == count
