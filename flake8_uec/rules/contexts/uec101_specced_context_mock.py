"""UEC101."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Evidence, Finding
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.mocks import creation
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.real_contexts import by_hand, real_context
from flake8_uec.semantics.references import Reference


@rule(
    "UEC101",
    "specced-context-mock",
    table="context",
    names=lambda policy: policy.context.mocks if policy.context.name else (),
    requires=lambda policy: (policy.context.name,),
    examples=(
        Example(
            bad="""\
                from unittest.mock import NonCallableMock

                from netra_backend.app.services.user_execution_context import UserExecutionContext

                context = NonCallableMock(spec=UserExecutionContext)
                context.user_id = "user-1"
                context.thread_id = "thread-1"
                """,
            good="""\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                context = UserExecutionContext(user_id="user-1", thread_id="thread-1", run_id="run-1")
                """,
        ),
        Example(
            bad="""\
                from unittest.mock import create_autospec

                from netra_backend.app.services.user_execution_context import UserExecutionContext

                context = create_autospec(UserExecutionContext, instance=True)
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
            from unittest.mock import create_autospec

            from netra_backend.app.services.agent_service import AgentService

            service = create_autospec(AgentService)
            """,
            because="a mock of another class",
        ),
    ),
)
def specced_context_mock(reference: Reference, module: Module) -> Iterator[Finding]:
    """Mock that is built from the user's context class.

    ## What it does
    Flags a mock whose `spec`, `spec_set` or first argument is the context class, and `create_autospec` of it.

    ## Why is this bad
    Such a mock passes `isinstance`, so that it slips through a check of the type unseen: what the real class
    refuses, a missing or made-up identity, a mock takes. The source is issue #346.

    ## Fix safety
    A variable's mock and the assignments of its fields right after it become one call of the real class. The fix is
    safe where all required ids were set to strings that the class takes. It is unsafe where one had to be made up, where a value may not be what the class demands, where a member is read that was not set, and where
    the policy names a factory to call.

    There is no fix where the variable is set again or a field later, where a method is stubbed, a call asserted, or a
    member read that the class lacks; where the class refuses a field or a value; in `raises`, or where the test wants
    the mock to be refused; where the variable is no plain one or one of `self`; where an id would be the same for
    several users, in a loop or in a function that is called again; where the class is patched; and where a comment
    would be lost.
    """
    mock = creation(reference, module)
    if mock is None or mock.spec is None:
        return
    spec = mock.spec.func if isinstance(mock.spec, ast.Call) else mock.spec  # an instance serves as well
    if module.policy.context.name not in module.origins(spec):
        return
    name = module.policy.context.name.rpartition(".")[2]
    message = (
        f"`{mock.maker}` with the spec of `{name}` passes `isinstance` and skips every check that `{name}` makes; "
        f"construct a real `{name}`"
    )
    evidence = (Evidence(module.span(mock.spec), "the spec is given here"),)
    yield Finding(module.span(reference.node), message, evidence, real_context(mock, module), by_hand(mock, module))
