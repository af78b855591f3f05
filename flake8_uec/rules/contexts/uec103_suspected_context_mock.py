"""UEC103."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_uec.model.diagnostic import Evidence, Finding
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.mocks import creation
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import Reference
from flake8_uec.semantics.stand_ins import suspect


@rule(
    "UEC103",
    "suspected-context-mock",
    table="context",
    names=lambda policy: policy.context.mocks if policy.context.name else (),
    requires=lambda policy: (policy.context.name,),
    optional=True,
    yields_to=("UEC101", "UEC102", "UEC105", "UEC106"),
    examples=(
        Example(
            bad="""\
                from types import SimpleNamespace

                mock_user_context = SimpleNamespace(locale="en")
                """,
            good="""\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                user_context = UserExecutionContext(user_id="user-1", thread_id="thread-1", run_id="run-1")
                """,
        ),
    ),
    allowed=(
        Allowed(
            """\
            from types import SimpleNamespace

            user_context_manager = SimpleNamespace(locale="en")
            """,
            because="the manager of contexts",
        ),
    ),
)
def suspected_context_mock(reference: Reference, module: Module) -> Iterator[Finding]:
    """Mock that is called like the user's context, and no more is known of it.

    ## What it does
    Flags a mock without a spec and without an identity field, whose name is that of a user's context. The name
    is all there is to go by, and often it means something else: the rule is off unless it is asked for.

    ## Why is this bad
    Where it does stand in for a context, it hides what `UEC102` tells of. The source is issue #346.
    """
    mock = creation(reference, module)
    if mock is None or mock.spec is not None:
        return
    context = module.policy.context
    found = suspect(mock.call, module)
    if found.named and not found.identity(context) and not found.is_other(context):
        name = context.name.rpartition(".")[2]
        message = f"{mock.maker} `{found.named[0].name}` may stand in for {name}; construct a real one if so"
        yield Finding(
            module.span(reference.node),
            message,
            (Evidence(module.span(found.named[0].node), "the name is given here"),),
        )
