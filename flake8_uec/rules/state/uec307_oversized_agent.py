"""UEC307."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.policy import Policy
from flake8_uec.model.rule import Allowed, Example, Phase, rule
from flake8_uec.model.source import Source
from flake8_uec.semantics.agents import is_agent_file


@rule(
    "UEC307",
    "oversized-agent",
    table="agents",
    phase=Phase.TEXT,
    optional=True,
    examples=(
        Example(
            bad="""\
                class ReportAgent:
                    def __init__(self, title, author):
                        self.title = title
                        self.author = author
                        self.sections = []

                    def gather(self, sources):
                        for source in sources:
                            self.sections.append(source.read())

                    def shorten(self, length):
                        self.sections = [one[:length] for one in self.sections]

                    def sort(self):
                        self.sections.sort()

                    def render(self):
                        return "\\n".join([self.title, *self.sections])

                    def sign(self):
                        return f"{self.title}, by {self.author}"
                """,
            good="""\
                from netra_backend.app.reports import gather, render

                class ReportAgent:
                    def run(self, title, sources):
                        return render(title, gather(sources))
                """,
            path="netra_backend/app/agents/report_agent.py",
        ),
    ),
    allowed=(
        Allowed("NUMBERS = [\n" + "    0,\n" * 30 + "]\n", because="no module of agents", path="scripts/numbers.py"),
    ),
)
def oversized_agent(source: Source, policy: Policy) -> Iterator[Finding]:
    """Module of agents that is longer than it may be.

    ## What it does
    Flags a Python file among the modules of agents that has more lines than `agents.max-lines` allows, 200
    unless it is set. In the examples, 20 are allowed.

    ## Why is this bad
    An agent that does everything itself keeps state of its own, and state is what leaks from one user to the
    next. The migration plan asks for small agents, each with one task.
    """
    if not source.relative.endswith(".py") or not is_agent_file(source.relative, policy):
        return
    lines = len(source.line_starts) - (source.line_starts[-1] == len(source.text))
    if lines > policy.agents.max_lines:
        message = f"{lines} lines in a module of agents, {policy.agents.max_lines} are allowed; split it by task"
        yield Finding(source.line_span(1), message)
