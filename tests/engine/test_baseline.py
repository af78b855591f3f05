"""Which findings are known: instances, whichever line, function or file they have moved to."""

from __future__ import annotations

from collections.abc import Collection

from flake8_uec.engine.baseline import compare
from flake8_uec.model.diagnostic import Diagnostic, Range
from flake8_uec.model.entry import Entry, entries
from flake8_uec.model.source import Position


def found(scope: str = "test_a", text: str = "Mock()", code: str = "UEC102", line: int = 1) -> Diagnostic:
    at = Position(line, 1)
    return Diagnostic("a.py", code, "sample", "it is wrong", Range(at, at), scope=scope, text=text)


def known(*diagnostics: Diagnostic, path: str = "a.py") -> list[Entry]:
    return list(entries(diagnostics, path))


def new(
    now: list[Diagnostic], before: list[Entry], scopes: Collection[str] = (), homeless: Collection[Entry] = ()
) -> list[Diagnostic]:
    return list(compare(now, "a.py", before, homeless, lambda: scopes).new)


def test_a_finding_is_known_on_another_line() -> None:
    assert new([found(line=7)], known(found(line=1))) == []


def test_one_that_is_mended_and_one_that_is_new_never_balance() -> None:
    fresh = found("test_c")
    assert new([fresh], known(found("test_a")), scopes={"test_a", "test_c"}) == [fresh]
    fresh = found(text="MagicMock()")
    assert new([fresh], known(found()), scopes={"test_a"}) == [fresh]
    fresh = found(code="UEC101")
    assert new([fresh], known(found()), scopes={"test_a"}) == [fresh]


def test_one_more_of_the_same_is_new() -> None:
    fresh = found(line=9)
    assert new([found(line=1), fresh], known(found())) == [fresh]


def test_one_less_of_the_same_leaves_no_finding_new() -> None:
    assert new([found(line=9)], known(found(line=1), found(line=9))) == []


def test_a_renamed_function_keeps_its_findings() -> None:
    assert new([found("test_b")], known(found("test_a")), scopes={"test_b"}) == []


def test_a_renamed_class_keeps_its_own_finding_and_those_of_its_methods() -> None:
    before = known(found("TestA", "TestA", "UEC401"), found("TestA.test"), found("TestA.test_2"))
    now = [found("TestB", "TestB", "UEC401"), found("TestB.test"), found("TestB.test_2")]
    assert new(now, before, scopes={"TestB", "TestB.test", "TestB.test_2"}) == []


def test_a_renamed_function_hides_no_more_than_it_held() -> None:
    now = [found("test_b", line=1), found("test_b", line=2)]
    assert new(now, known(found("test_a")), scopes={"test_b"}) == now[1:]


def test_a_renamed_file_keeps_its_findings() -> None:
    homeless = known(found(), found(), path="old.py")
    assert new([found(), found()], [], homeless=homeless) == []


def test_a_new_file_is_not_made_of_what_several_gone_ones_held() -> None:
    alike = [found(text="Mock"), found(text="AsyncMock"), found(text="patch")]
    first, second = known(alike[0], path="first.py"), known(alike[1], path="second.py")
    assert new(alike, [], homeless=first + second) == alike
    assert new(alike, [], homeless=known(*alike[:2], path="old.py") + first) == alike[2:]


def test_a_renamed_file_is_known_where_other_codes_are_off() -> None:
    homeless = known(found(), *(found(text=text, code="UEC403") for text in "abc"), path="old.py")
    assert new([found()], [], homeless=homeless) == []


def test_a_file_with_entries_of_its_own_is_no_renamed_one() -> None:
    fresh = found("test_b")
    homeless = known(found("test_b"), path="old.py")
    assert new([found("test_a"), fresh], known(found("test_a")), {"test_a", "test_b"}, homeless) == [fresh]


def test_what_is_broken_is_never_known() -> None:
    broken = [found(code="UEC001"), found(code="UEC002"), found(code="UEC000"), found(code="UEC005")]
    assert known(*broken) == []
    assert new(broken, known(*broken)) == broken
