"""UEC205."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.policy import Policy
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.calls import class_call, refusal
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.raising import is_expected_to_raise
from flake8_uec.semantics.references import Reference


@rule(
    "UEC205",
    "invalid-engine-call",
    names=lambda policy: (policy.engine.name,),
    requires=lambda policy: (policy.engine.name,),
    yields_to=("UEC204",),
    examples=(
        Example(
            bad="""\
                from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine

                def make(registry, bridge, context):
                    return UserExecutionEngine(registry, websocket_bridge=bridge, user_context=context)
                """,
            good="""\
                from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine

                def make(context, agent_factory, emitter):
                    return UserExecutionEngine(context, agent_factory, websocket_emitter=emitter)
                """,
        ),
    ),
    allowed=(
        Allowed(
            """\
                from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine

                def make(*parts):
                    return UserExecutionEngine(*parts)
                """,
            because="`*` may bring all that is required",
        ),
        Allowed(
            """\
                import pytest

                from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine

                def test_a_context_is_required():
                    with pytest.raises(TypeError):
                        UserExecutionEngine()
                """,
            because="the test expects the refusal",
        ),
    ),
)
def invalid_engine_call(reference: Reference, module: Module) -> Iterator[Finding]:
    """Call of the new engine class that its own signature refuses.

    ## What it does
    Flags a call of the engine of one user, or of a class method of it, with a keyword that it does not know,
    without an argument that it requires, or with too many positional ones. The signature is read from the
    project, and the arguments of the deprecated engine are mapped to it. Calls in `pytest.raises` and
    `assertRaises` are left alone; of a call with `*` or `**`, only the keywords that are spelled out are judged.

    ## Why is this bad
    It is what a rename of the import alone leaves behind: the call raises a `TypeError`. The source is the
    migration plan of issue #565.
    """
    call = class_call(reference, module, module.policy.engine.name)
    message = refusal(call, _renamed(module.policy)) if call else ""
    if call and message and not is_expected_to_raise(call.node, module):
        yield Finding(module.span(call.node.func), message)


def _renamed(policy: Policy) -> dict[str, str]:
    """Return how the parameters of the classes that the engine replaces map to its own."""
    entries = (entry for entry in policy.deprecated if entry.replacement == policy.engine.name)
    return {old: new for entry in entries for old, new in entry.arguments.items()}
