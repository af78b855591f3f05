"""What of a module is not what it was, and which modules hand that on."""

from __future__ import annotations

import ast

from flake8_uec.model.facts import Facts
from flake8_uec.semantics.facts import collect
from flake8_uec.semantics.interface import Changed, changed_names, changed_values, closure, open_classes


def facts(text: str, module: str = "shop.cart") -> Facts:
    return collect(ast.parse(text), module, is_package=False)


def names(found: Changed) -> set[str]:
    return {name for name, _ in found.parts}


def changed(before: str, after: str) -> Changed:
    return changed_names(facts(before), facts(after), "shop.cart")


def test_moved_and_rewritten_code_changes_nothing() -> None:
    before = "class Cart:\n    def add(self, item): return 1\n"
    after = "# moved\n\nclass Cart:\n\n    def add(self, item):\n        return 2\n"
    assert changed(before, after) == Changed()


def test_a_new_member_changes_the_class_and_a_new_import_the_name() -> None:
    assert changed("class Cart: ...", "class Cart:\n    x = 1").parts == {("shop.cart.Cart", "x")}
    assert changed("class Cart: ...", "class Cart(Base): ...").parts == {("shop.cart.Cart", "")}
    assert changed("from a import x", "from b import x") == Changed(meaning=frozenset({"shop.cart.x"}))
    assert changed("", "y = 1") == Changed(meaning=frozenset({"shop.cart.y"}))


def test_a_star_or_a_module_that_comes_or_goes_changes_all() -> None:
    whole = Changed(frozenset({"shop.cart"}))
    assert changed("from a import *", "from b import *") == whole
    assert changed_names(None, facts(""), "shop.cart") == changed_names(facts(""), None, "shop.cart") == whole


def test_values_that_a_class_may_be_had_from() -> None:
    def values(before: str, after: str) -> set[str]:
        return names(changed_values(ast.parse(before), ast.parse(after), "m"))

    assert values("BASES = {'a': A}", "BASES = {'a': B}") == {"m.BASES"}
    assert values("LIMIT = 1", "LIMIT = 2") == set()
    assert values("def f():\n    return A", "def f():\n    return B") == {"m.f"}
    assert values("def f():\n    return a", "def f():\n    return b") == set()
    assert names(open_classes(facts("class A(make(), B): ...\nclass C(B): ..."))) == {"shop.cart.A"}


def handed(text: str, name: str, member: str | None = None) -> Changed:
    """Return what a module `m` makes of a name that means something else, or of which a member is another."""
    start = Changed(frozenset({name})) if member is None else Changed(content=frozenset({(name, member)}))
    return closure([facts(text, "m")], start) - start


def test_what_a_module_hands_on() -> None:
    cart = "shop.cart.Cart"
    assert handed("from shop.cart import Cart as C", cart).meaning == {"m.C"}
    assert handed("from shop.cart import *", cart).meaning == {"m.Cart"}
    assert handed("from shop.cart import Cart", cart, "add").parts == {("m.Cart", "add")}
    assert handed("from shop.cart import *", cart, "add").parts == {("m.Cart", "add")}
    assert handed("import shop.cart as c", cart, "add").parts == {("m.c", "")}
    mid = "from shop.cart import Cart\nclass Mid(Cart): ...\nclass Low(Mid): ...\ndef make() -> Low: ..."
    assert handed(mid, cart, "add").parts == {(f"m.{name}", "add") for name in ("Cart", "Mid", "Low", "make")}


def test_a_parameter_asks_for_no_more_than_what_its_annotation_stands_for() -> None:
    text = "from shop.cart import Cart\ndef f(cart: Cart): ..."
    assert "m.f" not in names(handed(text, "shop.cart.Cart", ""))
    assert "m.f" in names(handed(text, "shop.cart.Cart"))


def test_members_that_are_inherited_without_a_word_change_the_class() -> None:
    for member in ("__init__", "test_it", "setUp", "asyncSetUp", "setup_method"):
        parts = changed("class Cart: ...", f"class Cart:\n    def {member}(self): ...").parts
        assert parts == {("shop.cart.Cart", "")}
