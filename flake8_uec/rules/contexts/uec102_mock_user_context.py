"""UEC102."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_uec.model.diagnostic import Evidence, Finding
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.mocks import creation
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.real_contexts import by_hand, real_context
from flake8_uec.semantics.references import Reference
from flake8_uec.semantics.stand_ins import Suspect, evidence, suspect, told


@rule(
    "UEC102",
    "mock-user-context",
    table="context",
    names=lambda policy: policy.context.mocks if policy.context.name else (),
    requires=lambda policy: (policy.context.name,),
    yields_to=("UEC101", "UEC105", "UEC106"),
    examples=(
        Example(
            bad="""\
                from types import SimpleNamespace

                user_context = SimpleNamespace()
                user_context.user_id = "user-1"
                user_context.thread_id = "thread-1"
                """,
            good="""\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                user_context = UserExecutionContext(user_id="user-1", thread_id="thread-1", run_id="run-1")
                """,
        ),
        Example(
            bad="""\
                from unittest.mock import Mock  # noqa: UEC403

                from netra_backend.app.services.user_execution_context import validate_user_context

                validate_user_context(context=Mock(run_id="run-1", request_id="request-1"))
                """,
        ),
    ),
    allowed=(
        Allowed(
            """\
            from types import SimpleNamespace

            message = SimpleNamespace(user_id="user-1", thread_id="thread-1")
            """,
            because="not called a context",
        ),
        Allowed(
            """\
            from types import SimpleNamespace

            context = SimpleNamespace(user_id="user-1", run_id="run-1", agent_name="triage")
            """,
            because="the context of an agent",
        ),
        Allowed(
            """\
            from types import SimpleNamespace

            context = SimpleNamespace(user_id="user-1")
            """,
            because="one identity field on something that is only called a context",
        ),
    ),
)
def mock_user_context(reference: Reference, module: Module) -> Iterator[Finding]:
    """Mock that stands in for the user's context.

    ## What it does
    Flags a mock, or a `SimpleNamespace`, without a spec that is called like a user's context and has one of
    its identity fields, is called a context and has two, or is declared as one: by the annotation of its
    variable, of the function that returns it or of the parameter it is passed to. The fields count however
    they are set: by keyword, assignment, `configure_mock`, `setattr` or a loop over literals.

    ## Why is this bad
    A mock has every attribute, so that nothing tells when the code under test reads one which the real class
    lacks; it takes identities that the real class refuses; and code that checks the type raises on it. The
    source is issue #346.

    ## Fix safety
    A variable's mock and the assignments of its fields right after it become one call of the real class. The fix is safe where all required ids were set to strings that the class takes. It is unsafe where one had
    to be made up, where a value may not be what the class demands, where a member is read that was not set, and where
    the policy names a factory to call.

    There is no fix where the variable is set again or a field later, where a method is stubbed, a call asserted, or a
    member read that the class lacks; where the class refuses a field or a value; in `raises`, or where the test wants
    the mock to be refused; where the variable is no plain one or one of `self`; where an id would be the same for
    several users, in a loop or in a function that is called again; where the class is patched; and where a comment
    would be lost.
    """
    mock = creation(reference, module)
    if mock is None or mock.spec is not None:
        return
    found = suspect(mock.call, module)
    if not found.is_other(module.policy.context) and _stands_in(found, module):
        message, told_by = _message(mock.maker, found, module), _evidence(found, module)
        fix, todo = real_context(mock, module), by_hand(mock, module)
        yield Finding(module.span(reference.node), message, told_by, fix, todo)


def _stands_in(found: Suspect, module: Module) -> bool:
    count = len(found.identity(module.policy.context))
    is_called_so = (found.named and count >= 1) or (found.alike and count >= 2 and not found.is_foreign)
    return bool(found.expected or is_called_so)


def _message(maker: str, found: Suspect, module: Module) -> str:
    name = module.policy.context.name.rpartition(".")[2]
    fields = found.identity(module.policy.context)
    reason = told(fields) if fields else f"declared on line {found.expected[0].node.lineno}"  # type: ignore[attr-defined]
    return f"{maker} stands in for {name}: {reason}; construct a real one"


def _evidence(found: Suspect, module: Module) -> tuple[Evidence, ...]:
    declared = tuple(Evidence(module.span(one.node), "a context is expected here") for one in found.expected[:1])
    return evidence(found.identity(module.policy.context), module) + declared
