"""UEC105."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.policy import Policy
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.patching import patched
from flake8_uec.semantics.unpatching import without_patch


def _words(policy: Policy) -> tuple[str, ...]:
    return tuple(filter(None, [policy.context.name.rpartition(".")[2]]))


@rule(
    "UEC105",
    "patched-context-class",
    table="context",
    nodes=(ast.Call,),
    words=_words,
    requires=lambda policy: (policy.context.name,),
    examples=(
        Example(
            bad="""\
                from unittest.mock import patch

                @patch("netra_backend.app.dependencies.UserExecutionContext")
                def test_run(context_class):
                    print("run")
                """,
            good="""\
                def test_run():
                    print("run")
                """,
        ),
        Example(
            bad="""\
                from unittest.mock import Mock, patch  # noqa: UEC403

                with patch("netra_backend.app.dependencies.UserExecutionContext") as context_class:
                    caller = Mock(user_id="user-1")
                    context_class.return_value = caller
                    print(caller.user_id)
                """,
            good="""\
                from unittest.mock import Mock, patch  # noqa: UEC403
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                caller = UserExecutionContext(user_id="user-1", thread_id="thread-caller", run_id="run-caller")
                print(caller.user_id)
                """,
        ),
        Example(
            bad="""\
                from netra_backend.app.services import user_execution_context

                def test_run(monkeypatch):
                    monkeypatch.setattr(user_execution_context, "UserExecutionContext", dict)
                """,
        ),
    ),
    allowed=(
        Allowed(
            """\
            from unittest.mock import patch

            with patch("netra_backend.app.services.user_execution_context.UserExecutionContext.metadata"):
                pass
            """,
            because="one member of the class, which stays real",
        ),
    ),
)
def patched_context_class(node: ast.Call, module: Module) -> Iterator[Finding]:
    """Patch that replaces the context class itself.

    ## What it does
    Flags `patch`, `patch.object`, `mocker.patch` and `monkeypatch.setattr` whose target is the context class,
    in the module that defines it or in one that imports it. To spy on one member of it, or to make that
    fail, is right.

    ## Why is this bad
    Every context that the code under test makes is a mock then, and `isinstance` raises as the class is none
    any more. The source is issue #346.

    ## Fix safety
    The patch goes, and the parameter or name that it fills. If a mock is all that it was told to return, that becomes
    a real context, as for UEC102. The fix is unsafe: the code under test now makes real contexts. There is none where
    the test reads the patched class in any other way, where the patch is told to raise or to return something, for a
    patch of a whole test class, in `raises`, and where a comment would be lost.
    """
    for patch in patched(node, module.names):
        if patch.replaces and module.policy.context.name in module.tracer.trace(patch.name):
            name = module.policy.context.name.rpartition(".")[2]
            message = f"patch replaces the class `{name}` itself; let the code under test make real ones"
            yield Finding(module.span(patch.literal), message, fix=without_patch(node, module))
            return
