"""Which class a value is an instance of, as far as the text of one file tells."""

from __future__ import annotations

import ast

from flake8_uec.model.facts import ClassFacts
from flake8_uec.semantics.describe import annotated
from flake8_uec.semantics.module import Module


def owner_of(name: ast.Name, module: Module) -> ast.ClassDef | None:
    """Return the class of which a name is the `self`, in a method or a function within it."""
    scope = module.names.scope_of(name)
    while not isinstance(scope, ast.Module):
        outer = module.names.scope_of(scope)
        if isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            given = [*scope.args.posonlyargs, *scope.args.args]
            if any(one.arg == name.id for one in (*given, *scope.args.kwonlyargs)):
                is_self = given[:1] and given[0].arg == name.id and isinstance(outer, ast.ClassDef)
                return outer if is_self and isinstance(outer, ast.ClassDef) else None
        scope = outer
    return None


def classes_of(value: ast.expr, module: Module) -> tuple[ClassFacts, ...]:
    """Return the classes that a variable may be an instance of, empty where one of them cannot be told."""
    if not isinstance(value, ast.Name):
        return ()
    owner = owner_of(value, module)
    if owner is not None:
        return (module.describe(owner),)
    found = [_class_bound(binding.node, module) for binding in module.names.reaching(value) or ()]
    known = tuple(one for one in found if one is not None)
    return known if len(known) == len(found) else ()


def _class_bound(node: ast.AST, module: Module) -> ClassFacts | None:
    """Return the class of what a binding holds: an annotated parameter, or a name given a new instance."""
    names: tuple[str, ...] = ()
    if isinstance(node, ast.arg):
        names = annotated(node.annotation, module.resolve)
    else:
        match module.parent(node):
            case ast.Assign(targets=[target], value=ast.Call(func=made)) if target is node:
                names = module.resolve(made)
            case ast.AnnAssign(annotation=annotation):
                names = annotated(annotation, module.resolve)
    return module.classes.find(names[0]) if len(names) == 1 else None
