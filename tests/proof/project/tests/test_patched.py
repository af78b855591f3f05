"""The class itself is a mock: what the code under test makes does not pass the gate."""

from unittest.mock import Mock, patch

from netra_backend.app import dependencies
from test_framework.ssot.base_test_case import SSotBaseTestCase


class TestPatched(SSotBaseTestCase):
    @patch("netra_backend.app.dependencies.print", create=True)
    @patch("netra_backend.app.dependencies.UserExecutionContext")
    def test_decorator(self, context_class, printed):
        assert dependencies.engine_of("user-1").context.user_id == "user-1"
        printed.assert_not_called()

    def test_with(self):
        with patch("netra_backend.app.dependencies.UserExecutionContext") as context_class:
            user_context = Mock(user_id="user-2")
            context_class.return_value = user_context
            # Whoever asks is served.
            assert dependencies.engine_of("user-2").context.user_id == user_context.user_id

    def test_setattr(self, monkeypatch):
        monkeypatch.setattr(dependencies, "UserExecutionContext", Mock())
        assert dependencies.engine_of("user-3").key == "user-3:thread-7:run-7"
