"""Which name of the project a message means that says what to use instead."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_uec.semantics.messages import advised
from flake8_uec.semantics.module import Module


def replacement_in(message: str, name: str, module: Module) -> str:
    """Return the full name that a message of a module says to use in place of a name, `""` where none can be told."""
    return next(filter(None, (replacement(spelled, name, module) for spelled in advised(message))), "")


def mention_in(message: str) -> str:
    """Return the first dotted name that a message says to use, whether or not there is such a thing."""
    return next((spelled for spelled in advised(message) if "." in spelled), "")


def replacement(spelled: str, name: str, module: Module) -> str:
    """Return the full name that is meant by one in a message, `""` where nothing that the module can see is it.

    `name` is what is to go: a module that takes its place holds a name like it.
    """
    last = name.rpartition(".")[2]
    if spelled in ("", last) or spelled.rpartition(".")[2].startswith("_"):
        return ""
    for full in _meanings(spelled, name, module):
        is_module = module.tracer.has_module(module.tracer.trace(full)[-1])
        found = f"{full}.{last}" if is_module else full
        if name not in module.tracer.trace(found) and _is_there(found, module):
            return found
    return ""


def _meanings(spelled: str, name: str, module: Module) -> Iterator[str]:
    """Yield the full names that one in a message may mean, the nearest first."""
    first, _, rest = spelled.partition(".")
    owner = name.rpartition(".")[0]
    if owner != module.name and not rest:
        yield f"{owner}.{spelled}"
    targets = module.facts.names.get(first, ())
    if len(targets) == 1:
        yield f"{targets[0]}.{rest}" if rest else targets[0]
    if rest:
        yield spelled
    package = module.name if module.names.is_package else module.name.rpartition(".")[0]
    while package:
        yield f"{package}.{spelled}"
        package = package.rpartition(".")[0]


def _is_there(full: str, module: Module) -> bool:
    """Tell whether a name is one of the project, or a member of a class of it, or of what the module imports."""
    tracer = module.tracer
    if not tracer.is_ours(full):
        imported = [target for targets in module.facts.names.values() for target in targets]
        return "." in full and any(full.startswith((target, f"{target}.")) for target in imported)
    within, rest = tracer.split(full)
    if not rest or not tracer.resolves(full):
        return False
    first, _, member = rest.partition(".")
    if not member:
        return True
    cls = module.classes.find(f"{within}.{first}")
    return cls is not None and "." not in member and module.classes.offers(cls, member)
