"""What a signature says of a call."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from flake8_uec.model.policy import Policy
from flake8_uec.model.source import Source
from flake8_uec.semantics.calls import arguments, class_call, refusal
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.raising import is_expected_to_raise
from flake8_uec.semantics.references import Wanted
from flake8_uec.semantics.trace import Tracer
from flake8_uec.semantics.tree import Tree
from tests.memory import MemoryProject

SHOP = """
class Base:
    def __init__(self, owner, size=1, *, color="red"): ...
class Cart(Base):
    @classmethod
    def empty(cls, owner): ...
    def total(self, currency): ...
    @staticmethod
    def of(*items, **options): ...
"""
PROJECT = MemoryProject({"shop.__init__": "from shop.cart import Cart as Basket\n", "shop.cart": SHOP})
NAME = "shop.cart.Cart"


def refusals(code: str, renamed: dict[str, str] | None = None) -> list[str]:
    source = Source("user.py", dedent(code), "user.py")
    module = Module(Tree(source, ast.parse(source.text)), Policy(), Tracer(PROJECT))
    calls = [class_call(one, module, NAME) for one in module.find_references(Wanted([NAME]), None)]
    return [refusal(one, renamed) for one in calls if one is not None and not is_expected_to_raise(one.node, module)]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("Cart('me')", ""),
        ("Cart('me', 2, color='blue')", ""),
        ("Cart(owner='me')", ""),
        ("Cart()", "`Cart(...)` misses `owner`"),
        ("Cart('me', 2, 3)", "`Cart(...)` takes 2 positional arguments, not 3"),
        ("Cart('me', owner='me')", "`Cart(...)` is given `owner` twice"),
        ("Cart('me', colour='blue')", "`Cart(...)` takes no `colour`; did you mean `color`?"),
        ("Cart(own='me')", "`Cart(...)` takes no `own` and misses `owner`; did you mean `owner`?"),
        ("Cart('me', depth=1)", "`Cart(...)` takes no `depth`"),
        ("Cart(*rest)", ""),
        ("Cart(**rest)", ""),
        ("Cart(depth=1, **rest)", "`Cart(...)` takes no `depth`"),
        ("Cart.empty()", "`Cart.empty(...)` misses `owner`"),
        ("Cart.of(1, 2, depth=1)", ""),
    ],
)
def test_refusals(call: str, expected: str) -> None:
    assert refusals(f"from shop.cart import Cart\n{call}\n") == [expected]


def test_old_names_are_mapped_before_near_ones_are_sought() -> None:
    found = refusals("from shop.cart import Cart\nCart(colour=1, sizes=2)", {"colour": "owner"})
    defects = "`Cart(...)` takes no `colour`, `sizes` and misses `owner`"
    assert found == [f"{defects}; did you mean `owner` for `colour`, `size` for `sizes`?"]


@pytest.mark.parametrize(
    "code",
    [
        "from shop import Basket\nBasket()",
        "import shop\nshop.Basket()",
        "from shop.cart import Cart\nC = Cart\nC()",
        "try:\n    from shop.cart import Cart\nexcept ImportError:\n    class Cart: ...\nCart()",
    ],
)
def test_calls_by_any_name(code: str) -> None:
    assert refusals(code) == ["`Cart(...)` misses `owner`"]


@pytest.mark.parametrize(
    "code",
    [
        "class Cart: ...\nCart()",
        "from shop.cart import Cart\nCart = make()\nCart()",
        "from shop.cart import Cart\nif debug:\n    class Cart: ...\nCart()",
        "from functools import partial\nfrom shop.cart import Cart\npartial(Cart, size=1)()",
        "from shop.cart import Cart\nCart.total(cart)",
        "from shop.cart import Cart\nisinstance(cart, Cart)",
    ],
)
def test_no_call_of_the_class(code: str) -> None:
    assert refusals(code) == []


@pytest.mark.parametrize(
    "code",
    [
        "with pytest.raises(TypeError):\n    Cart()",
        "with open(x) as f, pytest.raises(TypeError) as info:\n    if f:\n        Cart()",
        "with self.assertRaisesRegex(TypeError, 'owner'):\n    Cart()",
        "pytest.raises(TypeError, lambda: Cart())",
        "self.assertRaises(TypeError, lambda: Cart())",
        "with self.expect(TypeError):\n    Cart()",
        "with refused((shop.OwnerError, TypeError)):\n    Cart()",
        "try:\n    Cart()\n    pytest.fail('no error')\nexcept TypeError:\n    pass",
        "try:\n    Cart()\nexcept TypeError:\n    pass\nelse:\n    assert False",
    ],
)
def test_a_call_that_is_expected_to_raise(code: str) -> None:
    assert refusals(f"import pytest, shop\nfrom shop.cart import Cart\n{code}\n") == []


@pytest.mark.parametrize(
    "code",
    [
        "with open(Cart()):\n    pass",
        "import contextlib\nwith contextlib.suppress(TypeError):\n    Cart()",
        "try:\n    Cart()\nexcept TypeError:\n    pass",
        "try:\n    self.fail('first')\n    Cart()\nexcept TypeError:\n    pass",
        "def make():\n    return Cart()\nwith pytest.raises(TypeError):\n    make()",
    ],
)
def test_a_call_that_is_not_expected_to_raise(code: str) -> None:
    assert refusals(f"import pytest\nfrom shop.cart import Cart\n{code}\n") == ["`Cart(...)` misses `owner`"]


def test_arguments_by_name() -> None:
    source = Source("user.py", "from shop.cart import Cart\nCart(1, *more, color=3, **rest)\n", "user.py")
    module = Module(Tree(source, ast.parse(source.text)), Policy(), Tracer(PROJECT))
    found = [class_call(one, module, NAME) for one in module.find_references(Wanted([NAME]), None)]
    assert [(name, ast.unparse(value)) for one in found if one for name, value in arguments(one)] == [
        ("owner", "1"),
        ("color", "3"),
    ]
