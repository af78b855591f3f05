"""The engine of one user."""


class UserExecutionEngine:
    def __init__(self, context, agent_factory, websocket_emitter):
        self.context = context
        self.agent_factory = agent_factory
        self.websocket_emitter = websocket_emitter

    @classmethod
    async def create_execution_engine(cls, user_context, registry=None, websocket_bridge=None):
        return cls(user_context, agent_factory=registry, websocket_emitter=websocket_bridge)
