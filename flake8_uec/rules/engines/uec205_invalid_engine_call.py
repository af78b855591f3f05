"""UEC205."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_uec.model.diagnostic import Applicability, Finding, Fix
from flake8_uec.model.policy import Deprecation, Policy
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.calls import ClassCall, class_call, defect, refusal
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.new_calls import LONGEST, new_call, to_do
from flake8_uec.semantics.raising import is_expected_to_raise
from flake8_uec.semantics.references import Reference
from flake8_uec.semantics.remapping import Remapping, has_all, remapped
from flake8_uec.semantics.replacements import signature


@rule(
    "UEC205",
    "invalid-engine-call",
    table="engine",
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

                def make(registry, bridge, context):
                    return UserExecutionEngine(agent_factory=registry, websocket_emitter=bridge, context=context)
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

    ## Fix safety
    Arguments that the policy maps are given their new names, in the order that they have, where the signature then
    accepts the call. The fix is unsafe: a registry is passed on as the factory that takes its place. There is no
    fix where an argument is missing or has no place; the message shows the call to write.
    """
    call = class_call(reference, module, module.policy.engine.name)
    message = refusal(call, _renamed(module.policy)) if call else ""
    if call and message and not is_expected_to_raise(call.node, module):
        to = _remapping(call, module)
        text = new_call(call.node, module.policy.engine.name, to, module) if "." not in call.label else ""
        message = f"{defect(call)}; write `{text}`" if text and len(text) <= LONGEST else message
        todo = to_do(call.node, module.policy.engine.name, to, module) if text else ""
        yield Finding(module.span(call.node.func), message, fix=_fix(call, to, module), todo=todo)


def _fix(call: ClassCall, to: Remapping, module: Module) -> Fix | None:
    edits = remapped(call.node, to, module) if has_all(call.node, to) else None
    return Fix("Name the arguments as the new class does", edits, Applicability.UNSAFE) if edits else None


def _remapping(call: ClassCall, module: Module) -> Remapping:
    """Return how the arguments of a call reach the new class; a keyword of old tells that all of them are."""
    renamed = _renamed(module.policy)
    known = {one.name for one in call.parameters}
    is_old = any(one.arg in renamed and one.arg not in known for one in call.node.keywords)
    old = (signature(entry.name, module) for entry in _replaced(module.policy)) if is_old else ()
    return Remapping(call.parameters, renamed, next(iter(old), None) if call.node.args else None)


def _renamed(policy: Policy) -> dict[str, str]:
    """Return how the parameters of the classes that the engine replaces map to its own."""
    return {old: new for entry in _replaced(policy) for old, new in entry.arguments.items()}


def _replaced(policy: Policy) -> list[Deprecation]:
    return [entry for entry in policy.deprecated if entry.replacement == policy.engine.name]
