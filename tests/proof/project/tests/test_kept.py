"""Stand-ins that no machine can replace, and those that must stay."""

import uuid
from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine
from test_framework.ssot.base_test_case import SSotBaseTestCase


class FakeUserExecutionContext:
    user_id = "user-1"


class TestKept(SSotBaseTestCase):
    def test_mocks_are_refused(self):
        user_context = Mock(user_id="user-1", thread_id="thread-1", run_id="run-1")
        with pytest.raises(TypeError):
            UserExecutionEngine(user_context, {}, print)

    def test_a_fake(self):
        assert FakeUserExecutionContext().user_id == "user-1"

    def test_a_value(self):
        assert {"user_context": Mock(user_id="user-1")}["user_context"].user_id == "user-1"

    def test_a_stub(self):
        user_context = Mock(user_id="user-1", thread_id="thread-1", run_id="run-1")
        user_context.isolation_key.return_value = "key"
        assert user_context.isolation_key() == "key"

    def test_a_later_store(self):
        user_context = SimpleNamespace(user_id="user-1", thread_id="thread-1", run_id="run-1")
        assert user_context.run_id == "run-1"
        user_context.run_id = "run-2"

    def test_an_id_that_is_no_text(self):
        user_context = Mock(user_id=uuid.uuid4(), thread_id="thread-1", run_id="run-1")
        assert isinstance(user_context.user_id, uuid.UUID)

    def test_a_field_of_no_context(self):
        user_context = Mock(user_id="user-1", session_id="session-1")
        assert user_context.session_id == "session-1"
