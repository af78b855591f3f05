"""UEC307: longer than the 20 lines that this project allows a module of agents."""

from netra_backend.app.agents.base_agent import BaseAgent
from netra_backend.app.services.user_execution_context import UserExecutionContext


class ReportAgent(BaseAgent):
    async def execute(self, context: UserExecutionContext, stream_updates: bool = False):
        title = f"Report for {context.user_id}"
        await self.send_status_update(title)
        return self.render(title, context.agent_context.get("sections", []))

    def render(self, title, sections):
        return "\n".join([title, *map(self.shorten, sections)])

    def shorten(self, section):
        return section[:80]


class SummaryAgent(BaseAgent):
    async def execute(self, state, run_id, stream_updates=False):
        return state
