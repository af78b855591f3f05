"""UEC110."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_uec.model.diagnostic import Applicability, Finding, Fix
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.calls import ClassCall, class_call, refusal
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.new_calls import to_do
from flake8_uec.semantics.raising import is_expected_to_raise
from flake8_uec.semantics.references import Reference
from flake8_uec.semantics.remapping import Remapping, remapped


@rule(
    "UEC110",
    "invalid-context-construction",
    table="context",
    names=lambda policy: (policy.context.name,),
    requires=lambda policy: (policy.context.name,),
    examples=(
        Example(
            bad="""\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                context = UserExecutionContext(user_id="user-1", session_id="thread-1", run_id="run-1")
                """,
            good="""\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                context = UserExecutionContext(user_id="user-1", thread_id="thread-1", run_id="run-1")
                """,
        ),
        Example(
            bad="""\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                context = UserExecutionContext("user-1", "thread-1", "run-1", metadata={"source": "mail"})
                """,
            good="""\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                context = UserExecutionContext("user-1", "thread-1", "run-1", agent_context={"source": "mail"})
                """,
        ),
        Example(
            bad="""\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                context = UserExecutionContext.from_request("user-1")
                """,
            good="""\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                context = UserExecutionContext.from_request("user-1", "thread-1", "run-1")
                """,
        ),
    ),
    allowed=(
        Allowed(
            """\
                import pytest

                from netra_backend.app.services.user_execution_context import UserExecutionContext

                def test_ids_are_required():
                    with pytest.raises(TypeError):
                        UserExecutionContext(user_id="user-1")
                """,
            because="the test expects the refusal",
        ),
        Allowed(
            """\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                def make(**fields):
                    return UserExecutionContext(user_id="user-1", **fields)
                """,
            because="`**` may bring the rest",
        ),
        Allowed(
            """\
                class UserExecutionContext:
                    def __init__(self, name): ...

                context = UserExecutionContext(name="user-1")
                """,
            because="another class of that name",
        ),
    ),
)
def invalid_context_construction(reference: Reference, module: Module) -> Iterator[Finding]:
    """Call of the context class that its own signature refuses.

    ## What it does
    Flags a call of the user's context class, or of a class method of it, with a keyword that it does not know,
    without an argument that it requires, or with too many positional ones. The signature is read from the
    project. Calls in `pytest.raises` and `assertRaises`, and of `cls` inside the class, are left alone; of
    a call with `*` or `**`, only the keywords that are spelled out are judged.

    ## Why is this bad
    The call raises a `TypeError` before anything is tested, and behind a broad `except` or a skip nobody
    sees it. The source is issue #346.

    ## Fix safety
    A keyword that the policy knows as the former name of a field is renamed, where the class then accepts the
    call. The fix is unsafe: what raised before now runs. There is no fix for any other call.
    """
    call = class_call(reference, module, module.policy.context.name)
    renamed = module.policy.context.renamed_fields
    message = refusal(call, renamed) if call else ""
    if call and message and not is_expected_to_raise(call.node, module):
        edits = remapped(call.node, Remapping(call.parameters, renamed), module)
        fix = Fix("Use the new names of the fields", edits, Applicability.UNSAFE) if edits else None
        yield Finding(module.span(call.node.func), message, fix=fix, todo=_todo(call, module))


def _todo(call: ClassCall, module: Module) -> str:
    """Return the call to write, `""` for one of a class method."""
    context, given = module.policy.context, {one.arg for one in call.node.keywords}
    renamed = {old: new for old, new in context.renamed_fields.items() if old in given}
    to = Remapping(call.parameters, renamed, call.parameters)
    return to_do(call.node, context.name, to, module) if "." not in call.label else ""
