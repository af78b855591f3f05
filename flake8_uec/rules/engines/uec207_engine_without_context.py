"""UEC207."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Evidence, Finding
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.calls import arguments, class_call
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.raising import is_expected_to_raise
from flake8_uec.semantics.references import Reference


@rule(
    "UEC207",
    "engine-without-context",
    table="engine",
    names=lambda policy: (policy.engine.name,),
    requires=lambda policy: (policy.engine.name,),
    yields_to=("UEC204",),
    examples=(
        Example(
            bad="""\
                from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine

                def make(agent_factory, emitter):
                    return UserExecutionEngine(None, agent_factory, emitter)
                """,
            good="""\
                from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine

                def make(context, agent_factory, emitter):
                    return UserExecutionEngine(context, agent_factory, emitter)
                """,
        ),
    ),
    allowed=(
        Allowed(
            """\
                from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine

                def make(context):
                    return UserExecutionEngine(context, agent_factory=None, websocket_emitter=None)
                """,
            because="it has a context",
        ),
        Allowed(
            """\
                import pytest

                from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine

                def test_a_context_is_required(agent_factory, emitter):
                    with pytest.raises(TypeError):
                        UserExecutionEngine(None, agent_factory, emitter)
                """,
            because="the test expects the refusal",
        ),
    ),
)
def engine_without_context(reference: Reference, module: Module) -> Iterator[Finding]:
    """`None` in place of the context that the engine requires.

    ## What it does
    Flags a call of the engine of one user, or of a class method of it, that gives a literal `None` for the
    required parameter of the user's context.

    ## Why is this bad
    The engine works for one user and refuses to be made without one; where it did not, it would run for
    nobody, or for everybody. The source is the migration plan of issue #565.
    """
    call = class_call(reference, module, module.policy.engine.name)
    if call is None or is_expected_to_raise(call.node, module):
        return
    wanted = module.policy.engine.context_parameter
    if not any(one.name == wanted and one.required for one in call.parameters):
        return
    for name, value in arguments(call):
        if name == wanted and isinstance(value, ast.Constant) and value.value is None:
            evidence = Evidence(module.span(value), "the context")
            message = f"`{call.label}(...)` is given no `{name}`; pass the user's context"
            yield Finding(module.span(call.node.func), message, (evidence,))
