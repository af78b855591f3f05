"""What a policy's path patterns match."""

from __future__ import annotations

import pytest

from flake8_uec.semantics.paths import paths


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("test_*.py", "a/b/test_x.py", True),
        ("test_*.py", "test_framework/fixtures.py", False),
        ("conftest.py", "a/conftest.py", True),
        ("tests/**", "tests/a/b.py", True),
        ("tests/**", "a/tests/b.py", False),
        ("**/tests/**", "a/tests/b.py", True),
        ("**/tests/**", "a/mytests/b.py", False),
        ("app/**", "app/test_x.py", True),
    ],
)
def test_matches(pattern: str, path: str, expected: bool) -> None:
    assert paths((pattern,)).match(path) is expected
