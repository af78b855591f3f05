"""UEC101 to UEC107: what stands in for a user's context."""

from types import SimpleNamespace
from unittest.mock import create_autospec, patch

import pytest

from netra_backend.app.services.user_execution_context import UserExecutionContext
from test_framework.ssot.base_test_case import SSotBaseTestCase
from test_framework.ssot.mock_factory import SSotMockFactory


class FakeUserExecutionContext:
    user_id = "user-1"


@pytest.fixture
def user_context():
    context = SimpleNamespace()
    context.user_id = "user-1"
    context.thread_id = "thread-1"
    return context


class TestMockContexts(SSotBaseTestCase):
    def test_mocks(self, mock_user_context):
        assert create_autospec(UserExecutionContext)
        assert SSotMockFactory.create_mock_user_context()
        assert FakeUserExecutionContext()
        test_context = SimpleNamespace(locale="en")
        user_ctx = SimpleNamespace(locale="en")
        assert mock_user_context, (test_context, user_ctx)

    @patch("netra_backend.app.dependencies.UserExecutionContext")
    def test_patch(self, replaced):
        assert replaced()
