"""Edits as lines, and texts as a diff."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from flake8_uec.engine.fix import apply
from flake8_uec.model.diagnostic import Edit
from flake8_uec.model.source import Source, Span
from flake8_uec.output import diff
from flake8_uec.output.changes import Change, changes, split_lines
from flake8_uec.output.words import compare

TEXTS = st.text("ab\n\r\f\u2028 ", max_size=40)


@st.composite
def texts_and_edits(draw: st.DrawFn) -> tuple[str, tuple[Edit, ...]]:
    text = draw(TEXTS)
    edges = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = dict.fromkeys(Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=False))
    return text, tuple(Edit(span, draw(st.text("ab\n", max_size=4))) for span in spans)


def changed(lines: list[str], all_changes: Iterable[Change]) -> str:
    for change in reversed(list(all_changes)):
        assert lines[change.line - 1 : change.end - 1] == list(change.removed) != list(change.added)
        lines[change.line - 1 : change.end - 1] = change.added
    return "".join(lines)


@given(texts_and_edits())
def test_changed_lines_make_up_the_edited_text(example):
    text, edits = example
    assert changed(split_lines(text), changes(Source("a.py", text), edits)) == apply(text, edits)


@given(texts_and_edits())
def test_changes_are_in_order_with_a_line_between(example):
    text, edits = example
    found = list(changes(Source("a.py", text), edits))
    assert all(before.end < after.line for before, after in pairwise(found))


@given(TEXTS)
def test_lines_end_where_those_of_a_source_do(text):
    lines, source = split_lines(text), Source("a.py", text)
    assert "".join(lines) == text
    assert [line.rstrip("\r\n") for line in lines] == [source.line(number) for number in range(1, len(lines) + 1)]


@given(*[st.lists(st.text("ab ", max_size=6).map("{}\n".format), min_size=1, max_size=4)] * 2)
def test_words_make_up_their_lines(removed, added):
    for lines, compared in zip((removed, added), compare(removed, added), strict=True):
        assert ["".join(segment.text for segment in segments) for segments in compared] == lines


def test_words_that_differ_are_told_apart():
    (removed,), (added,) = compare(["from a import Old  \n"], ["from a import New  \n"])
    assert [segment.text for segment in removed if segment.differs] == ["Old"]
    assert [segment.text for segment in added if segment.differs] == ["New"]


def test_diff_of_the_same_text_is_empty():
    assert list(diff.render("a.py", "x\n", "x\n")) == []


def test_diff_splits_lines_as_python_does():
    text = "".join(diff.render("a.py", "a\x0cb\r\nc\u2028\rd", "a\x0cb\r\nc\u2028\re"))
    assert text == (
        "--- a.py\n+++ a.py\n@@ -1,3 +1,3 @@\n a\x0cb\r\n c\u2028\r"
        "-d\n\\ No newline at end of file\n+e\n\\ No newline at end of file\n\n"
    )


def test_diff_without_a_path_names_no_file():
    assert "".join(diff.render("", "a\n", "b\n")) == "@@ -1 +1 @@\n-a\n+b\n\n"


def test_diff_cannot_drive_the_terminal():
    text = "".join(diff.render("\x1b[2J", "\x1b[31m\n", "\x07\x08\x7f\n"))
    assert not set(text) & set("\x1b\x07\x08\x7f")
