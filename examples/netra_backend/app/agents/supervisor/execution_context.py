"""What one agent is run with."""


class AgentExecutionContext:
    pass
