"""UEC201."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics import deprecations, replacements
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import Reference


@rule(
    "UEC201",
    "deprecated-engine-import",
    names=partial(deprecations.wanted, code="UEC201"),
    examples=(
        Example(
            bad="""\
                from netra_backend.app.agents.supervisor.execution_engine import ExecutionEngine

                def is_idle(engine: ExecutionEngine) -> bool:
                    return engine.context is None
                """,
            good="""\
                from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine

                def is_idle(engine: UserExecutionEngine) -> bool:
                    return engine.context is None
                """,
        ),
        Example(
            bad="""\
                import pytest

                from netra_backend.app.agents.supervisor.execution_engine import ExecutionEngine

                skipped = pytest.mark.skip
                """,
            good="""\
                import pytest

                skipped = pytest.mark.skip
                """,
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

    ## Fix safety
    An import at module level, outside a `try`, that nothing in the file uses is deleted; this is safe where the
    whole project was linted, and no other file imports or patches the name here. Where one does, and in an
    `__init__.py`, there is no fix. An import that only annotations use is replaced along with them: unsafe, for
    what is annotated may be something else at run time. There is no fix for any other.
    """
    return deprecations.check(reference, module, "UEC201", replacements.without_import)
