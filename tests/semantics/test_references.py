"""Which places of a file refer to a wanted name."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from flake8_uec.model.policy import Policy
from flake8_uec.model.source import Source
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import Form, Wanted
from flake8_uec.semantics.trace import Tracer
from flake8_uec.semantics.tree import Tree
from tests.memory import MemoryProject

PROJECT = MemoryProject(
    {
        "old.__init__": "",
        "old.engine": "class Engine: ...\ndef helper(): ...\n",
        "shim": "from old.engine import Engine as Motor\n",
        "again": "from shim import Motor\n",
    }
)
WANTED = Wanted(["old.engine.Engine", "os.environ"])


def references(
    code: str, renames: frozenset[str] | None = None, wanted: Wanted = WANTED
) -> list[tuple[Form, int, int]]:
    source = Source("user.py", dedent(code), "user.py")
    module = Module(Tree(source, ast.parse(source.text)), Policy(), Tracer(PROJECT))
    found = module.find_references(wanted, renames)
    places = [(one.form, source.position(module.span(one.node).start)) for one in found]
    return [(form, place.line, place.column) for form, place in places]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("from old.engine import Engine", [(Form.IMPORT, 1, 24)]),
        ("from old.engine import (\n    helper,\n    Engine as E,\n)", [(Form.IMPORT, 3, 5)]),
        ("import old.engine", [(Form.MODULE, 1, 8)]),
        ("from old import engine as e", [(Form.MODULE, 1, 17)]),
        ("from old.engine import *", [(Form.STAR, 1, 24)]),
        ("import importlib\nimportlib.import_module('old.engine')", [(Form.DYNAMIC, 2, 25)]),
        ("from shim import Motor", [(Form.IMPORT, 1, 18)]),
        ("from again import Motor as M\nM()", [(Form.IMPORT, 1, 19), (Form.USE, 2, 1)]),
        ("import shim\nshim.Motor", [(Form.USE, 2, 1)]),
        ("import os as o\no.environ['X']", [(Form.MODULE, 1, 8), (Form.USE, 2, 1)]),
        ("import os\nos.environ = {}", [(Form.MODULE, 1, 8), (Form.USE, 2, 1)]),
        ("import os\nenv = os.environ\nenv['X']", [(Form.MODULE, 1, 8), (Form.USE, 2, 7), (Form.USE, 3, 1)]),
        ("import os\ngetattr(os, 'environ')", [(Form.MODULE, 1, 8), (Form.USE, 2, 1)]),
        ("from unittest.mock import patch\npatch('os.environ')", [(Form.PATCH, 2, 7)]),
        (
            "import old.engine as e, unittest.mock as m\nm.patch.object(e, 'Engine')",
            [(Form.MODULE, 1, 8), (Form.PATCH, 2, 19)],
        ),
        (
            "from old import engine\nA, B = engine.Engine, 1\nA()",
            [(Form.MODULE, 1, 17), (Form.USE, 2, 8), (Form.USE, 3, 1)],
        ),
        ("def t(mocker):\n    mocker.patch('old.engine.Engine.run')", [(Form.PATCH, 2, 18)]),
        ("def t(monkeypatch):\n    monkeypatch.setattr('os.environ', {})", [(Form.PATCH, 2, 25)]),
    ],
)
def test_forms_and_places(code: str, expected: list[tuple[Form, int, int]]) -> None:
    assert references(code) == expected


@pytest.mark.parametrize(
    "annotation",
    [
        "def f(x: 'Engine'): ...",
        "def f(x) -> 'list[Engine]': ...",
        "x: 'Engine | None' = None",
        "def f(*args: 'Engine', **kw: int): ...",
        "from typing import cast\ncast('Engine', 1)",
        "from typing import Optional\ndef f(x: Optional['Engine']): ...",
        "from typing import TypeVar\nT = TypeVar('T', bound='Engine')",
        "from typing import Optional\nA = Optional['Engine']",
        "B = dict[str, 'Engine']",
        "from typing import TypeAlias\nX: TypeAlias = 'Engine | None'",
    ],
)
def test_string_annotations_count(annotation: str) -> None:
    found = references(f"from old.engine import Engine\n{annotation}")
    assert [form for form, *_ in found] == [Form.IMPORT, Form.STRING]


@pytest.mark.parametrize(
    "code",
    [
        "# from old.engine import Engine",
        '"""from old.engine import Engine"""',
        "x = 'old.engine.Engine'",
        "from old.engine import helper",
        "class Engine: ...\nEngine()",
        "from typing import Literal\nx: Literal['Engine']",
        "data = {}\ndata['Engine']",
        "def f(Engine): Engine()",
        "__all__ = ['Engine']",
        "from other.engine import Engine\nEngine()",
    ],
)
def test_what_refers_to_nothing_wanted(code: str) -> None:
    assert references(code) == []


def test_names_that_are_looked_for_only_where_a_rename_is_known() -> None:
    code = "from shim import Motor\nMotor()"
    assert references(code, frozenset()) == []
    assert references(code, frozenset({"Motor"})) == references(code, None) != []


def test_everything_of_a_wanted_module() -> None:
    wanted = Wanted(["old.engine.*", "old.*.gone.*"])
    assert references("from old.engine import helper", wanted=wanted) == [(Form.IMPORT, 1, 24)]
    assert references("from old.x.gone import y", wanted=wanted) == [(Form.IMPORT, 1, 24)]
    assert references("from old.other import y", wanted=wanted) == []
