"""UEC201."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics import deprecations
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import Reference


@rule(
    "UEC201",
    "deprecated-engine-import",
    names=partial(deprecations.wanted, code="UEC201"),
    examples=(
        Example(
            bad="from netra_backend.app.agents.supervisor.execution_engine import ExecutionEngine\n",
            good="from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine\n",
        ),
        Example(
            bad="""\
                import importlib

                engines = importlib.import_module("netra_backend.app.agents.supervisor.execution_engine")
                """,
        ),
    ),
    allowed=(
        Allowed(
            "from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine as ExecutionEngine\n",
            because="only the local name is old: the class is the new one",
        ),
        Allowed(
            'MODULES = ["netra_backend.app.agents.supervisor.execution_engine"]\n',
            because="a list of module names imports nothing",
        ),
    ),
)
def deprecated_engine_import(reference: Reference, module: Module) -> Iterator[Finding]:
    """Import of a deprecated execution engine.

    ## What it does
    Flags every import of an execution engine that the policy deprecates: aliased, relative, local, in a
    `try` or under `TYPE_CHECKING`, through a re-export or a star import, of its module, and by
    `importlib.import_module("...")`.

    ## Why is this bad
    The deprecated engine keeps its state for the whole process, so that one user's run can see another's.
    The source is the migration plan of issue #565: one engine a user, made from that user's context.
    """
    return deprecations.check(reference, module, "UEC201")
