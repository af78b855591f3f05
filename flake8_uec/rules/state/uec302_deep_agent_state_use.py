"""UEC302."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics import deprecations
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import Reference


@rule(
    "UEC302",
    "deep-agent-state-use",
    names=partial(deprecations.wanted, code="UEC302"),
    examples=(
        Example(
            bad="""\
                from netra_backend.app.agents.state import DeepAgentState  # noqa: UEC301

                def run(state: "DeepAgentState") -> None: ...
                """,
            good="""\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                def run(context: UserExecutionContext) -> None: ...
                """,
        ),
    ),
    allowed=(
        Allowed(
            """\
                class DeepAgentState: ...

                state = DeepAgentState()
                """,
            because="this class is the file's own",
        ),
        Allowed('__all__ = ["DeepAgentState"]\n', because="a list of names uses none of them"),
    ),
)
def deep_agent_state_use(reference: Reference, module: Module) -> Iterator[Finding]:
    """Use of the deprecated agent state.

    ## What it does
    Flags each use of a name that is bound to the deprecated state: an instance, an annotation (one in a
    string too), a base class, an `isinstance` check, a `spec=` or a type argument. The modules that define
    the class are left alone.

    ## Why is this bad
    Each use is a place where one user's data can travel to another's run. The source is phase 2 of the
    migration plan.
    """
    return deprecations.check(reference, module, "UEC302")
