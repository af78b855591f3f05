"""Makes the engine of one user."""

from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine


class ExecutionEngineFactory:
    def create(self, context):
        return UserExecutionEngine(context, agent_factory=None, websocket_emitter=None)
