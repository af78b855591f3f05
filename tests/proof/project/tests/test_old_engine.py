"""What the other rules have to say."""

import os

from netra_backend.app.agents.supervisor.execution_engine import ExecutionEngine


class TestOldEngine:
    def test_environment(self):
        assert os.sep
