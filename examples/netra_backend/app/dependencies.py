"""What requests depend on."""

from netra_backend.app.services.user_execution_context import UserExecutionContext

__all__ = ["UserExecutionContext"]
