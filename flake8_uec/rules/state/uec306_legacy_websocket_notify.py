"""UEC306."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Evidence, Finding
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.agents import is_agent
from flake8_uec.semantics.instances import owner_of
from flake8_uec.semantics.module import Module


@rule(
    "UEC306",
    "legacy-websocket-notify",
    table="agents",
    nodes=(ast.Attribute,),
    words=lambda policy: policy.agents.legacy_notifiers,
    examples=(
        Example(
            bad="""\
                from netra_backend.app.agents.base_agent import BaseAgent

                class ReportAgent(BaseAgent):
                    async def report(self):
                        await self.send_status_update("writing")
                """,
            good="""\
                from netra_backend.app.agents.base_agent import BaseAgent

                class ReportAgent(BaseAgent):
                    async def report(self):
                        await self.emit_thinking("writing")
                """,
        ),
    ),
    allowed=(
        Allowed(
            """\
            class Printer:
                def send_status_update(self, status): ...

                def run(self):
                    self.send_status_update("ready")
            """,
            because="no agent",
        ),
        Allowed(
            """\
            from netra_backend.app.agents.base_agent import BaseAgent

            class ReportAgent(BaseAgent):
                async def send_status_update(self, status):
                    await self.emit_thinking(status)
            """,
            because="the method of old kept for those who call it",
        ),
    ),
)
def legacy_websocket_notify(node: ast.Attribute, module: Module) -> Iterator[Finding]:
    """Event that an agent sends in the way of old.

    ## What it does
    Flags an agent that calls, or hands on, one of its own methods that policy lists as notifying a user in
    the way of old.

    ## Why is this bad
    Such a method sends free text over whatever connection it finds. The events that a client waits for, when
    an agent starts, thinks, uses a tool and is done, come from the methods that took its place, which send to
    the one user whose request it is. The source is phase 2 of the migration to user-isolated execution.
    """
    agents = module.policy.agents
    if node.attr not in agents.legacy_notifiers or isinstance(node.ctx, ast.Store):
        return
    owner = owner_of(node.value, module) if isinstance(node.value, ast.Name) else None
    if owner is not None and is_agent(owner, module):
        message = f"`{node.attr}` notifies in the way of old; use one of the `{agents.notifiers}` methods"
        yield Finding(module.span(node), message, (Evidence(module.name_span(owner), "in this agent"),))
