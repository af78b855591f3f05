"""What counts as an agent, and what as a legacy call of one."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.rules.conftest import Lint

AGENTS = "netra_backend/app/agents/sample.py"
BASE = "from netra_backend.app.agents.base_agent import BaseAgent\n"


def agent_codes(lint: Lint, code: str, path: str = "tests/sample.py") -> list[str]:
    found = lint(dedent(code), path)
    return [one.code for one in found if one.code in {"UEC303", "UEC305", "UEC306", "UEC308"}]


OLD = "    def execute(self, state, run_id): ...\n"


@pytest.mark.parametrize(
    ("code", "path"),
    [
        (f"{BASE}class A(BaseAgent):\n{OLD}", "tests/sample.py"),
        (f"{BASE}class Base(BaseAgent): ...\nclass A(Base):\n{OLD}", "tests/sample.py"),
        (
            f"from netra_backend.app.agents.report_agent import ReportAgent\nclass A(ReportAgent):\n{OLD}",
            "tests/sample.py",
        ),
        (f"class A:\n{OLD}", AGENTS),
    ],
)
def test_an_agent_is_one_by_its_base_or_its_module(lint: Lint, code: str, path: str) -> None:
    assert agent_codes(lint, code, path) == ["UEC303"]


@pytest.mark.parametrize(
    "method",
    [
        "def execute(self, run_id, state): ...",
        "def execute(self, state): ...",
        "def execute(self, context, state, run_id): ...",
        "def execute_core_logic(self, context): ...",
    ],
)
def test_other_signatures_are_no_legacy_ones(lint: Lint, method: str) -> None:
    assert agent_codes(lint, f"class A:\n    {method}\n", AGENTS) == []


def test_a_function_in_a_module_of_agents_is_no_method(lint: Lint) -> None:
    assert agent_codes(lint, "def execute(self, state, run_id): ...\n", AGENTS) == []


def test_a_notifier_that_is_handed_on_counts_and_one_that_is_replaced_does_not(lint: Lint) -> None:
    code = """\
        class A:
            def __init__(self, notify):
                self._send_update = notify
                self.flow = Flow(self._send_update)
                self.other.send_status_update()
        """
    assert agent_codes(lint, code, AGENTS) == ["UEC306"]


@pytest.mark.parametrize(
    "call",
    [
        "agent.execute(state, 'run', stream_updates=True)",
        "agents['report'].execute(state, 'run', stream_updates=True)",
        "agent.execute(state, run_id='run', stream_updates=True)",
        "agent.execute(state=state, run_id='run', stream_updates=True)",
        "BaseAgent().execute(state, 'run', stream_updates=True)",
    ],
)
def test_a_legacy_call(lint: Lint, call: str) -> None:
    assert agent_codes(lint, f"{BASE}{call}\n") == ["UEC308"]


@pytest.mark.parametrize(
    "call",
    [
        "agent.execute(context, stream_updates=True)",
        "agent.execute(context=context, stream_updates=True)",
        "agent.execute(*arguments, stream_updates=True)",
        "session.execute(statement, parameters)",
        "execute(state, 'run', stream_updates=True)",
        "agent.execute_later(state, 'run', stream_updates=True)",
    ],
)
def test_a_call_that_is_no_legacy_one(lint: Lint, call: str) -> None:
    assert agent_codes(lint, f"{call}\n") == []


@pytest.mark.parametrize(("lines", "expected"), [(20, []), (21, ["UEC307"])])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_lines_of_a_module_are_counted(lint: Lint, lines: int, expected: list[str], end: str) -> None:
    assert [one.code for one in lint(f"x = 1{end}" * lines, AGENTS)] == expected
    assert [one.code for one in lint(end.join(["x = 1"] * lines), AGENTS)] == expected


def test_only_python_counts_as_a_module(lint: Lint) -> None:
    assert lint("# a line\n" * 30, "netra_backend/app/agents/notes.md") == []
