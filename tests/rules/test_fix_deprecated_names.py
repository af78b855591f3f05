"""A project's own deprecations: imports that go, and names that change along with all that reads them."""

from __future__ import annotations

from textwrap import dedent

import pytest

from flake8_uec.engine.fix import Fixer
from flake8_uec.engine.lint import Linter
from flake8_uec.model.diagnostic import Applicability, Diagnostic
from flake8_uec.model.policy import Deprecation, Policy
from flake8_uec.model.settings import Selection, Settings
from flake8_uec.model.source import Source
from flake8_uec.rules import rules_for
from tests.memory import MemoryProject

PROJECT = MemoryProject(
    {
        "shop.__init__": "",
        "shop.old": "class Cart:\n    def __init__(self, owner, size=1): ...\ndef total(cart): ...\n",
        "shop.new": "class Basket:\n    def __init__(self, user, size=1): ...\n    def add(self): ...\n",
        "shop.same": "class Till: ...\nDesk = Till\n",
    }
)
POLICY = Policy(
    deprecated=(
        Deprecation(name="shop.old.Cart", replacement="shop.new.Basket", code="UEC900", arguments={"owner": "user"}),
        Deprecation(name="shop.old.total", replacement="shop.new.sum_of", code="UEC901"),
        Deprecation(name="shop.same.Desk", replacement="shop.same.Till", code="UEC902"),
        Deprecation(name="numpy.float_", replacement="numpy.float64", code="UEC903"),
        Deprecation(name="numpy.AxisError", replacement="numpy.exceptions.AxisError", code="UEC904"),
    )
)
LINTER = Linter(rules_for(POLICY), Settings(root="/", policy=POLICY, selection=Selection(select=("UEC9",))), PROJECT)


def lint(code: str, path: str = "user.py") -> list[Diagnostic]:
    return LINTER.lint(Source(path, dedent(code), path))


def fixed(code: str, path: str = "user.py") -> str:
    fixer = Fixer(LINTER.lint, lambda _: True, LINTER.tidy)
    return fixer.fix(Source(path, dedent(code), path)).source.text


def test_an_import_and_every_use_of_it_change_at_once() -> None:
    before = """\
        from shop.old import Cart  # the cart

        def make(carts: "list[Cart]", cart: Cart) -> Cart:
            assert isinstance(cart, Cart), "no Cart"
            return Cart(owner=cart.owner, size=2)
        """
    assert fixed(before) == dedent("""\
        from shop.new import Basket  # the cart

        def make(carts: "list[Basket]", cart: Basket) -> Basket:
            assert isinstance(cart, Basket), "no Cart"
            return Basket(user=cart.owner, size=2)
        """)


def test_a_name_of_the_user_stays() -> None:
    assert fixed("from shop.old import Cart as C\nC('me')\n") == "from shop.new import Basket as C\nC('me')\n"


def test_a_replacement_that_is_there_already_is_used() -> None:
    before = "from shop.new import Basket\nfrom shop.old import Cart\n\nprint(Basket, Cart)\n"
    assert fixed(before) == "from shop.new import Basket\n\nprint(Basket, Basket)\n"


def test_an_import_that_is_not_used_goes() -> None:
    assert fixed("import os\nfrom shop.old import Cart\nprint(os)\n") == "import os\nprint(os)\n"


@pytest.mark.parametrize(
    "code",
    [
        "from shop.old import Cart\nBasket = 1\nprint(Cart)\n",
        "from shop.old import Cart\n__all__ = ['Cart']\n",
        "from shop.old import Cart\nprint(Cart.totals())\n",
        "from shop.old import Cart\nCart('me', depth=1)\n",
        "from shop.old import Cart\nCart(*rest)\n",
        "try:\n    from shop.old import Cart\nexcept ImportError:\n    Cart = None\nprint(Cart)\n",
        "from shop.old import Cart\nfrom unittest.mock import patch\npatch('user.Cart')\nprint(Cart)\n",
        "from shop.old import Cart  # noqa: F401\n",
        "from shop.old import total\ntotal()\n",
    ],
    ids=["taken", "exported", "member", "argument", "star", "try", "patched", "kept", "unresolved"],
)
def test_what_cannot_be_replaced_stays(code: str) -> None:
    assert lint(code)
    assert fixed(code) == code


def test_a_package_keeps_what_it_passes_on() -> None:
    code = "from shop.old import Cart\n"
    assert fixed(code, "user/__init__.py") == code


def test_a_use_through_a_module_keeps_the_way_to_it() -> None:
    assert fixed("import numpy as np\nx = np.float_(1)\n") == "import numpy as np\nx = np.float64(1)\n"


def test_a_replacement_in_another_module_is_imported() -> None:
    after = "from numpy.exceptions import AxisError\n\nx = AxisError\n"
    assert fixed("import numpy as np\n\nx = np.AxisError\n") == after


def test_only_another_name_of_the_same_object_is_safe() -> None:
    same, other = lint("import shop.same\nprint(shop.same.Desk)\n"), lint("import numpy\nprint(numpy.float_)\n")
    assert [one.fix.applicability for one in [*same, *other] if one.fix] == [Applicability.SAFE, Applicability.UNSAFE]


def test_what_other_files_may_import_is_safe_to_delete_once_they_are_known() -> None:
    (found,) = lint("from shop.old import Cart\n")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.UNSAFE
    assert found.fix.unless is not None
    assert found.fix.unless.name == "user.Cart"
