"""Where an import is written that a fix needs, and what it leaves alone."""

from __future__ import annotations

import ast

import pytest

from flake8_uec.engine.fix import apply
from flake8_uec.model.policy import Policy
from flake8_uec.model.source import Source
from flake8_uec.semantics.imports import reach, redirect
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.trace import Tracer
from flake8_uec.semantics.tree import Tree
from tests.memory import MemoryProject

SHOP = {
    "shop.__init__": "from shop.cart import Cart\n",
    "shop.cart": "class Cart: ...\nclass Line: ...\n",
    "shop.tax": "class Vat: ...\n",
}


def module_of(code: str) -> Module:
    source = Source("tests/test_it.py", code, "tests/test_it.py")
    return Module(Tree(source, ast.parse(code)), Policy(), Tracer(MemoryProject(SHOP)))


def reached(code: str, name: str = "shop.cart.Cart") -> tuple[str, str] | None:
    """Return the expression for a name at `HERE`, and the code with the import added."""
    module = module_of(code)
    (place,) = (node for node in module.tree.nodes_with(["HERE"]) if isinstance(node, ast.Name) and node.id == "HERE")
    found = reach(module, name, place)
    return (found.expression, apply(code, found.edits)) if found else None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "import os\n\nx = HERE\n",
            "import os\nfrom shop.cart import Cart\n\nx = HERE\n",
            id="below the last import",
        ),
        pytest.param(
            "import os\nimport shop.tax\nimport sys\n\nx = HERE\n",
            "import os\nimport shop.tax\nfrom shop.cart import Cart\nimport sys\n\nx = HERE\n",
            id="below an import of the same package",
        ),
        pytest.param(
            "from shop.cart import Line\n\nx = HERE\n",
            "from shop.cart import Line, Cart\n\nx = HERE\n",
            id="merged",
        ),
        pytest.param(
            "from shop.cart import Line  # for the total\n\nx = HERE\n",
            "from shop.cart import Line, Cart  # for the total\n\nx = HERE\n",
            id="merged before a comment",
        ),
        pytest.param(
            "from shop.cart import (\n    Line\n)\n\nx = HERE\n",
            "from shop.cart import (\n    Line,\n    Cart,\n)\n\nx = HERE\n",
            id="merged into lines without a last comma",
        ),
        pytest.param(
            "from shop.cart import (\n    Line,  # for the total\n)\n\nx = HERE\n",
            "from shop.cart import (\n    Line,  # for the total\n    Cart,\n)\n\nx = HERE\n",
            id="merged below a comment",
        ),
        pytest.param(
            "from shop.cart import (Line,\n                       Line as Row)\n\nx = HERE\n",
            "from shop.cart import (Line,\n                       Line as Row, Cart)\n\nx = HERE\n",
            id="merged before the bracket",
        ),
        pytest.param(
            "from shop.cart import Line; import os\nx = HERE\n",
            "from shop.cart import Line, Cart; import os\nx = HERE\n",
            id="merged before a semicolon",
        ),
        pytest.param(
            "import os; import sys\nx = HERE\n",
            "import os; import sys\nfrom shop.cart import Cart\nx = HERE\n",
            id="below a line of several statements",
        ),
        pytest.param(
            '"""Tests."""\n\nx = HERE\n',
            '"""Tests."""\n\nfrom shop.cart import Cart\n\nx = HERE\n',
            id="below the docstring",
        ),
        pytest.param(
            '"""Tests."""\nfrom __future__ import annotations\n\nx = HERE\n',
            '"""Tests."""\nfrom __future__ import annotations\nfrom shop.cart import Cart\n\nx = HERE\n',
            id="below the future",
        ),
        pytest.param(
            "#!/usr/bin/env python\n# Tests.\nx = HERE\n",
            "#!/usr/bin/env python\n# Tests.\nfrom shop.cart import Cart\n\nx = HERE\n",
            id="below the first comments",
        ),
        pytest.param(
            "def test_it():\n    x = HERE\n",
            "from shop.cart import Cart\n\n\ndef test_it():\n    x = HERE\n",
            id="above the first definition",
        ),
        pytest.param(
            "import sys\nsys.path.insert(0, '..')\n\nx = HERE\n",
            "import sys\nsys.path.insert(0, '..')\nfrom shop.cart import Cart\n\nx = HERE\n",
            id="below a change of the path",
        ),
        pytest.param(
            "import shop.tax\r\n\r\nx = HERE\r\n",
            "import shop.tax\r\nfrom shop.cart import Cart\r\n\r\nx = HERE\r\n",
            id="with the file's own line breaks",
        ),
        pytest.param(
            "import os\n\ndef test_it():\n    from shop.cart import Line\n    x = HERE\n",
            "import os\n\ndef test_it():\n    from shop.cart import Line, Cart\n    x = HERE\n",
            id="merged in the function",
        ),
        pytest.param(
            "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from shop.cart import Cart\n\n"
            'def make() -> "Cart":\n    """Make one."""\n    return HERE\n',
            "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from shop.cart import Cart\n\n"
            'def make() -> "Cart":\n    """Make one."""\n    from shop.cart import Cart\n    return HERE\n',
            id="in the function where the module has it for types only",
        ),
    ],
)
def test_an_import_is_added_where_a_reader_would(before: str, after: str) -> None:
    assert reached(before) == ("Cart", after)
    ast.parse(after)


