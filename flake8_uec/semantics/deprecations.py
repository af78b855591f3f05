"""What a reference does with a deprecated name: one machinery for every code that a policy gives it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from itertools import accumulate

from flake8_uec.model.diagnostic import Finding, Fix, Severity
from flake8_uec.model.policy import Deprecation, Policy
from flake8_uec.semantics.factories import factory
from flake8_uec.semantics.fallback import is_fallback, is_passed_on
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.new_calls import LONGEST, of_replacement, to_do, to_replacement
from flake8_uec.semantics.references import Form, Reference, within
from flake8_uec.semantics.scope import is_for

Mend = Callable[[Reference, Deprecation, str, Module], "Fix | None"]
"""Returns the fix of a reference that does something of a kind with a deprecated name."""


def _leave(reference: Reference, entry: Deprecation, kind: str, module: Module) -> None:
    """Nothing but the message tells what to write."""


def wanted(policy: Policy, code: str) -> Iterator[str]:
    """Yield the names that a rule must be told of to find what the policy gives its code to."""
    for entry in policy.deprecated:
        if any(entry.code_of(kind) == code for kind in ("import", "renamed", "call", "use", "patch")):
            yield from entry.names
        if entry.code_of("sibling") == code:
            yield from (f"{module}.*" for module in (*entry.modules, *entry.missing_modules))


def check(reference: Reference, module: Module, code: str, mend: Mend = _leave) -> Iterator[Finding]:
    """Yield the finding of a reference where the policy gives its kind this code, with the fix that `mend` gives."""
    for entry, kind in _matches(reference, module):
        if entry.code_of(kind) == code:
            fix = mend(reference, entry, kind, module)
            message = (
                f"{_defect(reference, entry, kind, module)}; {entry.message or _advice(reference, entry, kind, module)}"
            )
            todo = _todo(reference, entry, module) if kind == "call" and entry.arguments and fix is None else ""
            severity = Severity(entry.severity) if entry.severity else None
            yield Finding(module.span(_pointer(reference, kind, module)), message, (), fix, todo, severity)
            return


def _matches(reference: Reference, module: Module) -> list[tuple[Deprecation, str]]:
    """Return the entries that have something to say, each with the kind; a name with an entry is no mere sibling."""
    known: dict[Reference, list[tuple[Deprecation, str]]] = module.memo.setdefault(_matches, {})
    if reference not in known:
        known[reference] = _match(reference, module)
    return known[reference]


def _match(reference: Reference, module: Module) -> list[tuple[Deprecation, str]]:
    kinds = ((entry, _kind(reference, entry, module)) for entry in _candidates(reference, module))
    found = [one for one in kinds if one[1] and one[0].code_of(one[1]) and _concerns(reference, one[0], module)]
    return [one for one in found if one[1] != "sibling"] or found


def _candidates(reference: Reference, module: Module) -> Iterator[Deprecation]:
    """Yield the entries that a reference may have to do with, in the order of the policy."""
    entries = module.policy.deprecated
    known, index = module.memo.get(_candidates, ((), {}))
    if known is not entries:
        index = _index(entries)
        module.memo[_candidates] = entries, index
    keys = (reference.name, *reference.trace, _ANY)
    if reference.form is Form.PATCH:
        keys = (*accumulate(reference.name.split("."), "{}.{}".format), _ANY)
    yield from (entries[at] for at in sorted({at for key in keys for at in index.get(key, ())}))


_ANY = "*"


def _index(entries: Sequence[Deprecation]) -> dict[str, list[int]]:
    """Return the positions of entries by their names and modules; those that have other ways to match under `_ANY`."""
    index: dict[str, list[int]] = {}
    for position, entry in enumerate(entries):
        for key in (*entry.names, *entry.modules, *([_ANY] if entry.code_of("sibling") else [])):
            index.setdefault(key, []).append(position)
    return index


def _concerns(reference: Reference, entry: Deprecation, module: Module) -> bool:
    if _defines(entry, module) or not is_for(entry, module.source.relative, module.policy):
        return False
    if entry.code_of("use") and is_passed_on(reference, module):
        return False
    return not (entry.allow_fallback and is_fallback(reference, entry, module))


def _defines(entry: Deprecation, module: Module) -> bool:
    """Tell whether a file is the module that defines the name, or that is named, rather than one that passes it on."""
    if any(within(module.name, name) for name in entry.names):
        return True
    names = [name for name in entry.names if name.rpartition(".")[0] == module.name]
    own = module.facts.names
    return any(name in own.get(name.rpartition(".")[2], (name,)) for name in names)


def _kind(reference: Reference, entry: Deprecation, module: Module) -> str:
    """Return what a reference does with a deprecated name, `""` where it has nothing to do with it."""
    named = _names(reference, entry)
    match reference.form:
        case Form.PATCH:
            return "patch" if any(within(reference.name, name) for name in entry.names) else ""
        case Form.USE | Form.STRING:
            return _use_kind(reference, entry, module) if named else ""
        case Form.MODULE | Form.DYNAMIC:
            return _module_kind(reference, entry, module)
        case Form.WITHIN:
            return "import" if named else ""
        case _ if named:
            return _import_kind(reference, entry)
        case Form.IMPORT:
            return "sibling" if _is_sibling(reference, entry, module) else ""
    return ""


def _names(reference: Reference, entry: Deprecation) -> bool:
    """Tell whether a reference leads to the deprecated name; an alias of the replacement does not."""
    if entry.name in reference.trace:
        return True
    return any(name in reference.trace for name in entry.also) and entry.replacement not in reference.trace


def _import_kind(reference: Reference, entry: Deprecation) -> str:
    new_name = entry.replacement.rpartition(".")[2]
    old_name = entry.name.rpartition(".")[2]
    disguised = reference.bound == new_name != old_name
    return "renamed" if disguised and entry.code_of("renamed") else "import"


def _use_kind(reference: Reference, entry: Deprecation, module: Module) -> str:
    if reference.form is Form.USE and entry.code_of("call") and _called(reference, module) is not None:
        return "call"
    return "use"


def _called(reference: Reference, module: Module) -> ast.expr | None:
    """Return the expression that a call of the name, or of a class method of it, calls."""
    node = reference.node
    parent = module.parent(node)
    if isinstance(parent, ast.Attribute):
        node, parent = parent, module.parent(parent)
    return parent.func if isinstance(parent, ast.Call) and parent.func is node else None


def _module_kind(reference: Reference, entry: Deprecation, module: Module) -> str:
    """A module that is deprecated whole is imported; of any other, only a use of the name counts."""
    if not any(held in reference.trace and not _is_class(held, module) for held in entry.modules):
        return ""
    reached = any(_reaches(use, reference) and _names(use, entry) for use in module.references)
    return "import" if reached or entry.code_of("sibling") else ""


def _is_class(name: str, module: Module) -> bool:
    """What holds a deprecated method is no module; its import is no defect."""
    return module.tracer.is_ours(name) and not module.tracer.has_module(name)


def _reaches(use: Reference, imported: Reference) -> bool:
    """Tell whether a use goes through an imported module, by the local name that the import bound."""
    if use.form not in (Form.USE, Form.STRING) or use.name.rpartition(".")[0] not in imported.trace:
        return False
    root = use.expression
    while isinstance(root, ast.Attribute):
        root = root.value
    return not (imported.bound and isinstance(root, ast.Name)) or root.id == imported.bound.partition(".")[0]


def _is_sibling(reference: Reference, entry: Deprecation, module: Module) -> bool:
    if not entry.code_of("sibling"):
        return False
    source = reference.name.rpartition(".")[0]
    if source in entry.modules:
        return True
    missing = any(fnmatchcase(source, pattern) for pattern in entry.missing_modules)
    return missing and module.tracer.is_ours(source) and not module.tracer.has_module(source)


def _pointer(reference: Reference, kind: str, module: Module) -> ast.AST:
    called = _called(reference, module) if kind == "call" else None
    return called or reference.node


def _defect(reference: Reference, entry: Deprecation, kind: str, module: Module) -> str:
    old = (entry.name if kind == "sibling" else _hit(reference, entry)).rpartition(".")[2]
    match kind:
        case "import" if reference.form in (Form.MODULE, Form.DYNAMIC):
            what = "module " if module.tracer.has_module(reference.trace[-1]) else ""
            return f"import of {what}`{reference.name}` brings in deprecated `{old}`"
        case "import" if reference.form is Form.WITHIN:
            source = f" from deprecated `{entry.name}`" if reference.name not in entry.names else ""
            return f"import of {'' if source else 'deprecated '}`{reference.name}`{source}"
        case "import":
            via = "" if reference.name in entry.names else f" (defined as `{_hit(reference, entry)}`)"
            return f"import of deprecated `{reference.name}`{via}"
        case "renamed":
            return f"deprecated `{old}` is imported under the name of its replacement `{reference.bound}`"
        case "sibling":
            source, _, name = reference.name.rpartition(".")
            if source in entry.modules:
                return f"import of `{name}` from the deprecated module `{source}`"
            return f"import of `{name}` from the module `{source}`, which does not exist"
        case "call":
            return f"call of deprecated `{old}`"
        case "patch":
            return f"patch of deprecated `{reference.name}`"
    return f"use of deprecated `{old}`"


def _hit(reference: Reference, entry: Deprecation) -> str:
    """Return which name of an entry a reference leads to."""
    return next((name for name in reference.trace if name in entry.names), entry.name)


def _advice(reference: Reference, entry: Deprecation, kind: str, module: Module) -> str:
    if entry.expression:
        return f"write `{entry.expression}`"
    if not entry.replacement:
        return "remove it"
    owner, _, name = entry.replacement.rpartition(".")
    if not owner:
        return f"use `{name}`"
    if kind == "sibling":
        return f"import what replaces it; the module of `{name}` is `{owner}`"
    if kind == "call":
        via = f", or call `{entry.via}`" if factory(entry, module) else ""
        return f"{_new_call(reference, entry, module)}{via}"
    return f"use `{name}` from `{owner}`"


def _todo(reference: Reference, entry: Deprecation, module: Module) -> str:
    """Say what to write in place of a call whose arguments the policy maps."""
    call = _call(reference, module)
    to = to_replacement(call, entry, module) if call is not None else None
    if call is not None and to is not None and to.parameters is not None:
        return to_do(call, entry.replacement, to, module)
    return _new_call(reference, entry, module)


def _call(reference: Reference, module: Module) -> ast.Call | None:
    called = _called(reference, module)
    call = module.parent(called) if called is not None else None
    return call if isinstance(call, ast.Call) else None


def _new_call(reference: Reference, entry: Deprecation, module: Module) -> str:
    """Say what to call: in full where that is short, else how its arguments map."""
    owner, _, name = entry.replacement.rpartition(".")
    call = _call(reference, module)
    text = of_replacement(call, entry, module) if entry.arguments and call is not None else ""
    if text and len(text) <= LONGEST:
        return f"write `{text}`, from `{owner}`"
    mapping = ", ".join(f"`{old}` becomes `{new}`" for old, new in entry.arguments.items())
    verb = "construct" if name[:1].isupper() else "call"
    return f"{verb} `{name}` from `{owner}`" + (f": {mapping}" if mapping else "")
