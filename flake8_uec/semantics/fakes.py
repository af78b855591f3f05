"""Hand-written stand-ins for the context class: classes and `type(...)` objects, and what is made of them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from flake8_uec.model.facts import ClassFacts
from flake8_uec.semantics.mocks import keys
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.scope import is_test
from flake8_uec.semantics.stand_ins import Suspect, matches, suspect

ENOUGH_FIELDS = 3
"""How many identity fields make a class a stand-in, wherever a context is expected."""


def is_fake(node: ast.ClassDef, module: Module) -> bool:
    """Tell whether a class stands in for the context: by its name, or by its fields and where it goes."""
    is_named = matches(node.name, module.policy.context.fake_classes)
    if not is_named and _mentioned(node, module) < ENOUGH_FIELDS:
        return False  # most classes end here, undescribed
    made = [*instances(node, module)]
    return (is_named or bool(made)) and _stands_in(module.describe(node), made, module)


def _mentioned(node: ast.ClassDef, module: Module) -> int:
    """Count the identity fields of which a class holds the word."""
    return sum(
        any(node.lineno <= line <= (node.end_lineno or 0) for line in module.tree.lines_of(name))
        for name in module.policy.context.identity_fields
    )


def _stands_in(facts: ClassFacts, made: Iterable[ast.Call], module: Module) -> bool:
    if _is_real(facts, module):
        return False
    if matches(facts.name.rpartition(".")[2], module.policy.context.fake_classes):
        return True
    return _carried(facts, module) >= ENOUGH_FIELDS and any(_is_expected(suspect(one, module)) for one in made)


def is_fake_type(call: ast.Call, module: Module) -> bool:
    """Tell whether a `type("Name", bases, {...})` makes a stand-in for the context.

    Such an object is made for one use: where it is only called a context, that counts.
    """
    context = module.policy.context
    match call.args:
        case [name, _, members] if "builtins.type" in module.resolve(call.func):
            if isinstance(name, ast.Constant) and matches(str(name.value), context.fake_classes):
                return True
            if len({*keys(members)} & {*context.identity_fields}) < ENOUGH_FIELDS:
                return False
            made = [suspect(one, module) for one in (call, *_calls_of(call, module))]
            return any(_is_expected(one) or (one.alike and not one.is_foreign) for one in made)
    return False


def _is_real(facts: ClassFacts, module: Module) -> bool:
    """Tell whether a class is a context of the project: the real one, another, or one that inherits from either."""
    lineage = module.classes.lineage(facts).classes
    return any(one.name == module.policy.context.name or _is_another(one, module) for one in lineage)


def _is_another(facts: ClassFacts, module: Module) -> bool:
    """Tell whether a class is a context of another kind: no test's, and not called a fake."""
    name, real = facts.name.rpartition(".")[2], module.policy.context.name.rpartition(".")[2]
    is_called_fake = name != real and matches(name, module.policy.context.fake_classes)
    return not is_called_fake and not _is_of_a_test(facts.name, module) and _carried(facts, module) >= ENOUGH_FIELDS


def _is_of_a_test(name: str, module: Module) -> bool:
    """Tell whether the module of a dotted name lies in a test file, as this one does."""
    if name.startswith(f"{module.name}."):
        return True
    return is_test(f"{(module.tracer.split(name)[0] or name).replace('.', '/')}.py", module.policy)


def _carried(facts: ClassFacts, module: Module) -> int:
    return len((facts.members.keys() | facts.attributes) & {*module.policy.context.identity_fields})


def _is_expected(found: Suspect) -> bool:
    """Tell whether a new object goes where a context is expected: by a name, an annotation or a parameter."""
    return bool(found.named or found.expected or found.handed)


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


# From other files


def imported_instances(alias: ast.alias, module: Module) -> Iterator[ast.Call]:
    """Yield the calls that make an instance of a stand-in which an import brings from another file."""
    if not _may_bring_fakes(alias, module):
        return
    made: dict[str, list[ast.Call]] = {}
    known: dict[str, ClassFacts] = {}
    for call in _calls_through(alias, module):
        facts = _class_of(call.func, module)
        if facts is not None:
            known[facts.name] = facts
            made.setdefault(facts.name, []).append(call)
    for name, calls in made.items():
        if _stands_in(known[name], calls, module):
            yield from calls


def _may_bring_fakes(alias: ast.alias, module: Module) -> bool:
    """Tell whether an import is of a test file, or of something that is called like a stand-in."""
    if isinstance(module.parent(alias), ast.Import):
        return _is_of_a_test(alias.name, module)
    named = matches(alias.name, module.policy.context.fake_classes)
    return named or any(_is_of_a_test(name, module) for name in module.names.imported(alias))


def _calls_through(alias: ast.alias, module: Module) -> Iterator[ast.Call]:
    for read in module.flow.reads(alias, alias.asname or alias.name.partition(".")[0]):
        chain = read
        while isinstance(parent := module.parent(chain), ast.Attribute):
            chain = parent
        yield from _calls_of(chain, module)


def _class_of(called: ast.expr, module: Module) -> ClassFacts | None:
    """Return the class of the project that a name means, `None` where it may mean the real one too."""
    names = module.resolve(called)
    if len(names) != 1 or module.policy.context.name in module.tracer.trace(names[0]):
        return None
    return module.classes.find(names[0])
