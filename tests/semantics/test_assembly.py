"""How a mock is put together."""

from __future__ import annotations

import ast
import textwrap

import pytest

from flake8_uec.model.policy import Policy
from flake8_uec.model.source import Source
from flake8_uec.semantics.assembly import Assembly, assembly
from flake8_uec.semantics.mocks import creation
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import Wanted
from flake8_uec.semantics.trace import Tracer
from flake8_uec.semantics.tree import Tree
from tests.memory import MemoryProject


def assembled(code: str) -> Assembly:
    """Return how the first mock of a piece of code is put together."""
    text = "from unittest.mock import Mock\n" + textwrap.dedent(code)
    module = Module(Tree(Source("tests/test_a.py", text), ast.parse(text)), Policy(), Tracer(MemoryProject({})))
    references = module.find_references(Wanted(["unittest.mock.Mock"]), None)
    mock = next(made for one in references if (made := creation(one, module)) is not None)
    return assembly(mock, module)


def test_it_tells_target_fields_values_and_statements() -> None:
    found = assembled('ctx = Mock(user_id="u")\nctx.run_id = "r"\nprint(ctx)\n')
    assert ast.unparse(found.target or ast.Constant(None)) == "ctx"
    assert [(one.name, ast.unparse(one.value or ast.Constant(None))) for one in found.fields] == [
        ("user_id", "'u'"),
        ("run_id", "'r'"),
    ]
    assert [one.statement.lineno if one.statement else None for one in found.fields] == [None, 3]
    assert [use.lineno for use in found.uses] == [4]  # type: ignore[attr-defined]
    assert found.is_straight


STRAIGHT = {
    "keywords alone": "ctx = Mock(user_id=1)\n",
    "a member of self": "class T:\n    def a(self):\n        self.ctx = Mock()\n        self.ctx.user_id = 1\n",
    "configure_mock and setattr": 'ctx = Mock()\nctx.configure_mock(run_id=2)\nsetattr(ctx, "user_id", 1)\n',
    "an annotated variable": "ctx: object = Mock()\nctx.user_id = 1\n",
}


@pytest.mark.parametrize("code", STRAIGHT.values(), ids=STRAIGHT)
def test_what_is_straight(code: str) -> None:
    assert assembled(code).is_straight


NOT_STRAIGHT = {
    "no target": "print(Mock(user_id=1))\n",
    "a statement between": "ctx = Mock()\nprint()\nctx.user_id = 1\n",
    "a store in a branch": "ctx = Mock()\nif ctx:\n    ctx.user_id = 1\n",
    "a later store": "ctx = Mock()\nctx.user_id = 1\nprint(ctx)\nctx.user_id = 2\n",
    "a rebinding": "ctx = Mock()\nctx = Mock()\n",
    "a rebinding of a member": "class T:\n  def a(self):\n    self.x = Mock()\n  def b(self):\n    self.x = 1\n",
    "fields from a dict": "ctx = Mock(**fields)\n",
    "fields from a loop": 'ctx = Mock()\nfor name in ("user_id",):\n    setattr(ctx, name, 1)\n',
    "fields from an unpacking": "ctx = Mock()\nctx.user_id, ctx.run_id = 1, 2\n",
    "a value that is stored twice": "ctx = Mock()\nctx.user_id = user_id = 1\n",
}


@pytest.mark.parametrize("code", NOT_STRAIGHT.values(), ids=NOT_STRAIGHT)
def test_what_is_not_straight(code: str) -> None:
    assert not assembled(code).is_straight
