"""UEC205, UEC207, UEC208: the new engine, called like the old one."""

from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine


def test_old_arguments(registry, bridge, context):
    assert UserExecutionEngine(registry, websocket_bridge=bridge, user_context=context)


def test_no_context(agent_factory, emitter):
    assert UserExecutionEngine(None, agent_factory, emitter)


def test_unknown_factory(registry, bridge):
    assert UserExecutionEngine.create_from_legacy(registry, bridge)
