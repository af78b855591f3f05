"""The engine of one user."""


class UserExecutionEngine:
    def __init__(self, context, agent_factory, websocket_emitter):
        self.context = context
        self.agent_factory = agent_factory
        self.websocket_emitter = websocket_emitter
