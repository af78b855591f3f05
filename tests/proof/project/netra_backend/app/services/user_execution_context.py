"""The identity of the user that a request is made for, and the gate that asks for it."""

from dataclasses import dataclass, field
from typing import Any, Optional


class InvalidContextError(ValueError):
    """An identity that nobody filled in."""


@dataclass(frozen=True)
class UserExecutionContext:
    user_id: str
    thread_id: str
    run_id: str
    request_id: str = "request-0"
    websocket_client_id: Optional[str] = None
    agent_context: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("user_id", "thread_id", "run_id", "request_id"):
            value = getattr(self, name)
            if not isinstance(value, str) or not value.strip():
                raise InvalidContextError(f"{name} is no text: {value!r}")
            if value.lower() in {"test", "placeholder", "default", "none", "mock"} or value.startswith("mock_"):
                raise InvalidContextError(f"{name} is a placeholder: {value!r}")
        if not isinstance(self.agent_context, dict):
            raise InvalidContextError("agent_context is no dict")

    @property
    def websocket_connection_id(self) -> Optional[str]:
        return self.websocket_client_id

    def isolation_key(self) -> str:
        return f"{self.user_id}:{self.thread_id}:{self.run_id}"


def validate_user_context(context: Any) -> UserExecutionContext:
    """Let nothing but a context pass."""
    if not isinstance(context, UserExecutionContext):
        raise TypeError(f"no user's context: {type(context).__name__}")
    return context
