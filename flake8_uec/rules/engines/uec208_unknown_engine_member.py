"""UEC208."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.members import unknown_member
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import Reference


@rule(
    "UEC208",
    "unknown-engine-member",
    table="engine",
    names=lambda policy: (policy.engine.name,),
    requires=lambda policy: (policy.engine.name,),
    examples=(
        Example(
            bad="""\
                from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine

                def make(registry, bridge):
                    return UserExecutionEngine.create_from_legacy(registry, bridge)
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

                def can_be_made_of_old(engine):
                    return hasattr(UserExecutionEngine, "create_from_legacy")
                """,
            because="it asks whether there is one",
        ),
    ),
)
def unknown_engine_member(reference: Reference, module: Module) -> Iterator[Finding]:
    """Attribute of the new engine class that it does not have.

    ## What it does
    Flags an attribute that is read from the engine class itself, not from an instance, and that the class as
    the project defines it does not have. Silent where a base from outside the project, a metaclass or
    `__getattr__` may add to the class, where the file itself sets the attribute, and below a `hasattr`.

    ## Why is this bad
    The documents propose factories that nobody wrote; a call of one fails with an `AttributeError`. The source
    is the migration plan of issue #565.
    """
    yield from unknown_member(reference, module, module.policy.engine.name)
