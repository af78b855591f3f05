"""Fixes are made together where they can be, one after the other where they cannot, and never by halves."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from flake8_uec.engine.fix import Fixed, Fixer, apply
from flake8_uec.engine.fixable import may_apply, wanted_fix
from flake8_uec.model.diagnostic import Applicability, Diagnostic, Edit, Fix, Range
from flake8_uec.model.settings import Fixing
from flake8_uec.model.source import Position, Source, Span

START = Range(Position(1, 1), Position(1, 1))


def fix_of(*edits: tuple[int, int, str], applicability: Applicability = Applicability.SAFE) -> Fix:
    return Fix("Mend it", tuple(Edit(Span(start, end), content) for start, end, content in edits), applicability)


def diagnostic(fix: Fix | None, code: str = "UEC999") -> Diagnostic:
    return Diagnostic("a.py", code, "sample", "it is wrong", START, fix=fix)


def replacing(*pairs: tuple[str, str]) -> Fixer:
    """Return a fixer that replaces each of some texts by another, as one fix an occurrence."""

    def diagnose(source: Source) -> Sequence[Diagnostic]:
        return [
            diagnostic(fix_of((match.start(), match.end(), new)), f"UEC90{index}")
            for index, (old, new) in enumerate(pairs)
            for match in re.finditer(old, source.text)
        ]

    return Fixer(diagnose, lambda _: True, lambda _, edits: tuple(edits))


def fixed(fixer: Fixer, code: str) -> Fixed:
    return fixer.fix(Source("a.py", code))


def test_edits_are_made_in_the_order_of_the_text() -> None:
    assert apply("abc", [Edit(Span(2, 3), "C"), Edit(Span(1, 1), "-"), Edit(Span(0, 1), "")]) == "-bC"


def test_fixes_are_made_until_none_is_left() -> None:
    result = fixed(replacing(("one", "two"), ("two", "three")), "x = one\ny = two\n")
    assert result.source.text == "x = three\ny = three\n"
    assert [one.code for one in result.applied] == ["UEC900", "UEC901", "UEC901"]


def test_of_two_fixes_for_one_text_the_second_waits() -> None:
    result = fixed(replacing(("ab", "b"), ("b", "c")), "x = ab\n")
    assert result.source.text == "x = c\n"
    assert [one.code for one in result.applied] == ["UEC900", "UEC901"]


def test_an_edit_that_two_fixes_share_is_made_once() -> None:
    both = ((0, 0, "import m\n"), (4, 5, "2")), ((0, 0, "import m\n"), (10, 11, "2"))

    def diagnose(source: Source) -> Sequence[Diagnostic]:
        return [diagnostic(fix_of(*edits)) for edits in both] if "import" not in source.text else []

    result = fixed(Fixer(diagnose, lambda _: True, lambda _, edits: tuple(edits)), "x = 1\ny = 1\n")
    assert result.source.text == "import m\nx = 2\ny = 2\n"


def test_a_fix_that_breaks_the_file_is_not_made_and_keeps_no_other_from_being_made() -> None:
    result = fixed(replacing(("one", "two"), ("four", "f o u r")), "x = one\ny = four\n")
    assert result.source.text == "x = two\ny = four\n"
    assert [one.code for one in result.applied] == ["UEC900"]


def test_fixes_that_break_the_file_only_together_are_not_made() -> None:
    opening = diagnostic(fix_of((0, 1, "(1")))
    closing = diagnostic(fix_of((2, 3, "2)")))
    fixer = Fixer(lambda _: [opening, closing], lambda _: True, lambda _, edits: tuple(edits))
    assert fixed(fixer, "1+2\n").applied == ()


def test_fixes_that_undo_each_other_leave_the_file_alone() -> None:
    result = fixed(replacing(("one", "two"), ("two", "one")), "x = one\n")
    assert result.source.text == "x = one\n"
    assert result.applied == ()
    assert set(result.unsettled) <= {"UEC900", "UEC901"}
    assert result.unsettled


def test_a_fix_that_changes_nothing_is_not_made() -> None:
    assert fixed(replacing(("one", "one")), "x = one\n").applied == ()


def test_only_what_may_be_applied_is() -> None:
    fixer = replacing(("one", "two"))
    never = Fixer(fixer.diagnose, lambda _: False, fixer.tidy)
    assert fixed(never, "x = one\n").source.text == "x = one\n"


@pytest.mark.parametrize(
    ("fixing", "expected"),
    [
        (Fixing(), Applicability.SAFE),
        (Fixing(fixable=("UEC9",)), Applicability.SAFE),
        (Fixing(fixable=("UEC1",)), None),
        (Fixing(unfixable=("UEC9",)), None),
        (Fixing(unfixable=("UEC999",), fixable=("UEC9",)), None),
        (Fixing(unfixable=("UEC9",), fixable=("UEC999",)), Applicability.SAFE),
        (Fixing(unfixable=("ALL",)), None),
        (Fixing(extend_unsafe_fixes=("UEC9",)), Applicability.UNSAFE),
        (Fixing(extend_unsafe_fixes=("UEC9",), extend_safe_fixes=("UEC999",)), Applicability.SAFE),
    ],
)
def test_settings_decide_which_fixes_are_offered(fixing: Fixing, expected: Applicability | None) -> None:
    offered = wanted_fix("UEC999", fix_of((0, 1, "")), fixing)
    assert (offered.applicability if offered else None) is expected


def test_an_unsafe_fix_is_made_only_where_it_is_asked_for() -> None:
    unsafe = fix_of((0, 1, ""), applicability=Applicability.UNSAFE)
    assert not may_apply(unsafe, Fixing())
    assert may_apply(unsafe, Fixing(unsafe_fixes=True))
    assert may_apply(fix_of((0, 1, "")), Fixing())
