"""Conflict markers, with git's own merge as the judge."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_uec.semantics.conflicts import Part, find_markers, resolutions, sides

CONFLICT = "<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> topic\n"
DIFF3 = "<<<<<<< HEAD\na = 1\n||||||| base\na = 0\n=======\na = 2\n>>>>>>> topic\n"
NESTED = "<<<<<<< A\na\n=======\n<<<<<<< B\nb\n=======\nc\n>>>>>>> B\nd\n>>>>>>> A\n"
LETTER = {Part.START: "<", Part.BASE: "|", Part.MIDDLE: "=", Part.END: ">"}


def shape(text: str, *, markdown: bool = False) -> str:
    """Return the markers that are found, as in `3< 5= 7>`."""
    return " ".join(f"{one.line}{LETTER[one.part]}" for one in find_markers(text, markdown=markdown))


def content(text: str) -> list[str]:
    """Return the lines of a text that are not blank."""
    return [line for line in re.split(r"\r\n|\r|\n", text) if line]


# Which lines are markers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CONFLICT, "1< 3= 5>"),
        (DIFF3, "1< 3| 5= 7>"),
        (NESTED, "1< 3= 4< 6= 8> 10>"),
        ("x\n" + CONFLICT + CONFLICT, "2< 4= 6> 7< 9= 11>"),
        (CONFLICT.removesuffix("\n"), "1< 3= 5>"),
        (CONFLICT.replace("\n", "\r\n"), "1< 3= 5>"),
        (CONFLICT.replace("\n", "\r"), "1< 3= 5>"),
        ('def f():\n    """Text.\n' + CONFLICT + '    """\n', "3< 5= 7>"),
        ("<<<<<<<\n=======\n>>>>>>>", "1< 2= 3>"),
        ("x = 1\n<<<<<<<", "2<"),
    ],
)
def test_markers(text: str, expected: str) -> None:
    assert shape(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<<<<<<< HEAD\na\n", "1<"),
        ("a\n>>>>>>> topic\n", "2>"),
        ("<<<<<<< HEAD\na\n=======\nb\n", "1< 3="),
        ("a\n=======\nb\n>>>>>>> topic\n", "2= 4>"),
        ("a\n||||||| base\nb\n=======\nc\n>>>>>>> topic\n", "2| 4= 6>"),
        (">>>>>>> topic\n" + CONFLICT, "1> 2< 4= 6>"),
        ("<<<<<<< HEAD\n" + CONFLICT, "1< 2< 4= 6>"),
        ("||||||| a\n||||||| b\n", "1| 2|"),
    ],
)
def test_half_removed_conflicts(text: str, expected: str) -> None:
    assert shape(text) == expected


@pytest.mark.parametrize(
    "line",
    [
        "<<<<<<<< eight",
        "<<<<<< six",
        ">>>>>>>>",
        "<<<<<<<x",
        "<<<<<<<\ttab",
        " <<<<<<< indented",
        '"<<<<<<< quoted"',
        "# <<<<<<< comment",
        "a\x0c<<<<<<< after a form feed",
        "a\u2028>>>>>>> after a line separator",
        "=======",
    ],
)
def test_lines_that_are_no_markers(line: str) -> None:
    assert shape(f"x = 1\n{line}\ny = 2\n") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Title\n=======\n" + CONFLICT, "3< 5= 7>"),
        (CONFLICT + "Title\n=======\n", "1< 3= 5>"),
        (CONFLICT + "Title\n=======\n" + CONFLICT, "1< 3= 5> 8< 10= 12>"),
        (CONFLICT.replace("a = 2", "Title\n======="), "1< 3= 6>"),
        ("Title\n=======\ntext\n=======\nb\n>>>>>>> topic\n", "4= 6>"),
        ("<<<<<<< HEAD\n" + CONFLICT + "Title\n=======\n", "1< 2< 4= 6>"),
        (NESTED.replace("d\n", "Title\n=======\n"), "1< 3= 4< 6= 8> 11>"),
        ("======= \n" + CONFLICT, "2< 4= 6>"),
    ],
)
def test_underlines_near_a_conflict(text: str, expected: str) -> None:
    assert shape(text) == expected


def test_a_middle_between_nested_conflicts() -> None:
    assert shape(f"<<<<<<< A\n{CONFLICT}=======\n{CONFLICT}>>>>>>> A\n") == "1< 2< 4= 6> 7= 8< 10= 12> 13>"


def test_spans_are_the_lines_without_their_breaks() -> None:
    text = "x = 1\r\n" + CONFLICT.replace("\n", "\r\n")
    assert [text[slice(*one.span)] for one in find_markers(text)] == [
        "<<<<<<< HEAD",
        "=======",
        ">>>>>>> topic",
    ]


def test_fences_of_markdown_are_left_out() -> None:
    fenced = f"# Doc\n```text\n{CONFLICT}```\n~~~~\n{CONFLICT}~~~\n~~~~\n"
    assert shape(fenced, markdown=True) == ""
    assert shape(fenced + CONFLICT, markdown=True) == "17< 19= 21>"
    assert shape(fenced) != ""


@pytest.mark.parametrize("line", ["```code``` in a line", "``` a`b", "    ```", "``"])
def test_what_is_no_fence_hides_nothing(line: str) -> None:
    assert shape(f"{line}\n{CONFLICT}", markdown=True) == "2< 4= 6>"


# Both sides


@pytest.mark.parametrize("eol", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("text", [CONFLICT, DIFF3])
def test_sides_keep_their_lines(text: str, eol: str) -> None:
    whole = ("x = 0\n" + text + "y = 0\n").replace("\n", eol)
    both = sides(whole)
    assert both is not None
    assert [content(side) for side in both] == [["x = 0", f"a = {n}", "y = 0"] for n in (1, 2)]
    for side in both:
        assert re.findall(r"\r\n|\r|\n", side) == re.findall(r"\r\n|\r|\n", whole)


def test_lines_that_end_in_different_ways_keep_their_numbers() -> None:
    ours, theirs = sides("<<<<<<< a\rx = 1\n=======\r\n\ny = 1\r>>>>>>> b\nz = 1\n") or ("", "")
    assert [re.split(r"\r\n|\r|\n", one) for one in (ours, theirs)] == [
        ["", "x = 1", "", "", "", "", "z = 1", ""],
        ["", "", "", "", "y = 1", "", "z = 1", ""],
    ]


def test_of_nested_conflicts_the_outer_one_decides_first() -> None:
    ours, theirs = sides(NESTED) or ("", "")
    assert content(ours) == ["a"]
    assert content(theirs) == ["c", "d"]


@pytest.mark.parametrize(
    ("text", "ours", "theirs"),
    [
        ("a\n<<<<<<< HEAD\nb\n", ["a", "b"], ["a", "b"]),
        ("a\n>>>>>>> topic\nb\n", ["a", "b"], ["a", "b"]),
        ("a\n<<<<<<< HEAD\nb\n=======\nc\n", ["a", "b", "c"], ["a", "c"]),
        ("a\n=======\nb\n>>>>>>> topic\nc\n", ["a", "c"], ["a", "b", "c"]),
        ("<<<<<<< HEAD\na\n>>>>>>> topic\n", ["a"], ["a"]),
    ],
)
def test_sides_of_half_removed_conflicts(text: str, ours: list[str], theirs: list[str]) -> None:
    both = sides(text)
    assert both is not None
    assert (content(both[0]), content(both[1])) == (ours, theirs)


def test_underlines_stay_in_both_sides() -> None:
    both = sides("Title\n=======\n" + CONFLICT)
    assert both is not None
    assert all(content(side)[:2] == ["Title", "======="] for side in both)


VERSION = st.lists(st.sampled_from(["a = 1", "b = 2", "def f():", "    return 3", "Ümlaut = 4"]), max_size=8)


@settings(max_examples=12, deadline=None)
@given(VERSION, VERSION, VERSION)
@pytest.mark.parametrize("style", [[], ["--diff3"]])
def test_sides_are_what_git_makes_of_them(
    tmp_path_factory: pytest.TempPathFactory,
    style: list[str],
    ours: list[str],
    base: list[str],
    theirs: list[str],
) -> None:
    folder = tmp_path_factory.mktemp("merge")
    for name, lines in (("ours", ours), ("base", base), ("theirs", theirs)):
        (folder / name).write_bytes("".join(f"{line}\n" for line in lines).encode())
    merged = merge(folder, *style)
    judged = (content(merge(folder, "--ours")), content(merge(folder, "--theirs")))
    both = sides(merged) or (merged, merged)
    assert (content(both[0]), content(both[1])) == judged


def merge(folder: Path, *options: str) -> str:
    command = ["git", "merge-file", "-p", *options, "ours", "base", "theirs"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return done.stdout.decode()


BARS = {"<<<<<<<", "|||||||", ">>>>>>>"}
LINE = st.sampled_from(["<<<<<<< a", "||||||| b", "=======", ">>>>>>> c", "x = 1", '"""', "", "\x0c", "é = 2"])


