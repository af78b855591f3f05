"""The identity of the user that a call is made for."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class UserExecutionContext:
    user_id: str
    thread_id: str
    run_id: str
    request_id: str = "request-1"
    agent_context: dict[str, Any] = field(default_factory=dict)

    @property
    def metadata(self) -> dict[str, Any]:
        return dict(self.agent_context)


def validate_user_context(context: Any) -> UserExecutionContext:
    if not isinstance(context, UserExecutionContext):
        raise TypeError(f"no user's context: {context!r}")
    return context
