"""What an expression stands for. In each case the last line is the expression asked about."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from flake8_uec.model.source import Source
from flake8_uec.semantics.names import Names
from flake8_uec.semantics.trace import Tracer
from flake8_uec.semantics.tree import Tree
from tests.memory import MemoryProject

PROJECT = MemoryProject(
    {
        "shop.__init__": "from .cart import Cart\nfrom .stars import *\n",
        "shop.cart": "class Cart: ...\nBasket = Cart\n",
        "shop.stars": "from .cart import Basket as Hamper\n_private = 1\n",
        "shop.listed": "from .cart import Cart, Basket\n__all__ = ['Cart']\n",
    }
)


def resolved(code: str, path: str = "shop/user.py") -> tuple[str, ...]:
    code = dedent(code)
    source = Source(path, code, path)
    tree = Tree(source, ast.parse(code))
    names = Names(tree, PROJECT.module_name(path), PROJECT.is_package(path), Tracer(PROJECT))
    last_line = code.rstrip().count("\n") + 1
    expression = [node for node in tree.nodes_on([last_line]) if isinstance(node, ast.Expr)][-1].value
    return names.resolve(expression)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("from unittest.mock import Mock\nMock", ["unittest.mock.Mock"]),
        ("from unittest.mock import Mock as M\nM", ["unittest.mock.Mock"]),
        ("import unittest.mock\nunittest.mock.Mock", ["unittest.mock.Mock"]),
        ("import unittest.mock as um\num.Mock", ["unittest.mock.Mock"]),
        ("from unittest import mock\nmock.Mock", ["unittest.mock.Mock"]),
        ("from unittest.mock import (\n    Mock,\n    patch,\n)\nMock", ["unittest.mock.Mock"]),
        ("from .cart import Cart\nCart", ["shop.cart.Cart"]),
        ("from . import cart\ncart.Cart", ["shop.cart.Cart"]),
        ("from ..shop.cart import Cart\nCart", []),
        ("from unittest.mock import *\nMock", ["unittest.mock.Mock"]),
        ("from shop.stars import *\nHamper", ["shop.stars.Hamper"]),
        ("from shop.listed import *\nBasket", []),
        ("from shop.stars import *\n_private", []),
        ("M = 1\nfrom unittest.mock import Mock\nM = Mock\nM", ["unittest.mock.Mock"]),
        ("import os\nenv = os\nenv.environ", ["os.environ"]),
        ("import os\nA, B = os.environ, 1\nA", ["os.environ"]),
        ("import os\nA: object = os.environ\nA", ["os.environ"]),
        ("import os\nprint(A := os.environ)\nA", ["os.environ"]),
        ("import os\nA = os.environ if x else os.getenv\nA", ["os.environ", "os.getenv"]),
        ("import os\nos = 3\nos.environ", []),
        ("import os\nos = os\nos.environ", ["os.environ"]),
        ("import os\ndel os\nos.environ", []),
        ("import importlib\nm = importlib.import_module('a.b')\nm.C", ["a.b.C"]),
        ("from importlib import import_module as load\nload('a.b').C", ["a.b.C"]),
        ("m = __import__('a.b', fromlist=['C'])\nm.C", ["a.b.C"]),
        ("m = __import__('a.b')\nm.b.C", ["a.b.C"]),
        ("import os\ngetattr(os, 'environ')", ["os.environ"]),
        ("class Mock: ...\nMock", ["shop.user.Mock"]),
        ("undefined", []),
        ("len", ["builtins.len"]),
    ],
)  # fmt: skip
def test_what_a_name_stands_for(code: str, expected: list[str]) -> None:
    assert list(resolved(code)) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("try:\n    from a import X\nexcept ImportError:\n    from b import X\nX", {"a.X", "b.X"}),
        ("try:\n    from a import X\nexcept ImportError:\n    X = None\nX", {"a.X"}),
        ("if c:\n    from a import X\nelse:\n    from b import X\nX", {"a.X", "b.X"}),
        ("from a import X\nfrom b import X\nX", {"b.X"}),
        ("from a import X\nif c:\n    from b import X\nX", {"a.X", "b.X"}),
        ("if c:\n    from a import X\nelse:\n    from b import X\n    X", {"b.X"}),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a import X\nX", {"a.X"}),
        ("from a import X\ndef f():\n    X", {"a.X"}),
        ("def f():\n    return X\nfrom a import X\nf", {"shop.user.f"}),
        ("from a import X\ndef f(X):\n    X", set()),
        ("from a import X\ndef f():\n    from b import X\n    X", {"b.X"}),
        ("from a import X\ndef f():\n    from b import X\nX", {"a.X"}),
        ("def f():\n    global X\n    from a import X\nX", {"a.X"}),
        ("def f():\n    from a import X\n    def g():\n        nonlocal X\n        X", {"a.X"}),
        ("from a import X\nclass C:\n    from b import X\n    def m(self):\n        X", {"a.X"}),
        ("class C:\n    from b import X\n    X", {"b.X"}),
        ("from a import X\n[X for X in y]\nX", {"a.X"}),
        ("from a import X\n[X for y in z]", set()),
        ("from a import X\nfor X in y:\n    pass\nX", {"a.X"}),
        ("from a import X\nX = X.y\nX", {"a.X.y"}),
        ("while c:\n    X\n    from a import X\nX", {"a.X"}),
        ("X = Y\nY = X\nX", set()),
    ],
)
def test_scopes_and_branches(code: str, expected: set[str]) -> None:
    assert set(resolved(code)) == expected


def test_a_use_in_a_function_sees_what_its_module_binds_later() -> None:
    assert resolved("from a import X\ndef f():\n    X") == ("a.X",)


def test_a_trace_follows_re_exports_to_the_origin() -> None:
    tracer = Tracer(PROJECT)
    assert tracer.trace("shop.Cart") == ("shop.Cart", "shop.cart.Cart")
    assert tracer.trace("shop.Hamper")[-1] == "shop.cart.Cart"
    assert tracer.trace("unittest.mock.Mock") == ("unittest.mock.Mock",)


def test_a_trace_of_a_cycle_ends() -> None:
    project = MemoryProject(
        {"a": "from b import X\n", "b": "from a import X\nfrom c import *\n", "c": "from b import *\n"}
    )
    assert set(Tracer(project).trace("a.X")) == {"a.X", "b.X"}
    assert not Tracer(project).offers("c", "Y")


def test_what_resolves_in_a_project() -> None:
    tracer = Tracer(PROJECT)
    found = [tracer.resolves(name) for name in ("shop.cart", "shop.Hamper", "shop.cart.Gone", "other.X")]
    assert found == [True, True, False, False]
