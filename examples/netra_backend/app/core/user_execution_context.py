"""Deprecated: import the class from where it is defined."""

from netra_backend.app.services.user_execution_context import UserExecutionContext

__all__ = ["UserExecutionContext"]
