"""UEC304."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics import deprecations
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import Reference


@rule(
    "UEC304",
    "legacy-execution-context",
    names=partial(deprecations.wanted, code="UEC304"),
    examples=(
        Example(
            bad="from netra_backend.app.agents.base.interface import ExecutionContext\n",
            good="from netra_backend.app.services.user_execution_context import UserExecutionContext\n",
        ),
    ),
    allowed=(
        Allowed(
            "from netra_backend.app.agents.supervisor.execution_context import AgentExecutionContext\n",
            because="another class, and a legal one",
        ),
    ),
)
def legacy_execution_context(reference: Reference, module: Module) -> Iterator[Finding]:
    """Import of the legacy execution context.

    ## What it does
    Flags every import of the execution context that came before the user's own, in all the forms of UEC201.

    ## Why is this bad
    The legacy context does not say whose run it belongs to, and wraps the deprecated agent state. The source
    is phase 2 of the migration plan.
    """
    return deprecations.check(reference, module, "UEC304")
