"""The state object that agents passed on."""


class DeepAgentState:
    def __init__(self, user_request=""):
        self.user_request = user_request
