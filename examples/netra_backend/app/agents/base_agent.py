"""What every agent inherits."""

from netra_backend.app.services.user_execution_context import UserExecutionContext, validate_user_context


class BaseAgent:
    async def execute(self, context: UserExecutionContext, stream_updates: bool = False):
        context = validate_user_context(context)
        await self.emit_thinking(context.run_id)

    async def emit_thinking(self, thought):
        pass

    async def send_status_update(self, status):
        await self.emit_thinking(status)
