"""The one place that mocks come from."""

from unittest.mock import AsyncMock, MagicMock


class SSotMockFactory:
    @staticmethod
    def create_database_mock():
        return MagicMock()

    @staticmethod
    def create_websocket_mock():
        return AsyncMock()
