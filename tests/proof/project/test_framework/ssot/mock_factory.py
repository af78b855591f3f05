"""The one place that mocks come from."""

from unittest.mock import MagicMock


class SSotMockFactory:
    @staticmethod
    def create_mock_user_context(user_id="user-0", thread_id="thread-0"):
        mock_context = MagicMock()
        mock_context.user_id = user_id
        mock_context.thread_id = thread_id
        mock_context.get_state = MagicMock(return_value={})
        return mock_context
