"""UEC405."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.policy import Policy
from flake8_uec.model.rule import Allowed, Example, Where, rule
from flake8_uec.semantics.module import Module

_STARTERS = frozenset(
    [f"subprocess.{name}" for name in ("run", "Popen", "call", "check_call", "check_output", "getoutput")]
    + ["os.system", "os.popen", "asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell"]
)
_INTERPRETER = re.compile(r"(?:.*/)?(?:python[\d.]*|py)(?:\.exe)?$")


def _words(policy: Policy) -> tuple[str, ...]:
    if not policy.runner.replacement:
        return ()
    starters = _STARTERS if policy.runner.commands else ()
    return tuple({name.rpartition(".")[2] for name in (*policy.runner.names, *starters)})


@rule(
    "UEC405",
    "runner-bypass",
    table="runner",
    nodes=(ast.Call,),
    words=_words,
    requires=lambda policy: (policy.runner.replacement,),
    where=Where.TESTS,
    optional=True,
    examples=(
        Example(
            bad="""\
                import pytest

                if __name__ == "__main__":
                    pytest.main([__file__])
                """,
        ),
        Example(
            bad="""\
                import subprocess
                import sys

                command = [sys.executable, "-m", "pytest", "tests"]
                subprocess.run(command, check=True)
                """,
        ),
    ),
    allowed=(Allowed('import subprocess\n\nsubprocess.run(["git", "log", "pytest"])\n', because="git is started"),),
)
def runner_bypass(node: ast.Call, module: Module) -> Iterator[Finding]:
    """Tests started other than by the one runner.

    ## What it does
    Flags a call of `pytest.main`, `unittest.main` and their like in a test file, and a subprocess that
    starts a test command. Off unless it is selected by its full code.

    ## Why is this bad
    The one runner sets the environment up and decides what runs where. A test file that starts its own
    runner passes or fails by other rules than CI's. The source is issue #1057.
    """
    runner = module.policy.runner
    started = next((name for name in module.origins(node.func) if name in runner.names), "") or _command(node, module)
    if started:
        yield Finding(module.span(node.func), f"`{started}` runs tests past the runner; use `{runner.replacement}`")


def _command(node: ast.Call, module: Module) -> str:
    """Return the test command that a subprocess call starts, `""` where it starts none."""
    if not node.args or _STARTERS.isdisjoint(module.resolve(node.func)):
        return ""
    words = _argument_words(node.args[0], module) or [_literal(argument) for argument in node.args]
    if words and (words[0] is None or _INTERPRETER.match(words[0])):
        words = words[2:] if words[1:2] == ["-m"] else []
    program = words[0] if words else None
    return program if program in module.policy.runner.commands else ""


def _argument_words(node: ast.expr, module: Module) -> list[str | None]:
    """Return the words of a command line, `None` for one that is no literal; empty where it cannot be told."""
    match node:
        case ast.List() | ast.Tuple():
            return [_literal(item) for item in node.elts]
        case ast.Constant(value=str(line)):
            return [*line.split()]
        case ast.JoinedStr(values=[ast.Constant(value=str(line)), *_]):
            return [*line.split()]
        case ast.Name():
            values = [_assigned(binding.node, module) for binding in module.names.reaching(node) or ()]
            found = [_argument_words(value, module) for value in values if isinstance(value, (ast.List, ast.Constant))]
            return found[0] if found else []
    return []


def _assigned(node: ast.AST, module: Module) -> ast.AST | None:
    return getattr(module.parent(node), "value", None)


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
