"""UEC1xx: contexts from the wrong place, and checks switched off."""

import pytest

from netra_backend.app.agents.base.interface import ExecutionContext
from netra_backend.app.models.user_execution_context import UserExecutionContext


@pytest.mark.security_bypass
def test_context():
    assert UserExecutionContext("user-1", "thread-1", "run-1")
    assert ExecutionContext()
