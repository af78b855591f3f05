"""The one coordinate system."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_uec.model.source import Position, Source, UndecodableError

TEXTS = st.text(st.sampled_from("ab \t\n\r\f\x1c\u2028é😀"), max_size=60)


@given(TEXTS)
def test_positions_and_lines_agree(text: str) -> None:
    source = Source("x", text)
    for offset in range(len(text) + 1):
        line, column = source.position(offset)
        assert source.line_starts[line - 1] + column - 1 == offset


@given(
    st.lists(st.sampled_from(["x = 1", "é = '😀'; y = 2", "pass", ""]), max_size=8),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_spans_of_the_parser_are_those_of_the_text(lines: list[str], newline: str) -> None:
    source = Source("x", newline.join(lines))
    for node in ast.walk(ast.parse(source.text)):
        if isinstance(node, (ast.Name, ast.Constant)):
            start = source.offset(node.lineno, node.col_offset)
            end = source.offset(node.end_lineno or 0, node.end_col_offset or 0)
            assert source.text[start:end] == ast.get_source_segment(source.text, node)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"x = 1", "x = 1", "utf-8"),
        (b"\xef\xbb\xbfx = 1", "x = 1", "utf-8-sig"),
        (b"# coding: latin-1\n'\xe9'", "# coding: latin-1\n'é'", "latin-1"),
        (b"#!/bin/sh\n# -*- coding: cp1252 -*-\n'\x80'", "#!/bin/sh\n# -*- coding: cp1252 -*-\n'€'", "cp1252"),
        (b"", "", "utf-8"),
        (b"a\r\nb\rc", "a\r\nb\rc", "utf-8"),
    ],
)
def test_decoding(data: bytes, text: str, encoding: str) -> None:
    source = Source.from_bytes(data, "x")
    assert (source.text, source.encoding) == (text, encoding)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"x\n'\xff'", "not valid utf-8 on line 2: invalid start byte"),
        (b"# coding: klingon\n", "unknown encoding: klingon"),
        (b"# coding: undefined\nx = 1\n", "not valid undefined: "),
        (b"x = 1\ny = 2\n# coding: latin-1\n'\xe9'", "not valid utf-8 on line 4: invalid continuation byte"),
    ],
)
def test_what_cannot_be_decoded_says_where(data: bytes, message: str) -> None:
    with pytest.raises(UndecodableError, match=message):
        Source.from_bytes(data, "x")


def test_lines_end_where_the_parser_ends_them() -> None:
    source = Source("x", "a\x0cb\u2028c\nd\r\ne\rf")
    assert [source.line(number) for number in range(1, 6)] == ["a\x0cb\u2028c", "d", "e", "f", ""]
    assert source.position(len(source.text)) == Position(4, 2)
