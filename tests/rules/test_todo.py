"""What `--add-todo` writes: the new call in full, where no fix can give it."""

from __future__ import annotations

import pytest

from tests.rules.conftest import Lint

ENGINE = "from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine"
OLD_ENGINE = "from netra_backend.app.agents.supervisor.execution_engine import ExecutionEngine  # noqa: UEC201"
CONTEXT = "from netra_backend.app.services.user_execution_context import UserExecutionContext"
NEW_ENGINE = "write this, from `netra_backend.app.agents.supervisor.user_execution_engine`:"
NEW_CONTEXT = "write this, from `netra_backend.app.services.user_execution_context`:"


def to_do(lint: Lint, code: str, *lines: str) -> list[str]:
    (found,) = (one for one in lint("\n".join(lines) + "\n", "tests/test_sample.py") if one.code == code)
    assert found.fix is None
    return found.todo.splitlines()


def test_a_long_call_has_an_argument_a_line_and_a_new_context(lint: Lint) -> None:
    assert to_do(lint, "UEC204", OLD_ENGINE, "engine = ExecutionEngine(registry())") == [
        NEW_ENGINE,
        "UserExecutionEngine(",
        "    context=UserExecutionContext(user_id=..., thread_id=..., run_id=...),",
        "    agent_factory=registry(),",
        "    websocket_emitter=...,",
        ")",
    ]


def test_a_context_in_scope_is_passed(lint: Lint) -> None:
    code = "def make(user_context, parts):\n    return UserExecutionEngine(agent_factory=parts)"
    assert to_do(lint, "UEC205", ENGINE, code)[2] == "    context=user_context,"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("user_id='u-1', tenant='t-1', debug=None", "`tenant`"),
        ("'u-1', tenant='t-1', **{'a': 1}", "`tenant`, `**{'a': 1}`"),
    ],
)
def test_what_has_no_place_is_named(lint: Lint, arguments: str, expected: str) -> None:
    assert to_do(lint, "UEC110", CONTEXT, f"context = UserExecutionContext({arguments})") == [
        NEW_CONTEXT,
        "UserExecutionContext(user_id='u-1', thread_id=..., run_id=...)",
        f"(no place for {expected})",
    ]


def test_a_write_that_is_lost_is_sent_to_the_field(lint: Lint) -> None:
    code = "def drop(context: UserExecutionContext):\n    context.metadata.pop('seen')"
    assert to_do(lint, "UEC113", CONTEXT, code) == [
        "change `agent_context` instead: `UserExecutionContext.metadata` is a copy, and this write is lost"
    ]


def test_a_mock_context_is_a_call_of_the_class(lint: Lint) -> None:
    code = 'user_context = SimpleNamespace(user_id="u-1", session_id="s-1")'
    assert to_do(lint, "UEC102", "from types import SimpleNamespace", code) == [
        NEW_CONTEXT,
        "UserExecutionContext(user_id='u-1', thread_id=..., run_id=...)",
        "(no place for `session_id`)",
    ]


def test_a_mock_that_is_to_be_refused_is_left_alone(lint: Lint) -> None:
    code = "with pytest.raises(TypeError):\n    user_context = SimpleNamespace(user_id='u-1')"
    assert to_do(lint, "UEC102", "import pytest\nfrom types import SimpleNamespace", code) == []
