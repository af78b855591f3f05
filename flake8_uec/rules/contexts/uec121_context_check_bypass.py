"""UEC121."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.policy import Policy
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.environment import is_environment
from flake8_uec.semantics.module import Module


def _words(policy: Policy) -> tuple[str, ...]:
    return (*policy.bypass.identifiers, *policy.bypass.variables)


@rule(
    "UEC121",
    "context-check-bypass",
    table="bypass",
    nodes=(ast.Name, ast.Attribute, ast.alias, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Constant),
    words=_words,
    examples=(
        Example(
            bad="""\
                import pytest

                @pytest.mark.security_bypass
                def test_run(): ...
                """,
            good="""\
                def test_run(): ...
                """,
        ),
        Example(
            bad="""\
                def test_run(monkeypatch):
                    monkeypatch.setenv("DISABLE_USERCONTEXT_VALIDATION", "1")  # noqa: UEC404
                """,
        ),
    ),
    allowed=(
        Allowed('ATTACK = {"security_bypass": True}\n', because="the word is data"),
        Allowed("security_bypass_token = 1\n", because="another identifier"),
    ),
)
def context_check_bypass(node: ast.AST, module: Module) -> Iterator[Finding]:
    """Escape hatch that switches the context's security checks off.

    ## What it does
    Flags every use of an identifier that the policy lists as a way around the context's checks, and the
    environment variables that are one, where they are a literal argument or key of an environment call.

    ## Why is this bad
    The migration plan proposed such hatches for the transition. A test that runs with the check switched off
    proves nothing about isolation, and the hatch outlives its reason. The source is the risk section of the
    migration plan of issue #346.
    """
    if isinstance(node, ast.Constant):
        name = str(node.value)
        is_bypass = name in module.policy.bypass.variables and is_environment(node, module)
    else:
        name = _identifier(node)
        is_bypass = name in module.policy.bypass.identifiers
    if is_bypass:
        yield Finding(module.span(node), f"`{name}` is an escape hatch; use a real context")


def _identifier(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.alias(name=name):
            return name.rpartition(".")[2]
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return name
    return ""
