"""UEC106."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Evidence, Finding
from flake8_uec.model.policy import Policy
from flake8_uec.model.rule import Allowed, Example, Where, rule
from flake8_uec.semantics.fakes import imported_instances, instances, is_fake, is_fake_type
from flake8_uec.semantics.module import Module


def _words(policy: Policy) -> tuple[str, ...]:
    return ("class", "type", "import", policy.context.name.rpartition(".")[2]) if policy.context.name else ()


@rule(
    "UEC106",
    "fake-context-class",
    table="context",
    nodes=(ast.ClassDef, ast.Call, ast.Assign, ast.alias),
    words=_words,
    requires=lambda policy: (policy.context.name,),
    where=Where.TESTS,
    examples=(
        Example(
            bad="""\
                class MockUserExecutionContext:
                    def __init__(self, user_id):
                        self.user_id = user_id

                context = MockUserExecutionContext("user-1")
                """,
            good="""\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                context = UserExecutionContext(user_id="user-1", thread_id="thread-1", run_id="run-1")
                """,
        ),
        Example(
            bad="""\
                user_context = type("Caller", (), {"user_id": "user-1", "thread_id": "thread-1", "run_id": "run-1"})()
                """,
        ),
        Example(
            bad="""\
                try:
                    from netra_backend.app.services.user_execution_context import UserExecutionContext
                except ImportError:
                    UserExecutionContext = None

                if UserExecutionContext is None:
                    from unittest.mock import MagicMock  # noqa: UEC403

                    UserExecutionContext = MagicMock
                """,
        ),
    ),
    allowed=(
        Allowed(
            """\
            from netra_backend.app.services.user_execution_context import UserExecutionContext

            class MockUserExecutionContext(UserExecutionContext): ...
            """,
            because="a subclass of the real one",
        ),
        Allowed(
            """\
            class Order:
                user_id = "user-1"
                thread_id = "thread-1"
                run_id = "run-1"

            order = Order()
            """,
            because="the fields of a context where none is expected",
        ),
    ),
)
def fake_context_class(node: ast.ClassDef | ast.Call | ast.Assign | ast.alias, module: Module) -> Iterator[Finding]:
    """Hand-written stand-in for the context class in a test.

    ## What it does
    Flags a class, or a `type(...)` object, of a test file that is named like the context class, or that
    carries three of its identity fields and is passed or assigned where a context is expected; each instance
    of it, in a test that imports it too; and a mock class bound to the name of the context class, after an
    `except ImportError` too.

    ## Why is this bad
    A copy of the class takes identities that the real one refuses, lacks what is added to the real one later,
    and fails its `isinstance` checks. The source is issue #346.
    """
    real = module.policy.context.name.rpartition(".")[2]
    advice = f"stands in for `{real}`; construct a real one"
    match node:
        case ast.ClassDef() if is_fake(node, module):
            where = module.name_span(node)
            yield Finding(where, f"class `{node.name}` {advice}")
            defined = (Evidence(where, "the class is defined here"),)
            for call in instances(node, module):
                yield Finding(module.span(call.func), f"`{node.name}` {advice}", defined)
        case ast.alias():
            brought = (Evidence(module.span(node), "the class is imported here"),)
            for call in imported_instances(node, module):
                yield Finding(module.span(call.func), f"`{ast.unparse(call.func)}` {advice}", brought)
        case ast.Call() if is_fake_type(node, module):
            yield Finding(module.span(node.func), f"an object made with `type` {advice}")
        case ast.Assign(targets=[ast.Name() as name]) if name.id == real and _is_mock(node.value, module):
            yield Finding(module.span(name), f"`{real}` is bound to a mock; import the real class")


def _is_mock(value: ast.expr, module: Module) -> bool:
    names = module.resolve(value.func if isinstance(value, ast.Call) else value)
    return bool(names) and all(name in module.policy.context.mocks for name in names)