def test_a_full_line_is_not_lengthened() -> None:
    names = ", ".join(f"Line as Line{number}" for number in range(5))
    code = f"from shop.cart import {names}\n\nx = HERE\n"
    assert reached(code) == ("Cart", code.replace("\n\nx", "\nfrom shop.cart import Cart\n\nx"))


@pytest.mark.parametrize(
    ("code", "expression"),
    [
        ("from shop.cart import Cart\nx = HERE\n", "Cart"),
        ("from shop.cart import Cart as Basket\nx = HERE\n", "Basket"),
        ("from shop import Cart\nx = HERE\n", "Cart"),
        ("def f():\n    from shop.cart import Cart\n    x = HERE\n", "Cart"),
    ],
)
def test_a_name_that_is_there_is_used(code: str, expression: str) -> None:
    assert reached(code) == (expression, code)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("class Cart: ...\nx = HERE\n", id="another meaning in the module"),
        pytest.param("def f(Cart):\n    x = HERE\n", id="a parameter"),
        pytest.param("def f():\n    x = HERE\n    Cart = 1\n", id="a local variable"),
        pytest.param("x = HERE\nimport os\n", id="no import above"),
        pytest.param(
            "try:\n    from shop.cart import Cart\nexcept ImportError:\n    Cart = None\nx = HERE\n",
            id="may be `None`",
        ),
    ],
)
def test_no_name_is_given_another_meaning(code: str) -> None:
    assert reached(code) is None


def test_what_does_not_resolve_is_never_imported() -> None:
    assert reached("import os\nx = HERE\n", "shop.cart.Missing") is None
    assert reached("import os\nx = HERE\n", "other.cart.Cart") is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from old import Cart\n", "from shop.cart import Cart\n"),
        ("from .old import Cart\n", "from shop.cart import Cart\n"),
        ("from . import Cart\n", "from shop.cart import Cart\n"),
        ("from old import Cart as Basket  # why\n", "from shop.cart import Cart as Basket  # why\n"),
        ("from old import Bag as Basket\n", "from shop.cart import Cart as Basket\n"),
        ("from old import Bag\n", "from shop.cart import Cart as Bag\n"),
        ("from old import (\n    Cart,\n)\n", "from shop.cart import (\n    Cart,\n)\n"),
        ("from old \\\n    import Cart\n", "from shop.cart \\\n    import Cart\n"),
        ("from old import Cart, x\n", "from old import x\nfrom shop.cart import Cart\n"),
        ("from old import x, Cart\n", "from old import x\nfrom shop.cart import Cart\n"),
        (
            "def f():\n    from old import (\n        x,\n        Cart,\n    )\n",
            "def f():\n    from old import (\n        x,\n    )\n    from shop.cart import Cart\n",
        ),
    ],
)
def test_an_import_is_redirected(before: str, after: str) -> None:
    module = module_of(before)
    alias = next(
        node
        for node in module.tree.nodes_with(["import", "Cart", "Bag"])
        if isinstance(node, ast.alias) and node.name in ("Cart", "Bag")
    )
    edits = redirect(module, alias, "shop.cart.Cart")
    assert edits is not None
    assert apply(before, edits) == after


@pytest.mark.parametrize(
    "code",
    [
        "from old import x, Cart; y = 1\n",
        "from old import (\n    Cart,  # of the shop\n    x)\n",
    ],
)
def test_an_import_is_not_redirected_where_something_would_be_lost(code: str) -> None:
    module = module_of(code)
    alias = next(
        node for node in module.tree.nodes_with(["Cart"]) if isinstance(node, ast.alias) and node.name == "Cart"
    )
    assert redirect(module, alias, "shop.cart.Cart") is None
