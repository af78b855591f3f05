"""UEC301."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics import deprecations, replacements
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import Reference


@rule(
    "UEC301",
    "deep-agent-state-import",
    names=partial(deprecations.wanted, code="UEC301"),
    examples=(
        Example(
            bad="""\
                import pytest

                from netra_backend.app.agents.state import DeepAgentState

                skipped = pytest.mark.skip
                """,
            good="""\
                import pytest

                skipped = pytest.mark.skip
                """,
        ),
    ),
    allowed=(
        Allowed(
            "from netra_backend.app.services.user_execution_context import UserExecutionContext as DeepAgentState\n",
            because="only the local name is old",
        ),
        Allowed(
            '"""Once this took a DeepAgentState."""  # DeepAgentState is gone\n',
            because="the word in a comment or a docstring is no import",
        ),
    ),
)
def deep_agent_state_import(reference: Reference, module: Module) -> Iterator[Finding]:
    """Import of the deprecated agent state.

    ## What it does
    Flags every import of the agent state that the policy deprecates, in all the forms of UEC201. Each later
    use of the name is UEC302.

    ## Why is this bad
    The state object travels from agent to agent and between runs, and carries one user's data with it. The
    source is phase 2 of the migration plan: agents take the user's context instead.

    ## Fix safety
    An import at module level, outside a `try`, that nothing in the file uses is deleted; this is safe where the
    whole project was linted, and no other file imports or patches the name here. Where one does, and in an
    `__init__.py`, there is no fix. An import that only annotations use is replaced along with them: unsafe, for
    what is annotated may be something else at run time. There is no fix for any other.
    """
    return deprecations.check(reference, module, "UEC301", replacements.without_import)
