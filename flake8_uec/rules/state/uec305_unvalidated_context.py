"""UEC305."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Applicability, Evidence, Finding, Fix
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.agents import Method, agent_of, annotated_with, definitions, parameters
from flake8_uec.semantics.calls import takes
from flake8_uec.semantics.describe import parsed
from flake8_uec.semantics.imports import reach
from flake8_uec.semantics.insertion import prepend
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.validation import Checks


@rule(
    "UEC305",
    "unvalidated-context",
    table="agents",
    nodes=(ast.FunctionDef, ast.AsyncFunctionDef),
    words=lambda policy: definitions(policy.agents.entry),
    examples=(
        Example(
            bad="""\
                from netra_backend.app.agents.base_agent import BaseAgent
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                class ReportAgent(BaseAgent):
                    async def execute(self, context: UserExecutionContext, stream_updates: bool = False):
                        return f"a report for {context.user_id}"
                """,
            good="""\
                from netra_backend.app.agents.base_agent import BaseAgent
                from netra_backend.app.services.user_execution_context import UserExecutionContext
                from netra_backend.app.services.user_execution_context import validate_user_context

                class ReportAgent(BaseAgent):
                    async def execute(self, context: UserExecutionContext, stream_updates: bool = False):
                        context = validate_user_context(context)
                        return f"a report for {context.user_id}"
                """,
        ),
    ),
    allowed=(
        Allowed(
            """\
            from netra_backend.app.agents.base_agent import BaseAgent
            from netra_backend.app.services.user_execution_context import UserExecutionContext

            class ReportAgent(BaseAgent):
                async def execute(self, context: UserExecutionContext, stream_updates: bool = False):
                    if not isinstance(context, UserExecutionContext):
                        raise TypeError("no user's context")
                    return f"a report for {context.user_id}"
            """,
            because="an `isinstance` check comes first",
        ),
        Allowed(
            """\
            from netra_backend.app.agents.base_agent import BaseAgent
            from netra_backend.app.services.user_execution_context import UserExecutionContext

            class ReportAgent(BaseAgent):
                async def execute(self, context: UserExecutionContext, stream_updates: bool = False):
                    return await super().execute(context, stream_updates)
            """,
            because="the base's method has the context first",
        ),
    ),
)
def unvalidated_context(node: Method, module: Module) -> Iterator[Finding]:
    """Agent that uses a context before it has checked it.

    ## What it does
    Flags, in an agent, the method that runs it where it takes the user's context and reaches its first use
    of it without a check: a call of a function whose name matches a pattern of `agents.validators`, or an
    `isinstance`. Methods of the same class are followed; one that is inherited may check it and is trusted.
    A comparison with `None` is no use.

    ## Why is this bad
    An annotation checks nothing. What is no context of a user, a mock or a state of old, or one whose identity
    is a placeholder, is found out only when it has been logged, stored or handed on. The source is phase 2 of
    the migration to user-isolated execution.

    ## Fix safety
    The fix is unsafe: what was passed unchecked may be refused from then on, a mock for one. It calls the first of
    `agents.validators`, from the module of the context class. There is none where that module has no such function,
    and none where the method may be called without a context.
    """
    parameter = _context_parameter(node, module)
    owner = agent_of(node, module) if parameter else None
    use = Checks(owner, module).first_unchecked_use(node, parameter) if owner is not None else None
    if use is not None:
        validator = (*module.policy.agents.validators, "isinstance")[0]
        message = f"`{parameter}` is used before it is checked; check it first, with `{validator}`"
        evidence = (Evidence(module.span(use), "used here"),)
        yield Finding(module.name_span(node), message, evidence, _fix(node, parameter, module))


def _context_parameter(node: Method, module: Module) -> str:
    """Return the parameter of an entry method that takes the user's context, `""` where none does."""
    if node.name == module.policy.agents.entry:
        for one in parameters(node):
            if module.policy.context.name in annotated_with(one, module):
                return one.arg
    return ""


def _fix(node: Method, parameter: str, module: Module) -> Fix | None:
    validator = next(iter(module.policy.agents.validators), "")
    owner = module.policy.context.name.rpartition(".")[0]
    facts = module.tracer.facts(owner)
    checked = facts.functions.get(validator) if facts is not None else None
    if (
        checked is None
        or not checked.known
        or checked.is_async
        or not takes(checked.parameters, 1)
        or _may_be_none(node, parameter)
    ):
        return None
    imported = reach(module, f"{owner}.{validator}", node.body[0])
    if imported is None:
        return None
    call = f"{imported.expression}({parameter})"
    hands_back = module.policy.context.name in checked.returns
    edit = prepend(module, node, f"{parameter} = {call}" if hands_back else call)
    return Fix(f"Call `{validator}`", (*imported.edits, edit), Applicability.UNSAFE) if edit else None


def _may_be_none(node: Method, parameter: str) -> bool:
    """Tell whether a parameter has a default, or is annotated with more than a class."""
    positional = [*node.args.posonlyargs, *node.args.args]
    required = positional[: len(positional) - len(node.args.defaults)]
    return not any(
        one.arg == parameter and isinstance(parsed(one.annotation), (ast.Name, ast.Attribute)) for one in required
    )
