"""A service that has not moved yet."""

from netra_backend.app.agents.state import DeepAgentState
from netra_backend.app.agents.supervisor.execution_engine import ExecutionEngine


class AgentService:
    def __init__(self, registry, bridge):
        self.engine = ExecutionEngine(registry, bridge)

    async def run(self, state: DeepAgentState) -> "DeepAgentState":
        return state
