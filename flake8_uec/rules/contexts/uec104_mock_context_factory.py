"""UEC104."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.policy import Policy
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.instances import function, instance_of
from flake8_uec.semantics.module import Module


def _words(policy: Policy) -> tuple[str, ...]:
    return tuple(name.rpartition(".")[2] for name in policy.context.mock_factories)


@rule(
    "UEC104",
    "mock-context-factory",
    nodes=(ast.Call,),
    words=_words,
    requires=lambda policy: (policy.context.name,),
    examples=(
        Example(
            bad="""\
                from test_framework.ssot.mock_factory import SSotMockFactory

                context = SSotMockFactory.create_mock_user_context(user_id="user-1")
                """,
            good="""\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                context = UserExecutionContext(user_id="user-1", thread_id="thread-1", run_id="run-1")
                """,
        ),
    ),
    allowed=(
        Allowed(
            """\
            from test_framework.ssot.mock_factory import SSotMockFactory

            database = SSotMockFactory.create_database_mock()
            """,
            because="another mock of the same factory",
        ),
    ),
)
def mock_context_factory(node: ast.Call, module: Module) -> Iterator[Finding]:
    """Call of a factory that hands out mock contexts.

    ## What it does
    Flags a call of a function that the policy lists as a factory of mock contexts. A factory that, by its
    own text, builds the real class is none.

    ## Why is this bad
    It is a mock of the context all the same, and code that checks the type raises on it. The source is
    issue #346.
    """
    factories = module.policy.context.mock_factories
    factory = next((name for name in _callees(node, module) if name in factories), "")
    if factory and not _builds_the_real_one(factory, module):
        name = module.policy.context.name.rpartition(".")[2]
        message = f"`{'.'.join(factory.split('.')[-2:])}` hands out a mock; construct a real `{name}`"
        yield Finding(module.span(node.func), message)


def _callees(node: ast.Call, module: Module) -> Iterator[str]:
    yield from module.origins(node.func)
    if isinstance(node.func, ast.Attribute):
        cls = instance_of(node.func.value, module)
        yield from [f"{cls.name}.{node.func.attr}"] if cls is not None else []


def _builds_the_real_one(factory: str, module: Module) -> bool:
    """Tell whether what a factory returns comes from a call of the class, or of a method of it."""
    member = function(factory, module)
    real = module.policy.context.name
    made = [step for name in member.hands_out for step in module.tracer.trace(name)] if member else []
    return any(name == real or name.startswith(f"{real}.") for name in made)
