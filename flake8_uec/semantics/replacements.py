"""Fixes that put the replacement of a deprecated name in its place."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from flake8_uec.model.diagnostic import Applicability, Edit, Fix, Unless
from flake8_uec.model.facts import Member, Parameter
from flake8_uec.model.policy import Deprecation
from flake8_uec.model.source import Span
from flake8_uec.semantics.expressions import written
from flake8_uec.semantics.imports import Imported, means, reach, redirect, scopes_around, through
from flake8_uec.semantics.instances import function
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.names import Binding
from flake8_uec.semantics.references import Form, Reference
from flake8_uec.semantics.remapping import Remapping, remapped
from flake8_uec.semantics.removal import delete_names, deletion, in_try
from flake8_uec.semantics.uses import Use, uses

SAFE, UNSAFE = Applicability.SAFE, Applicability.UNSAFE


def exists(module: Module, name: str) -> bool:
    """Tell whether a dotted name may be written: the project has it, or it lies outside the project."""
    if not module.tracer.is_ours(name):
        return bool(name)
    owner, _, last = name.rpartition(".")
    cls = module.classes.find(owner)
    return module.classes.offers(cls, last) if cls is not None else module.tracer.resolves(name)


# Imports


def without_import(reference: Reference, entry: Deprecation, kind: str, module: Module) -> Fix | None:
    """Return the fix of an import that nothing in the file needs, or only its annotations do."""
    return unused(reference, entry, kind, module) or _annotated(reference, entry, kind, module)


def unused(reference: Reference, entry: Deprecation, kind: str, module: Module) -> Fix | None:
    """Return the fix that takes away an import at module level which the file does not use."""
    alias = reference.node
    if kind != "import" or not isinstance(alias, ast.alias) or module.names.scope_of(alias) is not module.tree.root:
        return None
    title = f"Remove unused import: `{reference.name}`"
    return _known_to_others(alias, entry, module, Fix(title, deletion(module, alias) or (), SAFE))


def _annotated(reference: Reference, entry: Deprecation, kind: str, module: Module) -> Fix | None:
    alias = reference.node
    if kind != "import" or not isinstance(alias, ast.alias) or reference.form is Form.WITHIN:
        return None
    edits = _renamed(alias, entry, module, only_annotations=True) or ()
    return _known_to_others(alias, entry, module, Fix(_title(entry), edits, UNSAFE))


def at_origin(reference: Reference, entry: Deprecation, kind: str, module: Module) -> Fix | None:
    """Return the fix that imports a name from where it is defined, instead of from a deprecated module."""
    origin = module.tracer.origin(reference.name)
    owner = origin.rpartition(".")[0]
    passes_on = kind == "sibling" and origin != reference.name and owner not in entry.modules
    if not passes_on or not isinstance(reference.node, ast.alias) or not exists(module, origin):
        return None
    edits = redirect(module, reference.node, origin)
    return Fix(f"Import from `{owner}`", edits, SAFE) if edits else None


# Names


def renamed(reference: Reference, entry: Deprecation, kind: str, module: Module) -> Fix | None:
    """Return the fix that uses the replacement of a name instead: its import, and every use of that, at once."""
    if kind == "sibling":
        return at_origin(reference, entry, kind, module)
    if reference.form is Form.WITHIN:
        return None
    if reference.form in (Form.USE, Form.STRING) and reference.is_dotted:
        spelled = _respelled(reference, entry, module)
        return Fix(_title(entry), spelled, _trust(entry, module)) if spelled else None
    gone = unused(reference, entry, kind, module)
    alias = _import_of(reference, module)
    if gone is not None or alias is None or not (entry.replacement or entry.expression):
        return gone
    edits = _renamed(alias, entry, module, only_annotations=False) or ()
    return _known_to_others(alias, entry, module, Fix(_title(entry), edits, _trust(entry, module)))


def _import_of(reference: Reference, module: Module) -> ast.alias | None:
    """Return the one `from` import that a reference is, or reads."""
    if reference.form is Form.IMPORT:
        return reference.node if isinstance(reference.node, ast.alias) else None
    name = reference.expression
    bindings = (module.names.reaching(name) or []) if isinstance(name, ast.Name) else []
    nodes = [one.node for one in bindings]
    return nodes[0] if len(nodes) == 1 and isinstance(nodes[0], ast.alias) else None


def _renamed(
    alias: ast.alias, entry: Deprecation, module: Module, *, only_annotations: bool
) -> tuple[Edit, ...] | None:
    key = _renamed, alias, entry.name, only_annotations
    if key not in module.memo:
        module.memo[key] = _rename(alias, entry, module, only_annotations=only_annotations)
    edits: tuple[Edit, ...] | None = module.memo[key]
    return edits


def _rename(alias: ast.alias, entry: Deprecation, module: Module, *, only_annotations: bool) -> tuple[Edit, ...] | None:
    local = alias.asname or alias.name
    binding = _binding(alias, local, module)
    found = uses(module, binding, local) if binding is not None else None
    if not found or (only_annotations and not all(_may_annotate(use, entry, module) for use in found)):
        return None
    at_once = _written_out(alias, entry, found, module)
    if at_once is not None:
        return at_once
    new = alias.asname or entry.replacement.rpartition(".")[2]
    changes = [_use_edits(use, entry, new, module) for use in found]
    moved = _import_edits(alias, entry.replacement, new, [use.node for use in found], module)
    if moved is None or None in changes:
        return None
    return tuple(dict.fromkeys([*moved, *(edit for change in changes for edit in change or ())]))


def _written_out(alias: ast.alias, entry: Deprecation, found: list[Use], module: Module) -> tuple[Edit, ...] | None:
    """Return the edits that take a name out of an import, and write in full what replaces it wherever it is used.

    `None` where the policy gives no expression, and the file has not imported the module of the replacement.
    """
    statement, last = module.tree.parents[alias], entry.replacement.rpartition(".")[2]
    assert isinstance(statement, ast.ImportFrom)
    if not entry.expression and all(means(module, last, entry.replacement, use.node) for use in found):
        return None
    gone = delete_names(module.tree, statement, [alias])
    changes = [_written(use, entry, module) for use in found]
    if gone is None or None in changes:
        return None
    made = [edit for change in changes for edit in change or ()]
    return tuple(dict.fromkeys(_joined(alias, gone, made, module)))


def _joined(alias: ast.alias, gone: Sequence[Edit], made: Sequence[Edit], module: Module) -> list[Edit]:
    """Return all edits; where an import goes to which one adds a name, that takes the place of the name it had."""
    added = [edit for edit in made if any(whole.span.start < edit.span.start < whole.span.end for whole in gone)]
    if not added:
        return [*gone, *made]
    names = ", ".join(dict.fromkeys(edit.content.lstrip(", ") for edit in added))
    return [Edit(module.span(alias), names), *(edit for edit in made if edit not in added)]


def _written(use: Use, entry: Deprecation, module: Module) -> tuple[Edit, ...] | None:
    if entry.expression:
        own = written(entry, use.node, module) if isinstance(use.node, ast.Name) else None
        return (Edit(use.span, own.expression), *own.edits) if own else None
    spelled = through(module, entry.replacement, use.node) if exists(module, entry.replacement) else ""
    return _use_edits(use, entry, spelled, module) if spelled else None


def _may_annotate(use: Use, entry: Deprecation, module: Module) -> bool:
    """Tell whether a name is an annotation, of nothing that is asked for a member which the replacement lacks."""
    holder: ast.AST | None = module.parent(use.node)
    while isinstance(holder, ast.expr):
        holder = module.parent(holder)
    cls = module.classes.find(entry.replacement)
    if not use.is_annotation or cls is None:
        return use.is_annotation
    return all(module.classes.offers(cls, one) for one in _asked_for(holder, module))


def _asked_for(holder: ast.AST | None, module: Module) -> Iterator[str]:
    """Yield the members that an annotated parameter or variable is asked for, `""` for one that is not spelled out."""
    match holder:
        case ast.arg(arg=name) | ast.AnnAssign(target=ast.Name(id=name)):
            target = holder if isinstance(holder, ast.arg) else holder.target
        case _:
            return
    for node in module.tree.nodes_named(name):
        if isinstance(node, ast.Name) and any(one.node is target for one in module.names.reaching(node) or ()):
            match module.parent(node):
                case ast.Attribute(attr=member):
                    yield member
                case ast.Call(func=ast.Name(id="hasattr" | "getattr" | "setattr" | "isinstance")):
                    yield ""


def _binding(alias: ast.alias, local: str, module: Module) -> Binding | None:
    """Return what a `from` import binds, `None` where it had better stay or is not alone in its scope."""
    statement = module.tree.parents.get(alias)
    if not isinstance(statement, ast.ImportFrom) or module.names.is_package or in_try(module, statement):
        return None
    groups = module.names.bindings(local).values()
    return next((one for group in groups for one in group if one.node is alias and len(group) == 1), None)


def _import_edits(
    alias: ast.alias, name: str, local: str, used_at: Iterable[ast.expr], module: Module
) -> tuple[Edit, ...] | None:
    """Return the edits of an import that is to bind a new name, `None` where that name is taken."""
    if not exists(module, name) or not name.rpartition(".")[0]:
        return None
    if local == (alias.asname or alias.name):
        return redirect(module, alias, name)
    places = [alias, *used_at]
    bindings = module.names.bindings(local)
    is_builtin = name == f"builtins.{local}" and not bindings
    if is_builtin or any(bindings.get(scope) for place in places for scope in scopes_around(module, place)):
        statement = module.tree.parents[alias]
        assert isinstance(statement, ast.ImportFrom)
        are_there = is_builtin or all(means(module, local, name, place) for place in used_at)
        gone = delete_names(module.tree, statement, [alias]) if are_there else None
        return None if gone is None else tuple(gone)
    reads = (node for node in module.tree.nodes_named(local) if isinstance(node, ast.Name))
    return redirect(module, alias, name, local) if not bindings and not any(reads) else None


def _use_edits(use: Use, entry: Deprecation, new: str, module: Module) -> tuple[Edit, ...] | None:
    edits = _fitted(use.node, entry, module) if isinstance(use.node, ast.Name) else ()
    if edits is None:
        return None
    is_same = module.source.text[slice(*use.span)] == new
    return edits if is_same else (Edit(use.span, new), *edits)


def _fitted(node: ast.expr, entry: Deprecation, module: Module) -> tuple[Edit, ...] | None:
    """Return the edits that fit what is done with a name to its replacement, `None` where that cannot be done."""
    match module.parent(node):
        case ast.Call(func=called) as call if called is node:
            return _fitted_call(call, entry, module)
        case ast.Attribute(value=owner, attr=attribute) if owner is node:
            return () if exists(module, f"{entry.replacement}.{attribute}") else None
    return ()


def _fitted_call(call: ast.Call, entry: Deprecation, module: Module) -> tuple[Edit, ...] | None:
    new, old = signature(entry.replacement, module), signature(entry.name, module)
    if _is_async(entry.name, module) is not _is_async(entry.replacement, module):
        return None
    if new is None and not entry.arguments:
        return ()
    return remapped(call, Remapping(new, entry.arguments, old if new is not None else None), module)


def signature(name: str, module: Module) -> tuple[Parameter, ...] | None:
    """Return what a class or a function of the project takes, `None` where that is not known."""
    cls = module.classes.find(name)
    if cls is not None:
        return module.classes.constructor(cls)
    found = function(name, module)
    return found.parameters if found is not None and found.known else None


def _is_async(name: str, module: Module) -> bool:
    found: Member | None = function(name, module)
    return found is not None and found.is_async


def _respelled(reference: Reference, entry: Deprecation, module: Module) -> tuple[Edit, ...] | None:
    """Return the edits of a use through a module: the last name where that module has the new one, else all of it."""
    node, (owner, _, last) = reference.expression, entry.replacement.rpartition(".")
    if reference.form is not Form.USE or not isinstance(node, ast.Attribute):
        return None
    if entry.expression:
        own = written(entry, node, module)
        return (Edit(module.span(node), own.expression), *own.edits) if own else None
    if not exists(module, entry.replacement):
        return None
    start, end = span = module.span(node)
    fitted = _fitted(node, entry, module)
    if fitted is None or not module.source.text[start:end].endswith(node.attr):
        return None
    if owner in module.resolve(node.value):
        return Edit(Span(end - len(node.attr), end), last), *fitted
    known = through(module, entry.replacement, node)
    imported = Imported(known) if known else reach(module, entry.replacement, node, outside=True)
    return (Edit(span, imported.expression), *imported.edits, *fitted) if imported else None


# Trust


def _trust(entry: Deprecation, module: Module) -> Applicability:
    """A replacement that is surely the same object under another name is safe."""
    is_same = entry.safe or module.tracer.origin(entry.name) == module.tracer.origin(entry.replacement)
    return SAFE if is_same else UNSAFE


def _known_to_others(alias: ast.alias, entry: Deprecation, module: Module, fix: Fix) -> Fix | None:
    """Return a fix after which a file no longer binds an import's name, as far as that is known not to matter."""
    local = alias.asname or alias.name.partition(".")[0]
    if not fix.edits or _is_kept(alias, local, entry, fix) or module.names.scope_of(alias) is not module.tree.root:
        return fix if fix.edits else None
    is_looked_for = any(name.rpartition(".")[2] == local for name in entry.names)
    unless = Unless(f"{module.name}.{local}", fix.applicability) if is_looked_for else None
    return replace(fix, applicability=UNSAFE, unless=unless)


def _is_kept(alias: ast.alias, local: str, entry: Deprecation, fix: Fix) -> bool:
    """Tell whether a fix leaves the local name bound, to the replacement."""
    is_same = alias.asname is not None or entry.replacement.rpartition(".")[2] == local
    return is_same and fix.title == _title(entry)


def _title(entry: Deprecation) -> str:
    return f"Replace with `{entry.expression or entry.replacement}`"
