"""Mocks that the gate stops."""

import asyncio
from types import SimpleNamespace
from unittest.mock import AsyncMock, MagicMock, Mock

import pytest

from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine


@pytest.fixture
def yielded_context():
    mock_user_context = Mock(user_id="user-5", thread_id="thread-5", run_id="run-5")
    yield mock_user_context


def test_stores():
    user_context = Mock()
    user_context.user_id = "user-1"
    user_context.thread_id = "thread-1"
    user_context.run_id = "run-1"
    assert UserExecutionEngine(user_context, {}, print).key == "user-1:thread-1:run-1"


def test_keywords():
    user_context = MagicMock(user_id="user-2", run_id="run-2", thread_id="thread-2")
    assert UserExecutionEngine(user_context, {}, print).key == "user-2:thread-2:run-2"


def test_namespace():
    context = SimpleNamespace(user_id="user-3", run_id="run-3", thread_id="thread-3")
    assert UserExecutionEngine(context, {}, print).key == "user-3:thread-3:run-3"


def test_former_name():
    user_context = Mock(user_id="user-4", thread_id="thread-4", run_id="run-4")
    user_context.websocket_connection_id = "socket-4"
    assert UserExecutionEngine(user_context, {}, print).context.websocket_connection_id == "socket-4"


def test_fixture(yielded_context):
    assert UserExecutionEngine(yielded_context, {}, print).key == "user-5:thread-5:run-5"


def test_shared_fixture(user_context):
    assert UserExecutionEngine(user_context, {}, print).context.user_id == "user-shared"


def test_users_stay_apart():
    user_context = Mock(user_id="user-6")
    mock_user_context = Mock()
    mock_user_context.user_id = "user-7"
    engines = [UserExecutionEngine(one, {}, print) for one in (user_context, mock_user_context)]
    assert len({engine.context.run_id for engine in engines}) == 2


def test_coroutine():
    async def serve():
        user_context = AsyncMock()
        user_context.user_id = "user-8"
        user_context.thread_id = "thread-8"
        user_context.run_id = f"run-{8}"
        return await UserExecutionEngine(user_context, {}, print).run()

    assert asyncio.run(serve()) == "user-8 is served"


def test_context_for_the_agents():
    user_context = Mock()
    user_context.user_id = "user-9"
    user_context.thread_id = "thread-9"
    user_context.run_id = "run-9"
    user_context.agent_context = {
        "tier": "free",
    }
    assert UserExecutionEngine(user_context, {}, print).context.agent_context == {"tier": "free"}