@given(st.lists(LINE), st.sampled_from(["\n", "\r\n", "\r"]))
def test_any_mix_of_markers_is_told_apart(lines: list[str], eol: str) -> None:
    text = eol.join(lines)
    markers, both = find_markers(text), sides(text)
    assert [lines[one.line - 1] for one in markers] == [text[slice(*one.span)] for one in markers]
    assert (both is None) == (not markers)
    assert {one.line for one in markers} >= {n for n, line in enumerate(lines, 1) if line[:7] in BARS}
    for side in both or ():
        assert all(kept in ("", line) for kept, line in zip(side.split(eol), lines, strict=bool(lines)))


@given(st.text(alphabet=st.characters(exclude_characters="<>|")))
def test_a_text_without_markers_has_no_sides(text: str) -> None:
    assert sides(text) is None


def resolved(text: str, side: str) -> str:
    """Return a text with its conflicts resolved, those that can be."""
    edits = {edit for edits in resolutions(text, side).values() for edit in edits}
    for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
        text = text[: edit.span.start] + edit.content + text[edit.span.end :]
    return text


@pytest.mark.parametrize("text", [CONFLICT, DIFF3, CONFLICT + DIFF3, CONFLICT.rstrip("\n")])
def test_a_whole_conflict_is_resolved_to_one_side(text: str) -> None:
    count = text.count("<<<<<<<")
    assert (resolved(text, "ours"), resolved(text, "theirs")) == ("a = 1\n" * count, "a = 2\n" * count)


def test_a_resolved_text_keeps_its_line_breaks() -> None:
    assert resolved(("x\n" + CONFLICT + "y\n").replace("\n", "\r\n"), "ours") == "x\r\na = 1\r\ny\r\n"


@pytest.mark.parametrize("text", [NESTED, "<<<<<<< HEAD\na = 1\n=======\na = 2\n", "a = 1\n=======\n>>>>>>> b\n"])
def test_a_conflict_that_is_not_whole_or_not_alone_stays(text: str) -> None:
    assert resolutions(text, "ours") == {}


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_every_marker_of_a_conflict_has_the_same_edits(side: str) -> None:
    found = resolutions(DIFF3, side)
    assert len(found) == 4
    assert len(set(found.values())) == 1
