"""UEC406."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Applicability, Finding, Fix, Undecided
from flake8_uec.model.facts import ClassFacts
from flake8_uec.model.rule import Allowed, Example, Where, rule
from flake8_uec.semantics.bases import is_on_base, open_bases
from flake8_uec.semantics.insertion import Function
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.super_calls import HOOKS, SET_UP_OF, call_super, calls_super, is_next, runs_itself


@rule(
    "UEC406",
    "setup-without-super",
    table="bases",
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
def setup_without_super(node: Function, module: Module) -> Iterator[Finding | Undecided]:
    """Set-up or tear-down that shuts out the base's own.

    ## What it does
    Flags `setUp`, `setup_method`, `tearDownClass` and their like in a class on the test base, where the
    method never calls the same method of its super and a base has one.

    ## Why is this bad
    The base isolates the environment in its set-up and restores it in its tear-down. A method that takes its
    place without calling it leaves the test without either. The source is issue #1057.

    ## Fix safety
    The fix is unsafe: it calls the super's method first in a set-up and last in a tear-down, and what that does
    may get in the way of the rest. There is none where the super's method takes other arguments, where the method
    returns early or is decorated, where a tear-down would find the set-up before it still shut out, or where the call would come back to the class: the super's `setUp` may call
    `setup_method`, which a class has of its own.
    """
    owner = module.parent(node)
    while isinstance(owner, (ast.If, ast.Try, ast.With)):
        owner = module.parent(owner)
    if node.name not in HOOKS or not isinstance(owner, ast.ClassDef):
        return
    cls = module.describe(owner)
    inherited = _inherited(cls, node.name, module)
    if module.classes.lineage(cls).unresolved and not is_on_base(cls, module):
        yield from open_bases(owner, module)
    if inherited is not None and is_on_base(cls, module) and not calls_super(node, module):
        advice = f"call `super().{node.name}()` in it" if isinstance(node, ast.FunctionDef) else "await the super's"
        where = inherited.name.rpartition(".")[2]
        message = f"`{node.name}` replaces that of `{where}` without calling it; {advice}"
        yield Finding(module.name_span(node), message, fix=_fix(node, owner, inherited, module))


def _inherited(cls: ClassFacts, name: str, module: Module) -> ClassFacts | None:
    """Return the base of the project that has a method of a name, the nearest first."""
    bases = module.classes.lineage(cls).classes[1:]
    return next((one for one in bases if name in one.members), None)


def _fix(method: Function, owner: ast.ClassDef, inherited: ClassFacts, module: Module) -> Fix | None:
    cls = module.describe(owner)
    if runs_itself(cls, method.name, module) or not is_next(inherited, cls, module):
        return None
    edit = call_super(method, inherited.members[method.name], module)
    if edit is None or not _is_set_up(method, owner, module):
        return None
    return Fix(f"Call `super().{method.name}`", (edit,), Applicability.UNSAFE)


def _is_set_up(tear_down: Function, owner: ast.ClassDef, module: Module) -> bool:
    """Tell whether what the super tears down was set up: the class has no set-up that shuts that of the super out."""
    for method in owner.body:
        if isinstance(method, Function) and method.name == SET_UP_OF.get(tear_down.name):
            inherited = _inherited(module.describe(owner), method.name, module)
            return (
                inherited is None or calls_super(method, module) or _fix(method, owner, inherited, module) is not None
            )
    return True
