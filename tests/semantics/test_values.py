"""Which expressions surely are an instance of a class."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from flake8_uec.model.policy import Policy
from flake8_uec.model.source import Source
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import Wanted
from flake8_uec.semantics.trace import Tracer
from flake8_uec.semantics.tree import Tree
from flake8_uec.semantics.values import reads
from tests.memory import MemoryProject

SHOP = """
class Cart:
    @classmethod
    def make(cls) -> "Cart": ...
    @classmethod
    async def fetch(cls) -> "Cart": ...
    def copy(self) -> "Cart": ...
    @classmethod
    def count(cls) -> int: ...
def check(cart) -> Cart: ...
"""
NAME = "shop.Cart"


def written(code: str) -> list[int]:
    """Return the lines on which something is stored into a `.x` of an instance."""
    source = Source("user.py", "from typing import Optional\nfrom shop import Cart\n" + dedent(code), "user.py")
    project = MemoryProject({"shop": SHOP, "user": source.text})
    module = Module(Tree(source, ast.parse(source.text)), Policy(), Tracer(project))
    cls = module.classes.find(NAME)
    assert cls is not None
    found = [node for one in module.find_references(Wanted([NAME]), None) for node in reads(one, module, cls)]
    parents = [module.parent(node) for node in found]
    return sorted({one.lineno - 2 for one in parents if isinstance(one, ast.Attribute) and one.attr == "x"})


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def f(cart: Cart):\n    cart.x = 1", [2]),
        ("def f(cart: 'Cart'):\n    cart.x = 1", [2]),
        ("def f(cart: Optional[Cart] = None):\n    cart.x = 1", [2]),
        ("def f(cart: Cart | None):\n    def g():\n        cart.x = 1", [3]),
        ("c = Cart()\nc.x = 1", [2]),
        ("c = Cart.make()\nc.x = 1", [2]),
        ("c = Cart.make().copy()\nc.x = 1", [2]),
        ("async def f():\n    c = await Cart.fetch()\n    c.x = 1", [3]),
        ("c = Cart()\nd = c\nd.x = 1", [3]),
        ("c = Cart()\nd = c.copy()\nd.x = 1", [3]),
        ("class A:\n  def __init__(self, cart: Cart):\n    self.c = cart\n  def f(self):\n    self.c.x = 1", [5]),
        ("class A:\n  c: Cart = None\n  def setUp(self):\n    self.c = Cart()\n  def f(self):\n    self.c.x = 1", [6]),
        ("c: Cart\nc.x = 1", [2]),
        ("from shop import check\ndef f(cart: Cart):\n  c = check(cart)\n  c.x = 1", [4]),
        ("def new() -> Cart: ...\nc = new()\nc.x = 1", [3]),
        ("class A:\n  def new(self) -> Cart: ...\n  def f(self):\n    c = self.new()\n    c.x = 1", [5]),
    ],
)  # fmt: skip
def test_instances(code: str, expected: list[int]) -> None:
    assert written(code) == expected


@pytest.mark.parametrize(
    "code",
    [
        "def f(cart):\n    cart.x = 1",
        "def f(carts: list[Cart]):\n    carts.x = 1",
        "def f(cart: Cart | int):\n    cart.x = 1",
        "c = Cart.count()\nc.x = 1",
        "c = Cart.fetch()\nc.x = 1",
        "c = Cart()\nc = other()\nc.x = 1",
        "c = Cart()\nif some:\n    c = other()\nc.x = 1",
        "c = wrap(Cart())\nc.x = 1",
        "@contextmanager\ndef new() -> Cart: ...\nc = new()\nc.x = 1",
        "c: Cart = Mock()\nc.x = 1",
        "class A:\n  def f(self):\n    self.c = Cart()\n  def g(self):\n    self.c = other()\n    self.c.x = 1",
    ],
)
def test_what_may_be_something_else(code: str) -> None:
    assert written(code) == []


def test_a_name_that_is_given_itself_ends() -> None:
    assert written("c = Cart()\nfor one in many:\n    c = d\n    d = c\n    c.x = 1") == []
