"""UEC308."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Evidence, Finding
from flake8_uec.model.policy import Policy
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.agents import inherits_agent
from flake8_uec.semantics.instances import instance_of
from flake8_uec.semantics.module import Module


def _words(policy: Policy) -> tuple[str, ...]:
    return (policy.agents.entry,) if policy.agents.entry else ()


@rule(
    "UEC308",
    "legacy-execute-call",
    table="agents",
    nodes=(ast.Call,),
    words=_words,
    requires=lambda policy: policy.agents.bases,
    examples=(
        Example(
            bad="""\
                async def report(agent, state):
                    return await agent.execute(state, "run-1", stream_updates=True)
                """,
            good="""\
                async def report(agent, context):
                    return await agent.execute(context, stream_updates=True)
                """,
        ),
        Example(
            bad="""\
                from netra_backend.app.agents.base_agent import BaseAgent

                async def report(agent: BaseAgent, state):
                    return await agent.execute(state=state, run_id="run-1")
                """,
        ),
    ),
    allowed=(
        Allowed(
            """\
            async def rows(session, state):
                await session.execute("SELECT 1", {"state": state})
            """,
            because="an SQL session",
        ),
        Allowed("def use(tool, state):\n    tool.execute(state=state)\n", because="a receiver that is not known"),
        Allowed(
            """\
            class Pipeline:
                def execute(self, steps, name, stream_updates): ...

            def run():
                pipeline = Pipeline()
                pipeline.execute([], "nightly", stream_updates=True)
            """,
            because="a class that is known to be no agent",
        ),
    ),
)
def legacy_execute_call(node: ast.Call, module: Module) -> Iterator[Finding]:
    """Call of an agent with the state of old rather than a user's context.

    ## What it does
    Flags a call of the method that runs an agent with the arguments of old: a state and a run's name, by
    position or keyword, and the keyword that tells an agent's method from any other of its name. Without
    that keyword, a state by keyword counts where the receiver is known to be an agent. A receiver that is
    known to be none never counts.

    ## Why is this bad
    The method takes the context of a user's request now. With the arguments of old the call fails, or it runs
    for a user whom nobody checked. The source is phase 2 of the migration to user-isolated execution.
    """
    old = _arguments_of_old(node, module.policy)
    if old and _may_be_agent(node, module):
        agents = module.policy.agents
        shape = f"{agents.entry}({', '.join(agents.legacy_parameters)})"
        message = f"call by the agents' interface of old, `{shape}`; pass one context: `{agents.signature}`"
        evidence = tuple(Evidence(module.span(one), "an argument of old") for one in old)
        yield Finding(module.span(node.func), message, evidence)


def _arguments_of_old(node: ast.Call, policy: Policy) -> list[ast.expr]:
    """Return the arguments that only the method of old took, empty where the call is not by its name."""
    agents = policy.agents
    if not isinstance(node.func, ast.Attribute) or node.func.attr != agents.entry:
        return []
    if any(isinstance(one, ast.Starred) for one in node.args):
        return []
    by_position = node.args if len(node.args) == len(agents.legacy_parameters) else []
    return [*by_position, *(one.value for one in node.keywords if one.arg in agents.legacy_parameters)]


def _may_be_agent(node: ast.Call, module: Module) -> bool:
    """Tell whether the receiver is an agent; where its class is not known, a keyword decides."""
    agents = module.policy.agents
    given = {keyword.arg for keyword in node.keywords}
    streams = agents.stream_parameter in given
    if not streams and given.isdisjoint(agents.legacy_parameters[:1]):
        return False
    cls = instance_of(node.func.value, module) if isinstance(node.func, ast.Attribute) else None
    return inherits_agent(cls, module) if cls is not None else streams
