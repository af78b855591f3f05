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

    def __post_init__(self) -> None:
        for value in (self.user_id, self.thread_id, self.run_id, self.request_id):
            if value.lower() in {"", "test", "placeholder"} or value.startswith(("mock_", "default_")):
                raise ValueError(f"a placeholder in place of an id: {value!r}")

    @classmethod
    def from_request(cls, user_id: str, thread_id: str, run_id: str) -> "UserExecutionContext":
        return cls(user_id, thread_id, run_id)

    @property
    def metadata(self) -> dict[str, Any]:
        return dict(self.agent_context)


def validate_user_context(context: Any) -> UserExecutionContext:
    if not isinstance(context, UserExecutionContext):
        raise TypeError(f"no user's context: {context!r}")
    return context
