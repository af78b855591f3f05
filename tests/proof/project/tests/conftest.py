from types import SimpleNamespace

import pytest


@pytest.fixture
def user_context():
    """The caller of a test."""
    context = SimpleNamespace()
    context.user_id = "user-shared"
    context.thread_id = "thread-shared"
    context.run_id = "run-shared"
    return context
