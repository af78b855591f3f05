"""Mocks that pass for a context: the gate lets them through, and their tests pass for the wrong reason."""

from unittest.mock import MagicMock, Mock, create_autospec

from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine
from netra_backend.app.services.user_execution_context import UserExecutionContext
from test_framework.ssot.base_test_case import SSotBaseTestCase


class TestSpecced(SSotBaseTestCase):
    def setup_method(self, method=None):
        super().setup_method(method)
        self.context = Mock(spec=UserExecutionContext)
        self.context.user_id = "user-1"

    def test_member(self):
        assert UserExecutionEngine(self.context, {}, print).context.user_id == "user-1"

    def test_stores(self):
        context = MagicMock(spec=UserExecutionContext)
        context.user_id = "user-2"  # who
        context.thread_id = "thread-2"
        # The run comes last.
        context.run_id = "run-2"
        assert UserExecutionEngine(context, {}, print).key == "user-2:thread-2:run-2"

    def test_positional_spec(self):
        context = Mock(UserExecutionContext, user_id="user-3", thread_id="thread-3", run_id="run-3")
        assert UserExecutionEngine(context, {}, print).key == "user-3:thread-3:run-3"

    def test_autospec(self):
        context = create_autospec(UserExecutionContext, instance=True)
        context.configure_mock(user_id="user-4", thread_id="thread-4")
        assert UserExecutionEngine(context, {}, print).context.thread_id == "thread-4"
