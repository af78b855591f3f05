"""Which use of a parameter comes before any check of it."""

from __future__ import annotations

import ast
from textwrap import dedent, indent

import pytest

from flake8_uec.model.policy import Agents, Policy
from flake8_uec.model.source import Source
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.trace import Tracer
from flake8_uec.semantics.tree import Tree
from flake8_uec.semantics.validation import Checks
from tests.memory import MemoryProject

POLICY = Policy(agents=Agents(validators=("validate*", "_validate*")))


def unchecked(body: str, others: str = "") -> str:
    """Return the line of the first unchecked use of `context`, stripped; `""` where there is none."""
    methods = f"def execute(self, context, flag=False):\n{indent(dedent(body), '    ')}\n{dedent(others)}"
    source = Source("agent.py", f"class Agent(Base):\n{indent(methods, '    ')}\n", "agent.py")
    root = ast.parse(source.text)
    module = Module(Tree(source, root), POLICY, Tracer(MemoryProject({})))
    module.tree.children(root)
    agent = next(node for node in root.body if isinstance(node, ast.ClassDef))
    method = next(node for node in agent.body if isinstance(node, ast.FunctionDef))
    use = Checks(agent, module).first_unchecked_use(method, "context")
    return source.line(use.lineno).strip() if use else ""


@pytest.mark.parametrize(
    "body",
    [
        "pass",
        "context = validate_user_context(context)\ncontext.user_id",
        "validation.validate(context=context)\ncontext.user_id",
        "self._validate_context(context)\ncontext.user_id",
        "if not isinstance(context, Context):\n    raise TypeError(type(context))\ncontext.user_id",
        "assert isinstance(context, Context)\nsave(context)",
        "if type(context) is not Context:\n    raise TypeError\nsave(context)",
        "try:\n    validate(context)\nexcept ValueError:\n    log(context.user_id)",
        "if flag:\n    validate(context)\ncontext.user_id",
        "return context.user_id if isinstance(context, Context) else ''",
        "return super().execute(context)",
        "self.inherited(context)\ncontext.user_id",
        "context = default\ncontext.user_id",
        "def later():\n    return context.user_id",
    ],
)
def test_a_context_that_is_checked_first_or_not_used(body: str) -> None:
    assert unchecked(body) == ""


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("log(context.user_id)\nvalidate(context)", "log(context.user_id)"),
        ("save(context)", "save(context)"),
        ("self.last = context", "self.last = context"),
        ("self.bus.send(context)", "self.bus.send(context)"),
        ("self.inherited(context, context.user_id)", "self.inherited(context, context.user_id)"),
        ("validate(other)\ncontext.user_id", "context.user_id"),
        ("if context is None or not context:\n    raise ValueError\ncontext.user_id", "context.user_id"),
        ("if context is None:\n    context = default\ncontext.user_id", "context.user_id"),
        ("if flag:\n    validate(context)\nelse:\n    save(context)", "save(context)"),
        ("for item in context.items:\n    validate(context)", "for item in context.items:"),
        ("f'{type(context)}'\nf'{context}'", "f'{context}'"),
    ],
)
def test_a_use_before_any_check(body: str, line: str) -> None:
    assert unchecked(body) == line


@pytest.mark.parametrize(
    ("helper", "line"),
    [
        ("def run(self, one):\n    isinstance(one, Context)\n    one.user_id", ""),
        ("def run(self, one):\n    return one.user_id", "return one.user_id"),
        ("def run(self, one):\n    return 1", "context.user_id"),
        ("def run(self, one):\n    return self.run(one)", "context.user_id"),
        ("def run(self, *all):\n    return all", ""),
    ],
)
@pytest.mark.parametrize("call", ["self.run(context)", "self.run(one=context)"])
def test_a_method_of_the_same_class_is_followed(call: str, helper: str, line: str) -> None:
    assert unchecked(f"{call}\ncontext.user_id", helper) == line
