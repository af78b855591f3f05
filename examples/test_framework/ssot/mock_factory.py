"""The one place that mocks come from."""

from types import SimpleNamespace
from unittest.mock import AsyncMock, MagicMock


class SSotMockFactory:
    @staticmethod
    def create_database_mock():
        return MagicMock()

    @staticmethod
    def create_websocket_mock():
        return AsyncMock()

    @staticmethod
    def create_mock_user_context(user_id="user-1", thread_id="thread-1"):
        caller = SimpleNamespace(user_id=user_id, thread_id=thread_id)
        return caller
