"""UEC104."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.facts import Passing
from flake8_uec.model.policy import Policy
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.instances import function, instance_of
from flake8_uec.semantics.mocks import Mock
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.real_contexts import by_hand, real_context


def _words(policy: Policy) -> tuple[str, ...]:
    return tuple(name.rpartition(".")[2] for name in policy.context.mock_factories)


@rule(
    "UEC104",
    "mock-context-factory",
    table="context",
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

    ## Fix safety
    The call that gives a variable its value becomes one of the real class, with the same arguments. The fix is safe where all required ids were set to strings that the class takes. It is unsafe where one had
    to be made up, where a value may not be what the class demands, where a member is read that was not set, and where
    the policy names a factory to call.

    There is no fix where the variable is set again or a field later, where a method is stubbed, a call asserted, or a
    member read that the class lacks; where the class refuses a field or a value; in `raises`, or where the test wants
    the mock to be refused; where the variable is no plain one or one of `self`; where an id would be the same for
    several users, in a loop or in a function that is called again; where the class is patched; and where a comment
    would be lost.
    """
    factories = module.policy.context.mock_factories
    factory = next((name for name in _callees(node, module) if name in factories), "")
    if factory and not _builds_the_real_one(factory, module):
        name = module.policy.context.name.rpartition(".")[2]
        message = f"`{'.'.join(factory.split('.')[-2:])}` hands out a mock; construct a real `{name}`"
        mock, positional = Mock(node, factory.rpartition(".")[2], None), _positional(factory, module)
        fix, todo = real_context(mock, module, positional), by_hand(mock, module, positional)
        yield Finding(module.span(node.func), message, fix=fix, todo=todo)


def _positional(factory: str, module: Module) -> list[str]:
    """Return what the positional arguments of a factory set."""
    member = function(factory, module)
    by_position = (Passing.POSITIONAL_ONLY, Passing.EITHER)
    return [one.name for one in member.parameters if one.passing in by_position] if member is not None else []


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
