"""Mocks that a factory hands out."""

from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine
from test_framework.ssot.base_test_case import SSotBaseTestCase
from test_framework.ssot.mock_factory import SSotMockFactory


class TestFactory(SSotBaseTestCase):
    def test_keyword(self):
        context = SSotMockFactory.create_mock_user_context(user_id="user-1")
        assert UserExecutionEngine(context, {}, print).context.user_id == "user-1"

    def test_position(self):
        context = SSotMockFactory.create_mock_user_context("user-2", "thread-2")
        assert UserExecutionEngine(context, {}, print).context.thread_id == "thread-2"
