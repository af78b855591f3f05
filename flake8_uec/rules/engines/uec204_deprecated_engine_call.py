"""UEC204."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics import deprecations
from flake8_uec.semantics.factories import by_factory
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import Reference


@rule(
    "UEC204",
    "deprecated-engine-call",
    names=partial(deprecations.wanted, code="UEC204"),
    examples=(
        Example(
            bad="""\
                from netra_backend.app.agents.supervisor.execution_engine import ExecutionEngine  # noqa: UEC201

                async def make(registry, bridge, user_context):
                    return ExecutionEngine(registry, websocket_bridge=bridge, user_context=user_context)
                """,
            good="""\
                from netra_backend.app.agents.supervisor.execution_engine import ExecutionEngine  # noqa: UEC201
                from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine

                async def make(registry, bridge, user_context):
                    return await UserExecutionEngine.create_execution_engine(registry=registry, websocket_bridge=bridge, user_context=user_context)
                """,
        ),
        Example(
            bad="""\
                from netra_backend.app.agents.supervisor.execution_engine import ExecutionEngine  # noqa: UEC201

                def make(registry, bridge):
                    return ExecutionEngine(registry, bridge)
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
                from netra_backend.app.agents.supervisor.execution_engine import ExecutionEngine  # noqa: UEC201

                def is_old(engine):
                    return isinstance(engine, ExecutionEngine)
                """,
            because="an `isinstance` check makes no engine",
        ),
    ),
)
def deprecated_engine_call(reference: Reference, module: Module) -> Iterator[Finding]:
    """Construction of a deprecated execution engine.

    ## What it does
    Flags a call of a deprecated engine class, or of a class method of it. The message maps its arguments to
    those of the replacement.

    ## Why is this bad
    Each call makes an engine that all users share. The new class requires the user's context, so that a
    rename of the import alone breaks the call. The source is the migration plan of issue #565.

    ## Fix safety
    A call that has all the arguments which the policy maps is handed to the policy's compatibility factory, where
    the project has it; one that is asynchronous is awaited, and used in an `async def` only. The fix is unsafe: it
    makes another class. There is no fix for any other call; the message shows the new one.
    """
    return deprecations.check(reference, module, "UEC204", by_factory)
