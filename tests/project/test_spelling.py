"""Which files may speak of a name of another module, by their bytes alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_uec.project.disk import Disk
from flake8_uec.project.spelling import Spelling


def speaks(
    folder: Path, text: str, name: str = "shop.store.cart.Cart", path: str = "shop/store/user.py", member: str = ""
) -> bool:
    files = {path: text, "shop/store/cart.py": "", "shop/store/__init__.py": ""}
    for inner, content in files.items():
        file = folder / inner
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    there = [str(folder / inner) for inner in files]
    return str(folder / path) in Spelling(there, there, Disk()).speaking_of({(name, member)})


@pytest.mark.parametrize(
    "text",
    [
        "from shop.store.cart import Cart",
        "from shop.store.cart import (\n    Basket,  # (the old one)\n    Cart as C,\n)",
        "from shop.store.cart \\\n    import Basket, \\\n        Cart",
        "if True: from shop.store.cart import Cart",
        "from shop.store.cart import *",
        "from .cart import Cart",
        "from . cart import Cart",
        "from . import cart\ncart.Cart()",
        "from . import cart as c\nc.Cart()",
        "from ..store.cart import Cart",
        "import shop.store.cart\nshop.store.cart.Cart()",
        "import shop.store.cart as c\nc.Cart()",
        "import a, shop.store.cart as c\nc.Cart()",
        "import shop.store as s\ns.cart.Cart()",
        "import shop\nc = shop.store.cart\nc.Cart",
        "import shop\npatch.object(shop.store.cart, 'Cart')",
        "patch('shop.store.cart.Cart.add')",
        'patch("shop.store.cart:Cart")',
        "import_module('shop.store.cart').Cart",
        "from importlib import import_module\nimport_module('.cart', 'shop.store').Cart",
        "WHERE = 'shop.store.cart'\npatch(f'{WHERE}.Cart')",
        "from shop.store import cart\ngetattr(cart, 'Cart')",
        "from shop.store import cart\n(\n    cart\n    .Cart\n)",
    ],
)
def test_ways_to_a_name(tmp_path: Path, text: str) -> None:
    assert speaks(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "from shop.store.cart import Basket",
        "from other.store.cart import Cart",
        "from shop.store.cart import Basket\nCart = 1",
        "from ..cart import Cart",
        "Cart()",
        "self.cart.total(Cart)",
        "patch('other.place.cart.Cart')",
    ],
)
def test_what_is_something_else(tmp_path: Path, text: str) -> None:
    assert not speaks(tmp_path, text)


def test_ways_to_a_package(tmp_path: Path) -> None:
    for text in ("from . import Cart", "from ..store import Cart", "from shop.store import Cart", "from . import *"):
        assert speaks(tmp_path, text, "shop.store.Cart")
    assert speaks(tmp_path, "from .. import Cart", "shop.Cart")
    assert not speaks(tmp_path, "from .. import Cart", "shop.store.Cart")


def test_ways_to_a_module_at_the_top(tmp_path: Path) -> None:
    for text in ("import shop", "from shop.a import b", "x = 'shop.a'", "import_module('shop')"):
        assert speaks(tmp_path, text, "shop")
    for text in ("shop = 1", "from other import shop", "x = 'shop'"):
        assert not speaks(tmp_path, text, "shop", "other/user.py")


def test_of_a_member_only_who_spells_it(tmp_path: Path) -> None:
    text = "from .cart import Cart\nCart().add(1)\n"
    assert speaks(tmp_path, text, member="add")
    assert not speaks(tmp_path, text, member="remove")
