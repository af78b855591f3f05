"""UEC2xx: engines half-way through their migration."""

import importlib
from unittest.mock import patch

from netra_backend.app.agents.supervisor.execution_engine import ExecutionEngine
from netra_backend.app.agents.supervisor.execution_engine import (
    ExecutionEngine as UserExecutionEngine,
    create_request_scoped_engine,
)
from netra_backend.app.services.agent_service import ExecutionEngine as Reexported


def test_old_engine(registry, bridge):
    assert ExecutionEngine(registry, websocket_bridge=bridge)


def test_disguised_engine(registry, bridge):
    assert UserExecutionEngine(registry, bridge)


def test_helper(registry, bridge):
    assert isinstance(create_request_scoped_engine(registry, bridge), Reexported)


@patch("netra_backend.app.agents.supervisor.execution_engine.ExecutionEngine")
def test_patched(engine):
    assert importlib.import_module("netra_backend.app.agents.supervisor.execution_engine")
