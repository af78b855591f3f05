"""What pytest would collect."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from flake8_uec.model.facts import PytestOptions
from flake8_uec.model.policy import Policy
from flake8_uec.model.source import Source
from flake8_uec.semantics.collection import collects_file, find_tests, is_collected, is_test_function, matches
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.trace import Tracer
from flake8_uec.semantics.tree import Tree
from tests.memory import MemoryProject

BASES = """\
import unittest
from abc import ABC, abstractmethod
class Plain:
    def test_inherited(self): ...
class Made:
    def __init__(self): ...
class Off:
    __test__ = False
class Case(unittest.TestCase):
    def test_case(self): ...
class Abstract(ABC):
    @abstractmethod
    def make(self): ...
"""


def module_of(code: str) -> Module:
    source = Source("test_user.py", "from bases import *\n" + dedent(code), "test_user.py")
    return Module(Tree(source, ast.parse(source.text)), Policy(), Tracer(MemoryProject({"bases": BASES})))


def collected(code: str) -> list[str]:
    """The collected classes, each with its tests."""
    module = module_of(code)
    nodes = [node for node in module.tree.children(module.tree.root) if isinstance(node, ast.ClassDef)]
    chosen = [node for node in nodes if is_collected(node, module)]
    return [
        " ".join([node.name, *(test.name for test in find_tests(module.describe(node), module))]) for node in chosen
    ]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("class TestA:\n    def test_a(self): ...\n    def other(self): ...", ["TestA test_a"]),
        ("class Testing(Plain): ...", ["Testing test_inherited"]),
        ("class A:\n    def test_a(self): ...", []),
        ("class A(Case): ...", ["A test_case"]),
        ("class A(Plain):\n    __test__ = True", ["A test_inherited"]),
        ("class TestA(Off): ...", []),
        ("class TestA(Off):\n    __test__ = True", ["TestA"]),
        ("class TestA: ...\nTestA.__test__ = False", []),
        ("__test__ = False\nclass TestA: ...", []),
        ("class TestA(Made): ...", []),
        ("class TestA(Gone): ...", []),
        ("class TestA(Exception): ...", []),
        ("from enum import Enum\nclass TestA(Enum): ...", []),
        ("from dataclasses import dataclass\n@dataclass\nclass TestA:\n    a: int", []),
        ("class TestA(Abstract): ...", []),
        ("class TestA(Abstract):\n    def make(self): ...", ["TestA"]),
        ("class TestA:\n    class TestB:\n        def test_b(self): ...", ["TestA", "TestB test_b"]),
        ("class A:\n    class TestB: ...", []),
        ("class A(Case):\n    class TestB: ...", ["A test_case"]),
        ("def f():\n    class TestA: ...", []),
        ("if __name__ == '__main__':\n    class TestA: ...", []),
        ("try:\n    import x\nexcept ImportError:\n    class TestA: ...", ["TestA"]),
        ("import pytest\nclass TestA:\n    @pytest.fixture\n    def test_user(self): ...", ["TestA"]),
        ("class TestA:\n    @property\n    def test_user(self): ...", ["TestA"]),
    ],
)
def test_classes(code: str, expected: list[str]) -> None:
    assert collected(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def test_a(): ...", True),
        ("async def test_a(): ...", True),
        ("def a_test(): ...", False),
        ("import pytest\n@pytest.fixture()\ndef test_a(): ...", False),
        ("from pytest import fixture as given\n@given\ndef test_a(): ...", False),
        ("class A:\n    def test_a(self): ...", False),
        ("def outer():\n    def test_a(): ...", False),
    ],
)
def test_functions(code: str, expected: bool) -> None:
    module = module_of(code)
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [node for node in module.tree.children(module.tree.root) if isinstance(node, functions)]
    assert any(is_test_function(node, module) for node in nodes) is expected


@pytest.mark.parametrize(
    ("path", "globs", "expected"),
    [
        ("a/test_x.py", PytestOptions().files, True),
        ("a/x_test.py", PytestOptions().files, True),
        ("tests/conftest.py", PytestOptions().files, False),
        ("tests/check_x.py", ("check_*.py",), True),
        ("a/tests/x.py", ("tests/*.py",), True),
        ("tests/x.py", ("tests/*.py",), True),
        ("other/x.py", ("tests/*.py",), False),
    ],
)
def test_files(path: str, globs: tuple[str, ...], expected: bool) -> None:
    assert collects_file(path, PytestOptions(files=globs)) is expected


@pytest.mark.parametrize(
    ("name", "patterns", "expected"),
    [
        ("TestA", ("Test",), True),
        ("TestA", ("Test*",), True),
        ("ATest", ("Test*",), False),
        ("ATest", ("*Test", "Check"), True),
        ("CheckA", ("*Test", "Check"), True),
    ],
)
def test_names_match_a_prefix_or_a_glob(name: str, patterns: tuple[str, ...], expected: bool) -> None:
    assert matches(name, patterns) is expected
