"""Positions, changes and settings, as values."""

from __future__ import annotations

import random
from typing import Any

import pytest
from lsprotocol import types

from flake8_uec.engine.fix import apply
from flake8_uec.frontends.lsp.documents import Document, path_of
from flake8_uec.frontends.lsp.edits import difference
from flake8_uec.frontends.lsp.options import Options, read
from flake8_uec.frontends.lsp.positions import Units
from flake8_uec.model.source import Position, Source

WIDE = "a\N{GRINNING FACE}é\n\f\u2028b\rc\r\nd"


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 7), ("utf-16", 4), ("utf-32", 3)])
def test_columns_count_what_was_agreed_on(encoding: str, column: int) -> None:
    source, units = Source("x.py", WIDE), Units(encoding)
    at = units.position(source, Position(1, 4))
    assert at == types.Position(0, column)
    assert units.offset(source, at) == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_every_offset_comes_back(encoding: str) -> None:
    source, units = Source("x.py", WIDE), Units(encoding)
    for offset in [*range(10), 11]:  # 10 lies within a line break
        assert units.offset(source, units.position(source, source.position(offset))) == offset


@pytest.mark.parametrize(("line", "character", "offset"), [(0, 2, 1), (0, 99, 3), (1, 99, 7), (9, 0, len(WIDE))])
def test_positions_that_are_none_are_brought_to_one(line: int, character: int, offset: int) -> None:
    assert Units().offset(Source("x.py", WIDE), types.Position(line, character)) == offset


def test_lines_are_the_editors_lines() -> None:
    document = Document("file:///x.py", "/x.py", WIDE, 1)
    where = types.Range(types.Position(1, 2), types.Position(2, 0))
    after = document.changed([types.TextDocumentContentChangePartial(where, "!")], 2, Units())
    assert (after.text, after.version) == ("a\N{GRINNING FACE}é\n\f\u2028!c\r\nd", 2)


def test_a_document_is_encoded_as_it_says() -> None:
    text = "# coding: latin-1\nx = 'é'\n"
    assert Document("", "/x.py", text, 1).data == text.encode("latin-1")
    assert Document("", "/x.py", f"{text}'\N{GRINNING FACE}'", 1).data.endswith("'\N{GRINNING FACE}'".encode())


@pytest.mark.parametrize("seed", range(20))
def test_a_difference_makes_one_text_the_other(seed: int) -> None:
    dice = random.Random(seed)
    lines = ["", "a", "b", "a b", "\N{GRINNING FACE}"]
    before, after = (
        "".join(dice.choice(lines) + dice.choice(("\n", "\r\n", "\r")) for _ in range(9)) for _ in range(2)
    )
    assert apply(before, difference(Source("x.py", before), after)) == after


def test_a_difference_is_no_longer_than_it_must_be() -> None:
    source = Source("x.py", "one\ntwo three\nfour\n")
    (edit,) = difference(source, "one\ntwo tree\nfour\n")
    assert (source.text[slice(*edit.span)], edit.content) == ("h", "")


@pytest.mark.parametrize(
    ("uri", "path"),
    [("file:///a%20b/c.py", "/a b/c.py"), ("file:///a/../b.py", "/b.py"), ("untitled:x", None), ("x.py", None)],
)
def test_only_files_have_a_path(uri: str, path: str | None) -> None:
    assert path_of(uri) == path


@pytest.mark.parametrize(
    ("section", "options"),
    [
        (None, Options()),
        ({"select": ["UEC2"], "config": None, "path": ["x"], "trace": {}}, Options(select=("UEC2",))),
        ({"diagnosticMode": "openFilesOnly"}, Options(diagnostic_mode="openFilesOnly")),
    ],
)
def test_settings_are_read(section: Any, options: Options) -> None:
    assert read(section) == (options, [])


@pytest.mark.parametrize(
    ("section", "problem"),
    [
        ([], "`flake8-uec`: expected an object"),
        ({"enable": 1}, "`flake8-uec.enable`: expected true or false"),
        ({"config": 1}, "`flake8-uec.config`: expected a string"),
        ({"diagnosticMode": "all"}, "`flake8-uec.diagnosticMode`: expected one of workspace, openFilesOnly"),
        ({"suppressionReason": "E501"}, "`flake8-uec.suppressionReason`: the reason begins like a code"),
    ],
)
def test_what_is_wrong_with_settings_is_told(section: Any, problem: str) -> None:
    options, (told,) = read(section)
    assert options == Options()
    assert told.startswith(problem)
