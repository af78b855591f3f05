"""What an agent was once run with."""


class ExecutionContext:
    pass
