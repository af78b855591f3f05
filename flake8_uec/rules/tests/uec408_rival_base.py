"""UEC408."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Finding, Undecided
from flake8_uec.model.policy import Policy
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.bases import is_on_base, open_bases
from flake8_uec.semantics.module import Module


def _class_names(policy: Policy) -> frozenset[str]:
    every = (*policy.bases.names, *policy.bases.aliases) if policy.bases.names else ()
    return frozenset(name.rpartition(".")[2] for name in every)


@rule(
    "UEC408",
    "rival-base",
    table="bases",
    nodes=(ast.ClassDef, ast.Assign),
    words=_class_names,
    requires=lambda policy: policy.bases.names[:1],
    examples=(
        Example(
            bad="""\
                class SSotBaseTestCase:
                    pass
                """,
            good="from test_framework.ssot.base_test_case import SSotBaseTestCase\n",
        ),
        Example(
            bad="""\
                import unittest

                BaseTestCase = unittest.TestCase
                """,
            good="""\
                from test_framework.ssot.base_test_case import SSotBaseTestCase

                BaseTestCase = SSotBaseTestCase
                """,
        ),
    ),
    allowed=(
        Allowed(
            """\
                from test_framework.ssot.base_test_case import SSotBaseTestCase


                class BaseTestCase(SSotBaseTestCase):
                    pass
                """,
            because="it stands on the base itself",
        ),
    ),
)
def rival_base(node: ast.ClassDef | ast.Assign, module: Module) -> Iterator[Finding | Undecided]:
    """Second definition of the test base under its own name.

    ## What it does
    Flags a class, or another class given as an alias, under the name of one of the policy's test bases, that
    is not and does not inherit from one of them.

    ## Why is this bad
    A test that inherits from the rival reads as if it stood on the base and has nothing of it. The source is
    issue #1057.
    """
    names = _class_names(module.policy)
    message = "`{}` is a second base under the name of the test base; import it from `{}`"
    home = module.policy.bases.names[0].rpartition(".")[0]
    match node:
        case ast.ClassDef() if node.name in names and _is_rival(node, module):
            yield Finding(module.name_span(node), message.format(node.name, home))
        case ast.ClassDef() if node.name in names and not is_on_base(module.describe(node), module):
            yield from open_bases(node, module)
        case ast.Assign(targets=[ast.Name(id=name) as target], value=ast.Name() | ast.Attribute() as value):
            if name in names and _is_other_class(value, module):
                yield Finding(module.span(target), message.format(name, home))


def _is_rival(node: ast.ClassDef, module: Module) -> bool:
    cls = module.describe(node)
    return not module.classes.lineage(cls).unresolved and not is_on_base(cls, module)


def _is_other_class(value: ast.expr, module: Module) -> bool:
    """Tell whether a value is known to be something else than a base or a class on one."""
    ends = [name for name in module.resolve(value) if name not in module.policy.bases.names]
    classes = [cls for name in ends if (cls := module.classes.find(name)) is not None]
    if classes:
        return not any(is_on_base(cls, module) for cls in classes)
    return bool(ends) and not any(map(module.tracer.is_ours, ends))
