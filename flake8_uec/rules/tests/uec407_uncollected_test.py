"""UEC407."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Evidence, Finding, Undecided
from flake8_uec.model.rule import Allowed, Example, Where, rule
from flake8_uec.semantics.bases import open_bases
from flake8_uec.semantics.classes import Lineage
from flake8_uec.semantics.collection import CONSTRUCTORS, find_tests, is_collected, is_unittest
from flake8_uec.semantics.module import Module

SYNC_HOOKS = frozenset({"setUp", "tearDown", "setup_method", "teardown_method"})
"""Methods that their runner calls and does not await."""


@rule(
    "UEC407",
    "uncollected-test",
    nodes=(ast.FunctionDef, ast.AsyncFunctionDef),
    words=lambda policy: CONSTRUCTORS | SYNC_HOOKS,
    where=Where.COLLECTED,
    examples=(
        Example(
            bad="""\
                class TestOrders:
                    def __init__(self):
                        self.orders = []

                    def test_total(self):
                        assert not self.orders
                """,
            good="""\
                from test_framework.ssot.base_test_case import SSotBaseTestCase


                class TestOrders(SSotBaseTestCase):
                    def setup_method(self, method=None):
                        super().setup_method(method)
                        self.orders = []

                    def test_total(self):
                        assert not self.orders
                """,
        ),
        Example(
            bad="""\
                from test_framework.ssot.base_test_case import SSotAsyncTestCase


                class TestOrders(SSotAsyncTestCase):
                    async def setup_method(self, method=None):
                        self.orders = await self.load_orders()

                    def test_total(self):
                        assert not self.orders
                """,
            good="""\
                import pytest

                from test_framework.ssot.base_test_case import SSotAsyncTestCase


                class TestOrders(SSotAsyncTestCase):
                    @pytest.fixture
                    async def orders(self):
                        return await self.load_orders()

                    def test_total(self, orders):
                        assert not orders
                """,
        ),
    ),
    allowed=(
        Allowed(
            """\
                class TestClient:
                    def __init__(self):
                        self.calls = []

                    def get(self): ...
                """,
            because="a helper: it has no tests",
        ),
        Allowed(
            """\
                import pytest


                class TestOrders:
                    @pytest.fixture(autouse=True)
                    async def setup_method(self): ...

                    def test_total(self): ...
                """,
            because="a fixture may be asynchronous",
        ),
        Allowed(
            """\
                import asyncio


                class Base:
                    def run_set_up(self):
                        asyncio.run(self.setup_method())


                class TestOrders(Base):
                    async def setup_method(self, method=None): ...

                    def test_total(self): ...
                """,
            because="the base runs it as a coroutine",
        ),
    ),
)
def uncollected_test(node: ast.FunctionDef | ast.AsyncFunctionDef, module: Module) -> Iterator[Finding | Undecided]:
    """Test, or set-up of one, that looks as if it ran and never does.

    ## What it does
    Flags a class with a test's name and tests that has a constructor of its own: pytest passes it over with
    a warning. Flags an `async def` of `setUp`, `tearDown`, `setup_method` or `teardown_method` in a class
    that pytest collects, unless it is a fixture or the class or a base of it awaits it. A base for asynchronous
    tests that awaits its `async_setup_method` alone, or nothing, does not save it.

    ## Why is this bad
    A test that is never run is green for ever. A set-up that is never awaited leaves its tests to pass or
    fail without it. The source is issue #1057.
    """
    owner = module.parent(node)
    if not isinstance(owner, ast.ClassDef) or not (node.name in CONSTRUCTORS or _is_async_hook(node)):
        return
    cls = module.describe(owner)
    lineage = module.classes.lineage(cls)
    if not find_tests(cls, module):
        return
    if lineage.unresolved:
        yield from open_bases(owner, module)
    if not is_collected(owner, module):
        return
    if node.name in CONSTRUCTORS and not is_unittest(lineage):
        message = f"pytest does not collect `{owner.name}`: it has a `{node.name}`; set it up in `setup_method`"
        yield Finding(module.name_span(owner), message, (Evidence(module.name_span(node), "the constructor"),))
    elif _is_async_hook(node) and not is_unittest(lineage) and not _is_awaited(node.name, lineage):
        message = f"`{node.name}` is never awaited: nothing runs it; make it a plain method or a fixture"
        yield Finding(module.name_span(node), message)


def _is_async_hook(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return node.name in SYNC_HOOKS and isinstance(node, ast.AsyncFunctionDef) and not node.decorator_list


def _is_awaited(name: str, lineage: Lineage) -> bool:
    return any(name in one.awaited for one in lineage.classes)
