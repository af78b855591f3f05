"""UEC203."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics import deprecations, replacements
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import Reference


@rule(
    "UEC203",
    "engine-module-import",
    names=partial(deprecations.wanted, code="UEC203"),
    yields_to=("UEC115",),
    examples=(
        Example(
            bad="from netra_backend.app.agents.supervisor.execution_engine import AgentExecutionContext\n",
            good="from netra_backend.app.agents.supervisor.execution_context import AgentExecutionContext\n",
        ),
        Example(
            bad="from netra_backend.app.agents.supervisor.execution_engine import create_request_scoped_engine\n",
        ),
        Example(
            bad="from netra_backend.app.core.user_execution_engine import UserExecutionEngine\n",
            good="from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine\n",
        ),
    ),
    allowed=(
        Allowed(
            "from netra_backend.app.agents.supervisor.execution_engine_factory import ExecutionEngineFactory\n",
            because="the factory's module is not deprecated",
        ),
    ),
)
def engine_module_import(reference: Reference, module: Module) -> Iterator[Finding]:
    """Import of another name from a deprecated or missing engine module.

    ## What it does
    Flags every other name that is imported from a module which defines a deprecated engine, and every name
    imported from an engine module that does not exist.

    ## Why is this bad
    The module goes with the engine, and each import of a helper from it holds the removal up. An import from
    a module that does not exist fails, or hides a test behind `except ImportError`. The source is the
    migration plan of issue #565.

    ## Fix safety
    A name that the deprecated module itself imports is imported from where it is defined: safe, for it is the
    same object. There is no fix for a name that is defined in the deprecated module, nor for one of a module that
    does not exist.
    """
    return deprecations.check(reference, module, "UEC203", replacements.at_origin)
