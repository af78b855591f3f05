"""UEC303."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_uec.model.diagnostic import Evidence, Finding
from flake8_uec.model.policy import Policy
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.agents import Method, agent_of, annotated_with, definitions, parameters
from flake8_uec.semantics.module import Module


def _words(policy: Policy) -> tuple[str, ...]:
    return definitions(policy.agents.entry, *policy.agents.legacy_hooks)


@rule(
    "UEC303",
    "legacy-execute-signature",
    table="agents",
    nodes=(ast.FunctionDef, ast.AsyncFunctionDef),
    words=_words,
    examples=(
        Example(
            bad="""\
                from netra_backend.app.agents.base_agent import BaseAgent

                class ReportAgent(BaseAgent):
                    async def execute(self, state, run_id, stream_updates=False):
                        return state.user_request
                """,
            good="""\
                from netra_backend.app.agents.base_agent import BaseAgent
                from netra_backend.app.services.user_execution_context import (
                    UserExecutionContext,
                    validate_user_context,
                )

                class ReportAgent(BaseAgent):
                    async def execute(self, context: UserExecutionContext, stream_updates: bool = False):
                        return validate_user_context(context).agent_context["user_request"]
                """,
        ),
        Example(
            bad="""\
                from netra_backend.app.agents.base.interface import ExecutionContext  # noqa: UEC304
                from netra_backend.app.agents.base_agent import BaseAgent

                class ReportAgent(BaseAgent):
                    async def execute_core_logic(self, context: "ExecutionContext"):
                        return {}
                """,
        ),
    ),
    allowed=(
        Allowed(
            """\
            class Workflow:
                def execute(self, state, run_id):
                    return state
            """,
            because="no agent",
        ),
        Allowed(
            """\
            from netra_backend.app.agents.base_agent import BaseAgent

            class ReportAgent(BaseAgent):
                def execute_query(self, state, run_id):
                    return state
            """,
            because="another method of an agent",
        ),
    ),
)
def legacy_execute_signature(node: Method, module: Module) -> Iterator[Finding]:
    """Method of an agent that takes the state of old rather than a user's context.

    ## What it does
    Flags, in an agent, the method that runs it where its first parameters are those of old, and the methods
    beside it that policy lists as legacy where their first parameter is annotated with a deprecated context.
    An agent is a class of the modules, or on the bases, that policy names.

    ## Why is this bad
    A state and a run's name do not say whose request it is. An agent that takes them cannot keep two users
    apart, and a caller that passes a context fails. The source is phase 2 of the migration to user-isolated
    execution.
    """
    deciding = _deciding(node, module)
    if deciding and agent_of(node, module) is not None:
        old = ", ".join(["self", *(one.arg for one in deciding)])
        message = f"`{node.name}({old})` is the agents' interface of old; write `{module.policy.agents.signature}`"
        evidence = tuple(Evidence(module.span(one), "a parameter of old") for one in deciding)
        yield Finding(module.name_span(node), message, evidence)


def _deciding(node: Method, module: Module) -> Sequence[ast.arg]:
    """Return the parameters that make a method one of old."""
    agents, given = module.policy.agents, parameters(node)
    if node.name == agents.entry:
        first = given[: len(agents.legacy_parameters)]
        return first if tuple(one.arg for one in first) == agents.legacy_parameters else ()
    return given[:1] if node.name in agents.legacy_hooks and _takes_deprecated(given, module) else ()


def _takes_deprecated(given: Sequence[ast.arg], module: Module) -> bool:
    """Tell whether the first parameter is annotated with what the context class replaces."""
    policy = module.policy
    deprecated = {name for one in policy.deprecated if one.replacement == policy.context.name for name in one.names}
    return bool(given) and not deprecated.isdisjoint(annotated_with(given[0], module))
