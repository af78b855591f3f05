"""The names for which a module warns: when it is imported, or when its `__getattr__` is asked for them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.semantics.facts import dotted
from flake8_uec.semantics.messages import HOLE, says_going, text_of
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.said import Said
from flake8_uec.semantics.warned import AnyFunction, Warned, message_of


def asked_for(warned: Warned, module: Module) -> Iterator[Said]:
    """Yield the names for which a module's `__getattr__` warns."""
    function = warned.function
    assert function is not None
    parameter = next((one.arg for one in ast.walk(function.args) if isinstance(one, ast.arg)), "")
    names = _names_at(warned.statement, function, parameter, module)
    is_whole = bool(names) and names.keys() >= set(_offered(module))
    for name, hint in names.items():
        message = message_of(warned, module, {parameter: name})
        if name not in module.facts.names and says_going(message.replace(HOLE, "")):
            how = "its module warns when it is asked for"
            yield Said(name, warned.statement.lineno, how, message, hint=hint, is_whole=is_whole)


def _offered(module: Module) -> list[str]:
    """Return the public names of a module."""
    facts = module.facts
    own = [name for name, targets in facts.names.items() if targets == (f"{module.name}.{name}",)]
    return [name for name in facts.exported or own if not name.startswith("_")]


def _names_at(statement: ast.stmt, function: AnyFunction, name: str, module: Module) -> dict[str, str]:
    """Return the names that lead to a statement of a module's `__getattr__`, each with what it maps to."""
    child: ast.AST = statement
    parent = module.parent(statement)
    while parent is not None and parent is not function:
        if isinstance(parent, ast.If) and child in parent.body:
            found = _compared(parent.test, name, module)
            if found:
                return found
        child, parent = parent, module.parent(parent)
    if child is not statement:
        return {}
    for guard in function.body[: function.body.index(statement)]:
        if isinstance(guard, ast.If) and isinstance(guard.body[-1], ast.Raise):
            return _compared(guard.test, name, module, ast.NotIn)
    return {}


def _compared(test: ast.expr, name: str, module: Module, inside: type[ast.cmpop] = ast.In) -> dict[str, str]:
    match test:
        case ast.BoolOp(op=ast.Or(), values=values):
            return {key: value for one in values for key, value in _compared(one, name, module, inside).items()}
        case ast.Compare(left=ast.Name(id=left), ops=[ast.Eq()], comparators=[ast.Constant(value=str(text))]):
            return {text: ""} if left == name and inside is ast.In else {}
        case ast.Compare(left=ast.Name(id=left), ops=[op], comparators=[held]):
            return _held(held, module) if left == name and isinstance(op, inside) else {}
    return {}


def _held(node: ast.expr, module: Module) -> dict[str, str]:
    """Return the strings of a literal, or of the constant of the module that a name stands for."""
    match node:
        case ast.Name(id="__all__"):
            return dict.fromkeys(module.facts.exported or (), "")
        case ast.Name():
            value = _constant(node.id, module)
            return _held(value, module) if value is not None and not isinstance(value, ast.Name) else {}
        case ast.Dict(keys=keys, values=values):
            pairs = ((text_of(key, {}), text_of(value, {})) for key, value in zip(keys, values, strict=True) if key)
            return {key: value.replace(HOLE, "") for key, value in pairs}
        case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
            return {text_of(one, {}): "" for one in elements}
        case ast.Call(args=[inner]):
            return _held(inner, module)
    return {}


def _constant(name: str, module: Module) -> ast.expr | None:
    """Return the last value that a module gives to a name of its own."""
    found = None
    for one in module.tree.root.body:
        if isinstance(one, (ast.Assign, ast.AnnAssign)):
            targets = one.targets if isinstance(one, ast.Assign) else [one.target]
            found = one.value if name in map(dotted, targets) else found
    return found


def imported(warned: Warned, module: Module) -> Iterator[Said]:
    """Yield the names of a module that warns when it is imported; what it imports for its own use is none."""
    message = message_of(warned, module, {})
    if not says_going(message.replace(HOLE, "")):
        return
    for name, target in _passed_on(module).items():
        hint = "" if module.tracer.split(target)[0] == module.name else target
        yield Said(name, warned.statement.lineno, "its module warns when it is imported", message, False, hint, True)


def _passed_on(module: Module) -> dict[str, str]:
    """Return the names that a module defines, or imports and does not use itself, and what each leads to."""
    facts, tracer = module.facts, module.tracer
    found = {name: targets[0] for name, targets in facts.names.items() if targets}
    for star in facts.stars:
        more = tracer.facts(star)
        offered = (more.exported if more.exported is not None else more.names) if more else ()
        names = {name: f"{star}.{name}" for name in offered if tracer.offers(star, name)}
        found |= {name: target for name, target in names.items() if tracer.is_ours(tracer.trace(target)[-1])}
    if facts.exported is not None:
        return {name: target for name, target in found.items() if name in facts.exported}
    return {name: target for name, target in found.items() if _is_for_others(name, target, module)}


def _is_for_others(name: str, target: str, module: Module) -> bool:
    if target == f"{module.name}.{name}":
        return True
    tracer = module.tracer
    if not tracer.is_ours(target) or tracer.has_module(target):
        return False
    nodes = module.tree.nodes_named(name)
    return not any(isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) for node in nodes)
