"""The versions of the linter that a project accepts."""

from __future__ import annotations

import pytest

from flake8_uec.project.version import accepts, release, specifier_problem


@pytest.mark.parametrize(
    ("specifier", "version", "expected"),
    [
        ("0.1.0", "0.1.0", True),
        ("0.1", "0.1.0", True),
        ("==0.1", "0.1.1", False),
        (">=0.1,<0.3", "0.2.5", True),
        (">=0.1, <0.3", "0.3.0", False),
        (">0.9", "0.10", True),
        ("!=0.1", "0.1.0", False),
    ],
)
def test_a_version_is_held_against_each_clause(specifier: str, version: str, expected: bool) -> None:
    assert specifier_problem(specifier) == ""
    assert accepts(specifier, version) is expected


@pytest.mark.parametrize("specifier", ["", "latest", "~=0.1", ">=", "0.1 0.2", ">=0.1,"])
def test_what_is_no_version_is_told(specifier: str) -> None:
    assert specifier_problem(specifier).startswith(f"`{specifier}` is no version")


def test_versions_compare_by_their_numbers() -> None:
    assert sorted(["0.10.0", "0.9.1", "1", "0.9"], key=release) == ["0.9", "0.9.1", "0.10.0", "1"]
