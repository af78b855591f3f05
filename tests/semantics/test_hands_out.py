"""What the functions of a module return, as far as the call that makes it."""

from __future__ import annotations

import ast

import pytest

from flake8_uec.semantics.facts import collect


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("return Cart()", ("shop.Cart",)),
        ("return Cart.empty()", ("shop.Cart.empty",)),
        ("cart = Cart()\n    return cart", ("shop.Cart",)),
        ("from depot import Cart as C\n    return C()", ("depot.Cart",)),
        ("if size:\n        return Cart()\n    return dict()", ("shop.Cart", "builtins.dict")),
        ("Cart()\n    return size", ()),
    ],
)
def test_what_a_function_hands_out(body: str, names: tuple[str, ...]) -> None:
    code = f"from shop import Cart\n\ndef make(size=1):\n    {body}\n"
    assert collect(ast.parse(code), "m", False).functions["make"].hands_out == names
