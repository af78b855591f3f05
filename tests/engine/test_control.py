"""Comments that hide nothing, and comments that may not hide."""

from __future__ import annotations

import pytest

from flake8_uec.engine.control import Codes, Controlled, control
from flake8_uec.engine.fix import apply
from flake8_uec.model.diagnostic import Diagnostic, Range
from flake8_uec.model.settings import Suppressing
from flake8_uec.model.source import Position, Source

CODES = ("UEC002", "UEC003", "UEC004", "UEC101", "UEC102", "UEC401")
ALL_ON = Codes(CODES, lambda _: True)


def found(*codes: str, line: int = 1) -> list[Diagnostic]:
    where = Range(Position(line, 1), Position(line, 2))
    return [Diagnostic("a.py", code, "sample", "it is wrong", where, (line,)) for code in codes]


def controlled(code: str, *codes: str, on: Codes = ALL_ON, **suppressing: object) -> Controlled:
    return control(found(*codes), Source("a.py", code), Suppressing(**suppressing), on)  # type: ignore[arg-type]


def shown(code: str, *codes: str, on: Codes = ALL_ON, **suppressing: object) -> list[str]:
    return [one.code for one in controlled(code, *codes, on=on, **suppressing).shown]


def fixed(code: str, *codes: str) -> str:
    edits = [edit for one in controlled(code, *codes).shown if one.fix for edit in one.fix.edits]
    return apply(code, edits)


@pytest.mark.parametrize(
    ("code", "codes"),
    [
        ("x = 1  # noqa: UEC101\n", ["UEC101"]),
        ("x = 1  # noqa: UEC1\n", ["UEC102"]),
        ("x = 1  # noqa\n", ["UEC101"]),
        ("x = 1  # noqa\n", []),
        ("x = 1  # noqa: F401\n", []),
        ("x = 1\n", []),
    ],
)
def test_a_comment_that_hides_or_that_is_not_ours_is_left_alone(code: str, codes: list[str]) -> None:
    assert shown(code, *codes) == []


@pytest.mark.parametrize(
    ("before", "codes", "after"),
    [
        ("x = 1  # noqa: UEC101\n", [], "x = 1\n"),
        ("x = 1  # noqa: UEC101 -- the reason\n", [], "x = 1\n"),
        ("x = 1  # noqa: UEC101, UEC102 why\n", ["UEC101"], "x = 1  # noqa: UEC101 why\n"),
        ("x = 1  # noqa: F401,UEC101,E501\n", [], "x = 1  # noqa: F401, E501\n"),
        ("x = 1  # noqa: UEC101  # type: ignore\n", [], "x = 1  # type: ignore\n"),
        ("# ruff: noqa: UEC101\nx = 1\n", [], "x = 1\n"),
        ("x = 1  # noqa: UEC101", [], "x = 1"),
        ("x = 1  # noqa: UEC101\r\n", [], "x = 1\r\n"),
    ],
)
def test_what_hides_nothing_is_told_and_taken_out(before: str, codes: list[str], after: str) -> None:
    assert shown(before, *codes) == ["UEC003"]
    assert fixed(before, *codes) == after


def test_codes_that_are_off_or_unknown_are_left_alone() -> None:
    off = Codes(CODES, lambda code: code != "UEC102")
    assert shown("x = 1  # noqa: UEC102\n", on=off) == []
    assert shown("x = 1  # noqa: UEC1\n", on=off) == []
    assert shown("x = 1  # noqa: UEC777\n") == []


def test_nothing_is_unused_in_a_file_that_does_not_parse() -> None:
    assert shown("x = (  # noqa: UEC101\n", "UEC002") == ["UEC002"]


def test_what_cannot_be_suppressed_is_shown_with_the_comment() -> None:
    code = "x = 1  # noqa: UEC101 -- it is late\n"
    assert shown(code, "UEC101", unsuppressible=("UEC1",)) == ["UEC101", "UEC004"]
    assert shown("x = 1  # noqa\n", "UEC101", unsuppressible=("UEC101",)) == ["UEC101", "UEC004"]
    assert shown(code, "UEC101", unsuppressible=("UEC4",)) == []


def test_a_reason_can_be_required() -> None:
    assert shown("x = 1  # noqa: UEC101\n", "UEC101", require_reasons=True) == ["UEC004"]
    assert shown("x = 1  # noqa\n", "UEC101", require_reasons=True) == ["UEC004"]
    assert shown("x = 1  # noqa: UEC101 -- until the importer moves\n", "UEC101", require_reasons=True) == []
    assert shown("x = 1  # noqa: F401\n", require_reasons=True) == []


def test_what_is_hidden_is_kept_apart() -> None:
    result = controlled("x = 1  # noqa: UEC101\n", "UEC101", "UEC102")
    assert [one.code for one in result.hidden] == ["UEC101"]
    assert [one.code for one in result.shown] == ["UEC102"]


def test_the_fix_of_a_comment_is_made_where_it_is_wanted() -> None:
    source = Source("a.py", "x = 1  # noqa: UEC101 why\n")
    for fix, is_there in ((lambda _, fix: fix, True), (lambda _, fix: None, False)):
        codes = Codes(CODES, lambda _: True, fix=fix)
        (found,) = control((), source, Suppressing(), codes).shown
        assert (found.code, found.fix is not None) == ("UEC003", is_there)
