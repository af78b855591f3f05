"""What a value surely is."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from flake8_uec.model.policy import Policy
from flake8_uec.model.source import Source
from flake8_uec.semantics.literals import MOCK, Value, values
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.trace import Tracer
from flake8_uec.semantics.tree import Tree
from tests.memory import MemoryProject

HEAD = "import time, uuid\nfrom datetime import datetime\nfrom unittest.mock import Mock\n"


def given(code: str) -> list[Value]:
    """Return what the argument of `take(...)` may be."""
    source = Source("user.py", HEAD + dedent(code), "user.py")
    module = Module(Tree(source, ast.parse(source.text)), Policy(), Tracer(MemoryProject({})))
    calls = (one for one in module.tree.nodes_with(["take"]) if isinstance(one, ast.Call))
    return values(next(calls).args[0], module)


@pytest.mark.parametrize(
    ("expression", "kinds"),
    [
        ("'a'", ["builtins.str"]),
        ("f'{x}'", ["builtins.str"]),
        ("'a' + 'b'", ["builtins.str"]),
        ("'a' + x", [""]),
        ("'a' * 3", ["builtins.str"]),
        ("'%s' % x", ["builtins.str"]),
        ("3 - 1", [""]),
        ("'a'.upper()", ["builtins.str"]),
        ("x.upper()", [""]),
        ("str(x)", ["builtins.str"]),
        ("uuid.uuid4()", ["uuid.UUID"]),
        ("uuid.uuid4().hex", ["builtins.str"]),
        ("uuid.uuid4().hex[:8]", ["builtins.str"]),
        ("x.hex", [""]),
        ("None", ["builtins.NoneType"]),
        ("not x", ["builtins.bool"]),
        ("[x]", ["builtins.list"]),
        ("{x: 1}", ["builtins.dict"]),
        ("lambda: 1", ["builtins.function"]),
        ("Mock()", [MOCK]),
        ("datetime.now()", ["datetime.datetime"]),
        ("time.time()", ["builtins.float"]),
        ("'a' if x else None", ["builtins.str", "builtins.NoneType"]),
        ("x or 'a'", ["", "builtins.str"]),
        ("x", [""]),
    ],
)
def test_the_class_of_an_expression(expression: str, kinds: list[str]) -> None:
    assert [one.kind for one in given(f"take({expression})")] == kinds


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("a = 'x'\nb = a\ntake(b)", ["builtins.str"]),
        ("if print():\n    a = 'x'\nelse:\n    a = None\ntake(a)", ["builtins.str", "builtins.NoneType"]),
        ("for a in 'x':\n    take(a)", [""]),
        ("def go(a: str, b: int = 3):\n    take(a)", ["builtins.str"]),
        ("def go(a: 'list[str]'):\n    take(a)", [""]),
        (
            "class A:\n    def set(self):\n        self.a = 'x'\n    def go(self):\n        take(self.a)",
            ["builtins.str"],
        ),
        ("class A:\n    a: int = 3\n    def go(self):\n        take(self.a)", ["builtins.int"]),
        (
            "class A:\n    def set(self):\n        self.a: int = 3\n    def go(self):\n        take(self.a)",
            ["builtins.int"],
        ),
        ("class A:\n    def go(self):\n        for self.a in 'x':\n            take(self.a)", [""]),
    ],
)
def test_the_class_of_a_name(code: str, kinds: list[str]) -> None:
    assert sorted(one.kind for one in given(code)) == sorted(kinds)


@pytest.mark.parametrize(
    ("expression", "start", "length", "is_whole"),
    [
        ("'abc'", "abc", 3, True),
        ("'a' + 'bc'", "abc", 3, True),
        ("'a' + f'b{x}c'", "ab", 3, False),
        ("f'{x}-'", "", 1, False),
        ("f'{x} '", "", 0, False),
        ("str(uuid.uuid4())", "", 36, False),
        ("uuid.uuid4().hex", "", 32, False),
    ],
)
def test_what_a_string_begins_with(expression: str, start: str, length: int, is_whole: bool) -> None:
    [value] = given(f"take({expression})")
    assert (value.start, value.length, value.is_whole) == (start, length, is_whole)
