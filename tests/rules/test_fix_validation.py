"""UEC305: the check that is written into an agent."""

from __future__ import annotations

import pytest

from tests.rules.conftest import Fix

PATH = "netra_backend/app/agents/sample.py"
CONTEXT = "netra_backend.app.services.user_execution_context"
HEAD = (
    "from netra_backend.app.agents.base_agent import BaseAgent\n"
    f"from {CONTEXT} import UserExecutionContext\n\n\n"
    "class ReportAgent(BaseAgent):\n"
)


def test_the_check_stands_below_the_docstring_and_above_comments(fixed: Fix) -> None:
    method = (
        '    async def execute(self, who: UserExecutionContext):\n        """Run."""\n{}        # Go.\n        {}\n'
    )
    before = HEAD + method.format("", "return who.user_id")
    after = HEAD + method.format("        who = validate_user_context(who)\n", "return who.user_id")
    imported = f"import UserExecutionContext\nfrom {CONTEXT} import validate_user_context\n"
    assert fixed(before, PATH) == after.replace("import UserExecutionContext\n", imported)


@pytest.mark.parametrize(
    "parameter",
    [
        "context: UserExecutionContext = None",
        "context: UserExecutionContext | None",
        "context: 'UserExecutionContext' = 0",
    ],
)
def test_a_context_that_may_be_missing_is_left_to_a_person(fixed: Fix, parameter: str) -> None:
    code = f"{HEAD}    async def execute(self, {parameter}):\n        return context.user_id\n"
    assert fixed(code, PATH) == code


def test_no_name_is_taken_that_means_something_else(fixed: Fix) -> None:
    code = (
        f"validate_user_context = 1\n{HEAD}    def execute(self, c: UserExecutionContext):\n        return c.user_id\n"
    )
    assert fixed(code, PATH) == code
