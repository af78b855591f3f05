"""UEC401."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Applicability, Evidence, Finding, Fix, Undecided
from flake8_uec.model.rule import Allowed, Example, Where, rule
from flake8_uec.semantics.bases import is_on_base, open_bases, short_names
from flake8_uec.semantics.collection import CONSTRUCTORS, find_tests, is_collected, is_in_reach
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.rebasing import base_for, put_on_base


@rule(
    "UEC401",
    "test-outside-base",
    table="bases",
    nodes=(ast.ClassDef,),
    words=lambda policy: ("class",) if policy.bases.names else (),
    requires=lambda policy: policy.bases.names[:1],
    where=Where.COLLECTED,
    yields_to=("UEC407",),
    examples=(
        Example(
            bad="""\
                class TestOrders:
                    def test_total(self):
                        assert True
                """,
            good="""\
                from test_framework.ssot.base_test_case import SSotBaseTestCase


                class TestOrders(SSotBaseTestCase):
                    def test_total(self):
                        assert True
                """,
        ),
        Example(
            bad="""\
                import unittest


                class OrdersCase(unittest.TestCase):
                    def test_total(self):
                        self.assertTrue(True)
                """,
            good="""\
                import unittest
                from test_framework.ssot.base_test_case import SSotBaseTestCase


                class OrdersCase(SSotBaseTestCase, unittest.TestCase):
                    def test_total(self):
                        self.assertTrue(True)
                """,
        ),
    ),
    allowed=(
        Allowed(
            """\
                from test_framework.ssot import base_test_case as base


                class Shared(base.SSotAsyncTestCase):
                    pass


                class TestOrders(Shared):
                    def test_total(self):
                        assert True
                """,
            because="it ends in a base, by way of another class",
        ),
        Allowed(
            """\
                from tests.gone import Missing


                class TestOrders(Missing):
                    def test_total(self): ...
                """,
            because="nothing tells what the missing class inherits from",
        ),
        Allowed(
            """\
                from enum import Enum


                class TestStatus(Enum):
                    PASSED = "passed"

                    def test_is_over(self):
                        return True
                """,
            because="pytest does not collect an enum",
        ),
        Allowed(
            """\
                class TestHelper:
                    def run(self): ...


                class Orders:
                    def test_total(self): ...
                """,
            because="the one has no tests, the other is not named like a test",
        ),
    ),
)
def test_outside_base(node: ast.ClassDef, module: Module) -> Iterator[Finding | Undecided]:
    """Test class that does not inherit from the one base of all tests.

    ## What it does
    Flags a class that pytest or unittest would collect, with tests of its own or inherited, that ends in none
    of the policy's bases. Bases are followed through modules, aliases, re-exports and star imports; a class
    whose bases cannot all be resolved is left alone. What is collected follows pytest's own rules and the
    `python_files`, `python_classes` and `python_functions` of the configuration nearest to the file.

    ## Why is this bad
    The base isolates the environment and records what a test did. A test outside it leaks its environment
    into the next one, and a class of the same name from another module does none of this. The source is
    issue #1057.

    ## Fix safety
    The fix is unsafe: from then on the base's set-up and tear-down run around each test, and its names are the
    class's. Set-up and tear-down of the class call those of the base first and last. There is no fix where the
    class has a name, or asks for a fixture, that the base has too, a decorator or keyword that may make it another
    class, or a base of the project: that one is to be mended. A class with parameters, parametrised tests or
    `async` ones stays what it is where the base is a `unittest.TestCase`, which knows none of them.
    """
    cls = module.describe(node)
    if is_on_base(cls, module) or not CONSTRUCTORS.isdisjoint(cls.members):
        return
    if module.classes.lineage(cls).unresolved and find_tests(cls, module) and is_in_reach(node, module):
        yield from open_bases(node, module)
    if not is_collected(node, module):
        return
    tests = find_tests(cls, module)
    if tests:
        evidence = tuple(Evidence(module.span(base), "this does not lead to the base") for base in node.bases)
        message = f"Test class `{node.name}` is outside the test base; inherit from {short_names(module)}"
        yield Finding(module.name_span(node), message, evidence, _fix(node, module))


def _fix(node: ast.ClassDef, module: Module) -> Fix | None:
    edits = put_on_base(node, module)
    title = f"Inherit from `{base_for(node, module).rpartition('.')[2]}`"
    return Fix(title, edits, Applicability.UNSAFE) if edits else None
