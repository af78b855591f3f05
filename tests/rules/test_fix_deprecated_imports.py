"""UEC201, UEC203, UEC301: imports of what is to go."""

from __future__ import annotations

import pytest

from tests.rules.conftest import Fix, Lint

OLD = "from netra_backend.app.agents.state import DeepAgentState\n"
NEW = "from netra_backend.app.services.user_execution_context import UserExecutionContext\n"
PATH = "tests/test_sample.py"


def test_annotations_change_with_the_import(fixed: Fix) -> None:
    before = (
        f"{OLD}\ndef name(state: 'DeepAgentState | None', other: DeepAgentState) -> str:\n    return other.user_id\n"
    )
    after = (
        f"{NEW}\ndef name(state: 'UserExecutionContext | None', other: UserExecutionContext) -> str:\n"
        "    return other.user_id\n"
    )
    assert fixed(before, PATH) == after


@pytest.mark.parametrize(
    "code",
    [
        "def name(state: DeepAgentState):\n    return state.user_request",
        "def name(state: DeepAgentState):\n    return hasattr(state, 'user_request')",
        "def name(state: DeepAgentState):\n    return DeepAgentState()",
        "class Job:\n    state: DeepAgentState",
        "def name(state: DeepAgentState, UserExecutionContext): ...",
    ],
    ids=["member", "asked", "made", "field", "taken"],
)
def test_an_annotation_that_may_mean_more_stays(code: str, fixed: Fix, lint: Lint) -> None:
    assert "UEC301" in [one.code for one in lint(f"{OLD}\n{code}\n", PATH)]
    assert OLD in fixed(f"{OLD}\n{code}\n", PATH)


@pytest.mark.parametrize(
    "code",
    [
        f"try:\n    {OLD}except ImportError:\n    pass\n",
        f"def run():\n    {OLD}",
        OLD.replace("\n", "  # noqa: F401\n"),
        f"{OLD}__all__ = ['DeepAgentState']\n",
    ],
    ids=["try", "local", "marked", "exported"],
)
def test_an_import_that_may_be_meant_to_stay_stays(code: str, fixed: Fix) -> None:
    assert fixed(code, PATH) == code


def test_a_package_keeps_its_import(fixed: Fix) -> None:
    assert fixed(OLD, "tests/__init__.py") == OLD


def test_one_of_several_names_goes(fixed: Fix) -> None:
    owner = "from netra_backend.app.agents.supervisor"
    before = f"{owner}.execution_engine import AgentExecutionContext, create_request_scoped_engine\n"
    after = (
        f"{owner}.execution_engine import create_request_scoped_engine\n"
        f"{owner}.execution_context import AgentExecutionContext\n"
    )
    assert fixed(before, PATH) == after
