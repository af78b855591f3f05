"""UEC107."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.rule import Allowed, Example, Where, rule
from flake8_uec.semantics.module import Module


@rule(
    "UEC107",
    "untyped-context-parameter",
    table="context",
    nodes=(ast.arg,),
    words=lambda policy: policy.context.parameters,
    requires=lambda policy: (policy.context.name,),
    where=Where.TESTS,
    optional=True,
    examples=(
        Example(
            bad="""\
                def test_run(mock_user_context):
                    assert mock_user_context
                """,
            good="""\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                def test_run(mock_user_context: UserExecutionContext):
                    assert mock_user_context
                """,
        ),
    ),
    allowed=(
        Allowed("def helper(mock_user_context): ...\n", because="no test"),
        Allowed("def test_run(user_context): ...\n", because="another name"),
    ),
)
def untyped_context_parameter(node: ast.arg, module: Module) -> Iterator[Finding]:
    """Parameter of a test that takes a context, without an annotation.

    ## What it does
    Flags a parameter of a test function that has one of the policy's names for a context and no annotation.

    ## Why is this bad
    With an annotation, an editor or a type checker tells when the fixture hands out something else. The source
    is issue #346.
    """
    if node.annotation is None and node.arg in module.policy.context.parameters and _is_of_a_test(node, module):
        name = module.policy.context.name.rpartition(".")[2]
        yield Finding(module.span(node), f"parameter `{node.arg}` has no annotation; write `{node.arg}: {name}`")


def _is_of_a_test(node: ast.arg, module: Module) -> bool:
    arguments = module.parent(node)
    function = module.parent(arguments) if arguments is not None else None
    return isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)) and function.name.startswith("test")
