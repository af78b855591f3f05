"""The engine that works for one user."""

from netra_backend.app.services.user_execution_context import UserExecutionContext, validate_user_context


class UserExecutionEngine:
    def __init__(self, context: UserExecutionContext, agent_factory, websocket_emitter) -> None:
        self.context = validate_user_context(context)
        self.agent_factory = agent_factory
        self.websocket_emitter = websocket_emitter

    @property
    def key(self) -> str:
        return f"{self.context.user_id}:{self.context.thread_id}:{self.context.run_id}"

    async def run(self) -> str:
        return f"{self.context.user_id} is served"
