"""A finding is known by its scope and its code, whichever line and layout they have."""

from __future__ import annotations

import ast

import pytest

from flake8_uec.model.source import Source
from flake8_uec.semantics.identity import LONGEST, normalised, scope_of
from flake8_uec.semantics.tree import Tree


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("make( a,b )", "make(\n    a,\n    b,\n)"),
        ("make('a')", 'make("a")'),
        ("make('it\\'s')", 'make("it\'s")'),
        ("make(a)  # why", "make(a)"),
        ("make(a,  # why\n     b)", "make(a, b)"),
        ("a.b \\\n    .c", "a.b.c"),
        ("make(a, b=[1,2,])", "make(a, b=[1, 2])"),
    ],
)
def test_layout_does_not_count(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("make(a)", "make(b)"), ("make('a b')", "make('ab')"), ("make(a,)", "make(a, b)"), ("x" * 200, "x" * 201)],
)
def test_code_counts(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


@pytest.mark.parametrize("text", ["", "  ", "def f(:", "'open", "a b", ")", "<<<<<<< ours", "\0", "\ud800"])
def test_any_text_has_a_form(text: str) -> None:
    assert "\n" not in normalised(text)


def test_a_long_text_is_cut() -> None:
    assert len(normalised("x" * 10_000)) < LONGEST + 20


CODE = """\
import os
class Cart:
    size = 1
    @property
    def total(self):
        def inner():
            return 1
        return inner()
async def main(): ...
if os:
    def late(): ...
"""


@pytest.mark.parametrize(
    ("line", "scope"),
    [
        (1, ""),
        (2, "Cart"),
        (3, "Cart"),
        (4, "Cart.total"),
        (7, "Cart.total.inner"),
        (8, "Cart.total"),
        (9, "main"),
        (10, ""),
        (11, "late"),
    ],
)
def test_a_line_has_a_scope(line: int, scope: str) -> None:
    assert scope_of(Tree(Source("a.py", CODE), ast.parse(CODE)), line) == scope
