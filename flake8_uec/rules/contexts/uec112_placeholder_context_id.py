"""UEC112."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.calls import arguments, class_call
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.placeholders import refuses
from flake8_uec.semantics.raising import is_expected_to_raise
from flake8_uec.semantics.references import Reference


@rule(
    "UEC112",
    "placeholder-context-id",
    table="context",
    names=lambda policy: (policy.context.name,),
    requires=lambda policy: (policy.context.name,),
    examples=(
        Example(
            bad="""\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                context = UserExecutionContext("test", "thread-1", "run-1")
                """,
            good="""\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                context = UserExecutionContext("user-1", "thread-1", run_id="run-1")
                """,
        ),
    ),
    allowed=(
        Allowed(
            """\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                context = UserExecutionContext("default_user", "test_thread", "mock_run_of_a_long_name")
                """,
            because="an allowed id, a prefix that tests may use, and an id too long for a placeholder",
        ),
        Allowed(
            """\
                import pytest

                from netra_backend.app.services.user_execution_context import UserExecutionContext

                def test_placeholders_are_refused():
                    with pytest.raises(ValueError):
                        UserExecutionContext("placeholder", "thread-1", "run-1")
                """,
            because="the test expects the refusal",
        ),
    ),
)
def placeholder_context_id(reference: Reference, module: Module) -> Iterator[Finding]:
    """Literal id that the context class refuses as a placeholder.

    ## What it does
    Flags a string literal for an identity field, in a call of the context class or of a class method of it,
    that the class refuses when it runs: a blank one, one of the words the policy lists, or a short one with a
    listed prefix. A word counts only where the project's class spells it itself in a method that raises: a
    class without such a check refuses nothing.

    ## Why is this bad
    The call raises before anything is tested. Ids like these come from contexts that nobody filled in, and
    make two users look like one. The source is the migration plan of issue #346.
    """
    call = class_call(reference, module, module.policy.context.name)
    cls = module.classes.find(module.policy.context.name)
    if call is None or cls is None:
        return
    fields = module.policy.context.identity_fields
    for name, value in arguments(call):
        match value:
            case ast.Constant(value=str(text)) if name in fields and refuses(text, cls, module):
                if not is_expected_to_raise(value, module):
                    spelled = ast.unparse(value)
                    message = f"`{call.label}(...)` refuses the placeholder `{spelled}` for `{name}`; give a real id"
                    yield Finding(module.span(value), message)
