"""UEC202."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics import deprecations
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import Reference


@rule(
    "UEC202",
    "disguised-engine-import",
    names=partial(deprecations.wanted, code="UEC202"),
    examples=(
        Example(
            bad="from netra_backend.app.agents.supervisor.execution_engine import ExecutionEngine as UserExecutionEngine\n",
            good="from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine\n",
        ),
    ),
    allowed=(
        Allowed(
            "from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine\n",
            because="this is the new class",
        ),
    ),
)
def disguised_engine_import(reference: Reference, module: Module) -> Iterator[Finding]:
    """Deprecated execution engine imported under the name of its replacement.

    ## What it does
    Flags an import that gives a deprecated execution engine the name of the class that replaces it.

    ## Why is this bad
    The file reads as migrated, and a search for the old name in calls finds nothing, while every call still
    makes the shared engine. It takes precedence over UEC201: one import, one finding. The source is the
    migration plan of issue #565.
    """
    return deprecations.check(reference, module, "UEC202")
