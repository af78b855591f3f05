"""Calls and writes of old, by the names of today."""

from __future__ import annotations

import pytest

from tests.rules.conftest import Fix, Lint

ENGINE = "from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine\n"
OLD_ENGINE = "from netra_backend.app.agents.supervisor.execution_engine import ExecutionEngine  # noqa: UEC201\n"
CONTEXT = "from netra_backend.app.services.user_execution_context import UserExecutionContext\n"
PATH = "tests/test_sample.py"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "UserExecutionEngine(registry=r, websocket_bridge=b, user_context=c)",
            "UserExecutionEngine(agent_factory=r, websocket_emitter=b, context=c)",
        ),
        (
            "UserExecutionEngine(\n    r,  # the registry\n    b,\n    user_context=c,\n)",
            "UserExecutionEngine(\n    agent_factory=r,  # the registry\n    websocket_emitter=b,\n    context=c,\n)",
        ),
    ],
)
def test_the_arguments_of_the_old_engine_get_their_new_names(before: str, after: str, fixed: Fix) -> None:
    assert fixed(f"{ENGINE}\n{before}\n", PATH) == f"{ENGINE}\n{after}\n"


@pytest.mark.parametrize(
    "call",
    [
        "UserExecutionEngine(user_context=c)",
        "UserExecutionEngine(registry=r, websocket_bridge=b, user_context=None)",
        "UserExecutionEngine(registry=r, websocket_bridge=b, user_context=c, config=d)",
        "UserExecutionEngine(registry=r, websocket_bridge=b, user_context=c, context=c)",
        "UserExecutionEngine((r), b, user_context=c)",
    ],
)
def test_a_mapping_that_is_not_complete_is_left_to_a_person(call: str, fixed: Fix, lint: Lint) -> None:
    assert [one.code for one in lint(f"{ENGINE}\n{call}\n", PATH)] == ["UEC205"]
    assert fixed(f"{ENGINE}\n{call}\n", PATH) == f"{ENGINE}\n{call}\n"


@pytest.mark.parametrize(
    ("body", "call"),
    [
        ("UserExecutionEngine(r, user_context=c)", "(context=c, agent_factory=r, websocket_emitter=...)"),
        (
            "UserExecutionEngine()",
            (
                "(context=UserExecutionContext(user_id=..., thread_id=..., run_id=...),"
                " agent_factory=..., websocket_emitter=...)"
            ),
        ),
        (
            "user_context = make()\n    UserExecutionEngine()",
            "(context=user_context, agent_factory=..., websocket_emitter=...)",
        ),
    ],
)
def test_the_message_shows_the_call_to_write(body: str, call: str, lint: Lint) -> None:
    (found,) = lint(f"{ENGINE}\ndef build(r, c, make):\n    {body}\n", PATH)
    assert found.message.endswith(f"; write `UserExecutionEngine{call}`")


def test_the_message_on_an_old_engine_shows_the_call_to_write(lint: Lint) -> None:
    (found,) = lint(f"{OLD_ENGINE}\nExecutionEngine(registry, websocket_bridge=bridge, user_context=context)\n", PATH)
    new = "UserExecutionEngine(context=context, agent_factory=registry, websocket_emitter=bridge)"
    owner = "netra_backend.app.agents.supervisor.user_execution_engine"
    via = f"{owner}.UserExecutionEngine.create_execution_engine"
    assert found.message == f"call of deprecated `ExecutionEngine`; write `{new}`, from `{owner}`, or call `{via}`"


def test_a_factory_is_awaited_where_that_is_possible(fixed: Fix) -> None:
    before = f"{OLD_ENGINE}\nasync def run(r, b, c):\n    return ExecutionEngine(r, b, c).run()\n"
    new = "UserExecutionEngine.create_execution_engine(registry=r, websocket_bridge=b, user_context=c)"
    after = f"{OLD_ENGINE}{ENGINE}\nasync def run(r, b, c):\n    return (await {new}).run()\n"
    assert fixed(before, PATH) == after


@pytest.mark.parametrize(
    "code",
    [
        "def run(r, b, c):\n    return ExecutionEngine(r, b, c)",
        "async def run(r, b, c):\n    return lambda: ExecutionEngine(r, b, c)",
        "async def run(r, b):\n    return ExecutionEngine(r, b)",
        "async def run(r, b):\n    return ExecutionEngine(r, b, None)",
    ],
    ids=["not-asynchronous", "lambda", "no-context", "none-for-context"],
)
def test_a_factory_is_not_called_where_it_cannot_be(code: str, fixed: Fix) -> None:
    assert fixed(f"{OLD_ENGINE}\n{code}\n", PATH) == f"{OLD_ENGINE}\n{code}\n"


def test_a_former_field_that_cannot_be_all_of_the_reason_stays(fixed: Fix) -> None:
    code = f"{CONTEXT}\nUserExecutionContext(user_id='user-1', metadata={{}})\n"
    assert fixed(code, PATH) == code


@pytest.mark.parametrize(
    "write",
    [
        "del context.metadata['a']",
        "context.metadata['a'] += 1",
        "context.metadata.pop('a')",
        "context.metadata.clear()",
    ],
)
def test_a_write_that_reads_or_takes_away_stays(write: str, fixed: Fix, lint: Lint) -> None:
    code = f"{CONTEXT}\ndef note(context: UserExecutionContext):\n    {write}\n"
    assert [one.code for one in lint(code, PATH)] == ["UEC113"]
    assert fixed(code, PATH) == code
