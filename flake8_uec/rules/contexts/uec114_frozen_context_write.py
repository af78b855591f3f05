"""UEC114."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Evidence, Finding
from flake8_uec.model.facts import ClassFacts
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.raising import handles, is_expected_to_raise
from flake8_uec.semantics.references import Reference
from flake8_uec.semantics.values import reads

_REFUSALS = frozenset({"builtins.AttributeError", "dataclasses.FrozenInstanceError"})


@rule(
    "UEC114",
    "frozen-context-write",
    table="context",
    names=lambda policy: (policy.context.name,),
    requires=lambda policy: (policy.context.name,),
    examples=(
        Example(
            bad="""\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                context = UserExecutionContext("user-1", "thread-1", "run-1")
                context.run_id = "run-2"
                """,
            good="""\
                from dataclasses import replace

                from netra_backend.app.services.user_execution_context import UserExecutionContext

                context = UserExecutionContext("user-1", "thread-1", "run-1")
                context = replace(context, run_id="run-2")
                """,
        ),
    ),
    allowed=(
        Allowed(
            """\
                import pytest

                from netra_backend.app.services.user_execution_context import UserExecutionContext

                def test_a_context_stays_as_it_is():
                    context = UserExecutionContext("user-1", "thread-1", "run-1")
                    with pytest.raises(AttributeError):
                        context.run_id = "run-2"
                """,
            because="the test expects the refusal",
        ),
        Allowed(
            """\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                context = UserExecutionContext("user-1", "thread-1", "run-1")
                try:
                    context.run_id = "run-2"
                except AttributeError:
                    print("a context stays as it is")
                """,
            because="the refusal is caught by its name",
        ),
        Allowed(
            """\
                from unittest.mock import Mock

                context = Mock()  # noqa: UEC403
                context.run_id = "run-2"
                """,
            because="no context",
        ),
    ),
)
def frozen_context_write(reference: Reference, module: Module) -> Iterator[Finding]:
    """Assignment to an attribute of a context, which is frozen.

    ## What it does
    Flags an assignment to, or a deletion of, an attribute of a value that surely is the user's context: a
    parameter or variable annotated with the class, or made by its constructor or a factory of it. Only where
    the project's class is a frozen dataclass. Silent where the code expects the refusal: in `pytest.raises` and
    `assertRaises`, and in a `try` with an `except AttributeError` or `except FrozenInstanceError`.

    ## Why is this bad
    It raises a `FrozenInstanceError`. A mock in the context's place takes it, which is how such code comes to
    pass its tests. The source is issue #346.
    """
    cls = module.classes.find(module.policy.context.name)
    if cls is None or not _is_frozen(cls, module):
        return
    for value in reads(reference, module, cls):
        store = module.parent(value)
        if not isinstance(store, ast.Attribute) or isinstance(store.ctx, ast.Load):
            continue
        if not is_expected_to_raise(store, module) and not handles(store, module, _REFUSALS):
            name = cls.name.rpartition(".")[2]
            yield Finding(
                module.span(store),
                f"`{name}` is frozen, so that `{store.attr}` cannot be assigned; make a new one",
                (Evidence(module.span(reference.node), "the context's class"),),
            )


def _is_frozen(cls: ClassFacts, module: Module) -> bool:
    """Tell whether instances refuse every assignment."""
    lineage = module.classes.lineage(cls)
    own_way = any("__setattr__" in one.members for one in lineage.classes)
    return cls.dataclass is not None and cls.dataclass.frozen and not own_way
