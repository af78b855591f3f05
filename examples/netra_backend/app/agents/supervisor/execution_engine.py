"""The engine of old: one for all users."""

from netra_backend.app.agents.supervisor.execution_context import AgentExecutionContext as AgentExecutionContext


class ExecutionEngine:
    def __init__(self, registry, websocket_bridge, user_context=None):
        self.registry = registry
        self.websocket_bridge = websocket_bridge
        self.user_context = user_context


def create_request_scoped_engine(registry, websocket_bridge):
    return ExecutionEngine(registry, websocket_bridge)
