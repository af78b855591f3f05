"""UEC110 to UEC114: the real context class, used as it is not."""

from netra_backend.app.services.user_execution_context import UserExecutionContext


def test_unknown_keyword():
    assert UserExecutionContext(user_id="user-1", session_id="thread-1", run_id="run-1")


def test_unknown_factory():
    assert UserExecutionContext.create_for_user("user-1")


def test_placeholder():
    assert UserExecutionContext("test", "thread-1", "run-1")


def test_lost_write():
    context = UserExecutionContext("user-1", "thread-1", "run-1")
    context.metadata["seen"] = True
    assert context.metadata["seen"]


def test_frozen():
    context = UserExecutionContext.from_request("user-1", "thread-1", "run-1")
    context.run_id = "run-2"
    assert context.run_id == "run-2"
