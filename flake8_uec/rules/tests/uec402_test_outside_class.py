"""UEC402."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.rule import Allowed, Example, Where, rule
from flake8_uec.semantics.bases import short_names
from flake8_uec.semantics.collection import is_test_function
from flake8_uec.semantics.module import Module


@rule(
    "UEC402",
    "test-outside-class",
    table="bases",
    nodes=(ast.FunctionDef, ast.AsyncFunctionDef),
    words=lambda policy: ("def",) if policy.bases.names else (),
    requires=lambda policy: policy.bases.names[:1],
    where=Where.COLLECTED,
    optional=True,
    yields_to=("UEC401",),
    examples=(
        Example(
            bad="""\
                def test_total():
                    assert True
                """,
            good="""\
                from test_framework.ssot.base_test_case import SSotBaseTestCase


                class TestOrders(SSotBaseTestCase):
                    def test_total(self):
                        assert True
                """,
        ),
    ),
    allowed=(
        Allowed(
            """\
                import pytest


                @pytest.fixture
                def test_user():
                    return "user-1"
                """,
            because="a fixture is not a test",
        ),
    ),
)
def test_outside_class(node: ast.FunctionDef | ast.AsyncFunctionDef, module: Module) -> Iterator[Finding]:
    """Test function of a module, which no base can serve.

    ## What it does
    Flags a function outside any class that pytest would collect. Off unless it is selected by its full code.

    ## Why is this bad
    Only a class can inherit from the base of all tests, so that a test function runs without its isolation.
    The source is issue #1057.
    """
    if is_test_function(node, module):
        message = f"Test `{node.name}` is outside any class; move it into one on {short_names(module)}"
        yield Finding(module.name_span(node), message)
