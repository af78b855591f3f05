"""Hand-written stand-ins for the context class: classes and `type(...)` objects, and what is made of them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from flake8_uec.model.facts import ClassFacts
from flake8_uec.semantics.mocks import keys
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.stand_ins import matches, suspect

ENOUGH_FIELDS = 3
"""How many identity fields make a class a stand-in, wherever a context is expected."""


def is_fake(node: ast.ClassDef, module: Module) -> bool:
    """Tell whether a class stands in for the context: by its name, or by its fields and where it goes."""
    is_named = matches(node.name, module.policy.context.fake_classes)
    if not is_named and _mentioned(node, module) < ENOUGH_FIELDS:
        return False  # most classes end here, undescribed
    facts = module.describe(node)
    if _is_real(facts, module):
        return False
    return is_named or (_carried(facts, module) >= ENOUGH_FIELDS and _is_expected(instances(node, module), module))


def _mentioned(node: ast.ClassDef, module: Module) -> int:
    """Count the identity fields of which a class holds the word."""
    return sum(
        any(node.lineno <= line <= (node.end_lineno or 0) for line in module.tree.lines_of(name))
        for name in module.policy.context.identity_fields
    )


def is_fake_type(call: ast.Call, module: Module) -> bool:
    """Tell whether a `type("Name", bases, {...})` makes a stand-in for the context."""
    match call.args:
        case [ast.Constant(value=str(name)), _, members] if "builtins.type" in module.resolve(call.func):
            if matches(name, module.policy.context.fake_classes):
                return True
            carried = {*keys(members)} & {*module.policy.context.identity_fields}
            return len(carried) >= ENOUGH_FIELDS and _is_expected([call, *_calls_of(call, module)], module)
    return False


def _is_real(facts: ClassFacts, module: Module) -> bool:
    """Tell whether a class is a context of the project: it inherits from the real one, or from another."""
    inherited = [one for one in module.classes.lineage(facts).classes if not one.name.startswith(f"{module.name}.")]
    return any(one.name == module.policy.context.name or _carried(one, module) >= ENOUGH_FIELDS for one in inherited)


def _carried(facts: ClassFacts, module: Module) -> int:
    return len((facts.members.keys() | facts.attributes) & {*module.policy.context.identity_fields})


def _is_expected(calls: Iterable[ast.Call], module: Module) -> bool:
    """Tell whether something that one of the calls makes goes where a context is expected."""
    return any(found.named or found.expected for found in (suspect(call, module) for call in calls))


def instances(node: ast.ClassDef, module: Module) -> Iterator[ast.Call]:
    """Yield the calls in this file that make an instance of a class, under any name, and of nothing else."""
    for read in module.flow.reads(node, node.name):
        yield from _calls_of(read, module)


def _calls_of(cls: ast.expr, module: Module) -> Iterator[ast.Call]:
    for use in module.flow.uses(cls):
        call = module.parent(use)
        if isinstance(call, ast.Call) and call.func is use and not _is_ambiguous(use, module):
            yield call


def _is_ambiguous(use: ast.expr, module: Module) -> bool:
    """Tell whether a name may stand for something else too: the real class, where its import succeeds."""
    return isinstance(use, ast.Name) and len(module.names.reaching(use) or ()) > 1
