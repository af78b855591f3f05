"""What an agent is, by policy: a class on one of the agents' bases, or any class of their modules."""

from __future__ import annotations

import ast

from flake8_uec.model.facts import ClassFacts
from flake8_uec.model.policy import Policy
from flake8_uec.semantics.describe import annotated, parsed
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.paths import paths

Method = ast.FunctionDef | ast.AsyncFunctionDef


def definitions(*names: str) -> tuple[str, ...]:
    """Return the words for rules that look at methods of some names where they are defined.

    A method's name alone would be called in ten times as many files.
    """
    return tuple(f"def {name}" for name in names if name)


def is_agent_file(relative: str, policy: Policy) -> bool:
    """Tell whether a path, relative to the configuration's root, is that of a module of agents."""
    return paths(policy.agents.modules).match(relative)


def inherits_agent(cls: ClassFacts, module: Module) -> bool:
    """Tell whether a class ends in one of the agents' bases."""
    lineage = module.classes.lineage(cls)
    reached = {*lineage.names, *lineage.unresolved}
    return any(step in reached for base in module.policy.agents.bases for step in module.tracer.trace(base))


def is_agent(cls: ast.ClassDef, module: Module) -> bool:
    """Tell whether a class of this file is an agent."""
    return is_agent_file(module.source.relative, module.policy) or inherits_agent(module.describe(cls), module)


def agent_of(method: Method, module: Module) -> ast.ClassDef | None:
    """Return the agent of which a function is a method, `None` where it is of none."""
    owner = module.names.scope_of(method)
    return owner if isinstance(owner, ast.ClassDef) and is_agent(owner, module) else None


def parameters(method: Method) -> list[ast.arg]:
    """Return the parameters of a method that take a positional argument, the first (`self`) left out."""
    return [*method.args.posonlyargs, *method.args.args][1:]


def annotated_with(parameter: ast.arg, module: Module) -> tuple[str, ...]:
    """Return every name that what stands in a parameter's annotation may lead to, one in a string too."""
    expression = parsed(parameter.annotation)
    if expression is not None and parameter.annotation is not None and expression is not parameter.annotation:
        module.tree.adopt(expression, parameter.annotation)
    return tuple(step for name in annotated(expression, module.resolve) for step in module.tracer.trace(name))
