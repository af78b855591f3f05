"""The engine of old, which all users share."""


class ExecutionEngine:
    def __init__(self, registry, websocket_bridge, user_context=None):
        self.user_context = user_context
