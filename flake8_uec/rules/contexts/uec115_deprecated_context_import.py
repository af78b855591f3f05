"""UEC115."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Applicability, Finding, Fix
from flake8_uec.model.policy import Policy
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.imports import redirect
from flake8_uec.semantics.module import Module


def _class_name(policy: Policy) -> tuple[str, ...]:
    name = policy.context.name.rpartition(".")[2]
    return (name,) if name else ()


@rule(
    "UEC115",
    "deprecated-context-import",
    table="context",
    nodes=(ast.alias, ast.Attribute),
    words=_class_name,
    examples=(
        Example(
            bad="from netra_backend.app.models.user_execution_context import UserExecutionContext\n",
            good="from netra_backend.app.services.user_execution_context import UserExecutionContext\n",
        ),
        Example(
            bad="from netra_backend.app.execution.user_execution_context import UserExecutionContext\n",
            good="from netra_backend.app.services.user_execution_context import UserExecutionContext\n",
        ),
    ),
    allowed=(
        Allowed(
            "from netra_backend.app.dependencies import UserExecutionContext\n",
            because="a re-export that the policy does not deprecate",
        ),
    ),
)
def deprecated_context_import(node: ast.alias | ast.Attribute, module: Module) -> Iterator[Finding]:
    """Import of the context class from a deprecated or missing module.

    ## What it does
    Flags an import of the user's context class from a module that the policy lists as a deprecated re-export
    of it, or from a module of the project that does not exist.

    ## Why is this bad
    Two paths to one class become two classes as soon as one of them is rewritten, and then an `isinstance`
    check on a real context fails. An import from a module that does not exist fails, or hides a test behind
    `except ImportError`. The source is the migration plan of issue #346.

    ## Fix safety
    The fix is safe: the local name stays, and stands for the same class.
    """
    source = next(iter(_sources(node, module)), "")
    if source:
        name = module.policy.context.name
        advice = f"import it from `{name.rpartition('.')[0]}`"
        fix = _fix(node, name, module)
        yield Finding(module.span(node), f"`{name.rpartition('.')[2]}` comes from {source}; {advice}", fix=fix)


def _fix(node: ast.alias | ast.Attribute, name: str, module: Module) -> Fix | None:
    if not isinstance(node, ast.alias) or not isinstance(module.parent(node), ast.ImportFrom):
        return None
    edits = redirect(module, node, name)
    return Fix(f"Import from `{name.rpartition('.')[0]}`", edits, Applicability.SAFE) if edits else None


def _sources(node: ast.alias | ast.Attribute, module: Module) -> Iterator[str]:
    class_name = module.policy.context.name.rpartition(".")[2]
    if (node.attr if isinstance(node, ast.Attribute) else node.name) != class_name:
        return
    names = module.names.imported(node) if isinstance(node, ast.alias) else module.resolve(node)
    for name in names:
        source = name.rpartition(".")[0]
        if source in module.policy.context.deprecated_modules:
            yield f"the deprecated re-export `{source}`"
        elif isinstance(node, ast.alias) and _is_missing(source, module):
            yield f"the module `{source}`, which does not exist"


def _is_missing(source: str, module: Module) -> bool:
    return module.tracer.is_ours(source) and not module.tracer.resolves(source)
