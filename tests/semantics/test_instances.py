"""Which class a variable is an instance of."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from flake8_uec.model.policy import Policy
from flake8_uec.model.source import Source
from flake8_uec.semantics.instances import instance_of
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.trace import Tracer
from flake8_uec.semantics.tree import Tree
from tests.memory import MemoryProject

PROJECT = MemoryProject({"lib": "class Agent: ...\nclass Session: ...\ndef make(): ...\n"})


def receiver(code: str) -> str:
    """Return the class of what `.run()` is called on, `""` where that cannot be told."""
    source = Source("user.py", dedent(code), "user.py")
    root = ast.parse(source.text)
    module = Module(Tree(source, root), Policy(), Tracer(PROJECT))
    for node in module.tree.nodes_with(["run"]):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "run":
            cls = instance_of(node.func.value, module)
            return cls.name if cls else ""
    raise AssertionError("no call of run")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import lib\none = lib.Agent()\none.run()", "lib.Agent"),
        ("from lib import Agent as A\ndef go(one: A):\n    one.run()", "lib.Agent"),
        ("from lib import Agent\ndef go(one: 'Agent'):\n    one.run()", "lib.Agent"),
        ("class Own:\n    def go(self):\n        def inner():\n            self.run()\n", "user.Own"),
        ("class Own: ...\none = Own()\none.run()", "user.Own"),
    ],
)
def test_a_known_class(code: str, expected: str) -> None:
    assert receiver(code) == expected


@pytest.mark.parametrize(
    "code",
    [
        "def go(one):\n    one.run()",
        "import lib\none = lib.make()\none.run()",
        "import lib\ndef go(one: lib.Agent | lib.Session):\n    one.run()",
        "import lib\nif x:\n    one = lib.Agent()\nelse:\n    one = make()\none.run()",
        "import lib\nif x:\n    one = lib.Agent()\nelse:\n    one = lib.Session()\none.run()",
        "import lib\none: lib.Agent = make()\none.run()",
        "import lib\none, two = lib.Agent()\none.run()",
        "class Own:\n    def go(self, other):\n        other.run()",
        "class Own:\n    def go(self):\n        def inner(self):\n            self.run()",
    ],
)
def test_a_class_that_cannot_be_told(code: str) -> None:
    assert receiver(code) == ""
