"""What a request is served with."""

from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine
from netra_backend.app.services.user_execution_context import UserExecutionContext


def context_of(user_id: str) -> UserExecutionContext:
    return UserExecutionContext(user_id=user_id, thread_id="thread-7", run_id="run-7")


def engine_of(user_id: str) -> UserExecutionEngine:
    return UserExecutionEngine(context_of(user_id), {}, print)
