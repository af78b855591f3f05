"""UEC406."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.facts import ClassFacts
from flake8_uec.model.rule import Allowed, Example, Where, rule
from flake8_uec.semantics.bases import is_on_base
from flake8_uec.semantics.module import Module

HOOKS = frozenset(
    {
        "setUp", "tearDown", "setUpClass", "tearDownClass", "asyncSetUp", "asyncTearDown",
        "setup_method", "teardown_method", "setup_class", "teardown_class",
    }
)  # fmt: skip


@rule(
    "UEC406",
    "setup-without-super",
    nodes=(ast.FunctionDef, ast.AsyncFunctionDef),
    words=lambda policy: HOOKS if policy.bases.names else (),
    requires=lambda policy: policy.bases.names[:1],
    where=Where.TESTS,
    yields_to=("UEC407",),
    examples=(
        Example(
            bad="""\
                from test_framework.ssot.base_test_case import SSotBaseTestCase


                class TestOrders(SSotBaseTestCase):
                    def setup_method(self, method=None):
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
    ),
    allowed=(
        Allowed(
            """\
                from test_framework.ssot.base_test_case import SSotBaseTestCase


                class TestOrders(SSotBaseTestCase):
                    def setup_method(self, method=None):
                        SSotBaseTestCase.setup_method(self, method)
                """,
            because="the base's method is called by its name",
        ),
        Allowed(
            """\
                from test_framework.ssot.base_test_case import SSotBaseTestCase


                class TestOrders(SSotBaseTestCase):
                    @classmethod
                    def setup_class(cls):
                        cls.orders = []
                """,
            because="no base has this method",
        ),
    ),
)
def setup_without_super(node: ast.FunctionDef | ast.AsyncFunctionDef, module: Module) -> Iterator[Finding]:
    """Set-up or tear-down that shuts out the base's own.

    ## What it does
    Flags `setUp`, `setup_method`, `tearDownClass` and their like in a class on the test base, where the
    method never calls the same method of its super and a base has one.

    ## Why is this bad
    The base isolates the environment in its set-up and restores it in its tear-down. A method that takes its
    place without calling it leaves the test without either. The source is issue #1057.
    """
    owner = module.parent(node)
    while isinstance(owner, (ast.If, ast.Try, ast.With)):
        owner = module.parent(owner)
    if node.name not in HOOKS or not isinstance(owner, ast.ClassDef):
        return
    cls = module.describe(owner)
    inherited = _inherited(cls, node.name, module)
    if inherited is not None and is_on_base(cls, module) and not _calls_super(node, module):
        advice = f"call `super().{node.name}()` in it" if isinstance(node, ast.FunctionDef) else "await the super's"
        where = inherited.name.rpartition(".")[2]
        message = f"`{node.name}` replaces that of `{where}` without calling it; {advice}"
        yield Finding(module.name_span(node), message)


def _inherited(cls: ClassFacts, name: str, module: Module) -> ClassFacts | None:
    """Return the base of the project that has a method of a name, the nearest first."""
    bases = module.classes.lineage(cls).classes[1:]
    return next((one for one in bases if name in one.members), None)


def _calls_super(method: ast.FunctionDef | ast.AsyncFunctionDef, module: Module) -> bool:
    """Tell whether a method calls its like on `super()`, or on a class with its own `self` or `cls`."""
    first = next(iter(method.args.args), None)
    for inner in module.tree.children(method):
        match inner:
            case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=method.name)):
                return True
            case ast.Call(func=ast.Attribute(attr=method.name), args=[ast.Name(id=name), *_]):
                if first is not None and name == first.arg:
                    return True
    return False
