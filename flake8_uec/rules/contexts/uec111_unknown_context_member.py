"""UEC111."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.members import unknown_member
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import Reference


@rule(
    "UEC111",
    "unknown-context-member",
    table="context",
    names=lambda policy: (policy.context.name,),
    requires=lambda policy: (policy.context.name,),
    examples=(
        Example(
            bad="""\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                context = UserExecutionContext.create_for_user("user-1")
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
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                if hasattr(UserExecutionContext, "create_for_user"):
                    context = UserExecutionContext.create_for_user("user-1")
                """,
            because="it runs only where there is one",
        ),
        Allowed(
            """\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                make = getattr(UserExecutionContext, "create_for_user", None)
                """,
            because="it asks whether there is one",
        ),
        Allowed(
            """\
                import pytest

                from netra_backend.app.services.user_execution_context import UserExecutionContext

                def test_there_is_no_shortcut():
                    with pytest.raises(AttributeError):
                        UserExecutionContext.create_for_user("user-1")
                """,
            because="the test expects the refusal",
        ),
    ),
)
def unknown_context_member(reference: Reference, module: Module) -> Iterator[Finding]:
    """Attribute of the context class that it does not have.

    ## What it does
    Flags an attribute that is read from the user's context class itself, not from an instance, and that the
    class as the project defines it does not have. Silent where a base from outside the project, a metaclass
    or `__getattr__` may add to the class, where the file itself sets the attribute, and below a `hasattr`.

    ## Why is this bad
    Factories that a plan proposed and nobody wrote, or that are gone, fail with an `AttributeError`. The
    source is issue #346.
    """
    yield from unknown_member(reference, module, module.policy.context.name)
