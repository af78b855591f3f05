"""The names that a module itself says are to go: by decorators, in docstrings, by warnings."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator

from flake8_uec.model.proposal import Announced
from flake8_uec.semantics.advice import mention_in, replacement, replacement_in
from flake8_uec.semantics.announced_modules import asked_for, imported
from flake8_uec.semantics.messages import HOLE, is_of_part, says_going, text_of
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.said import Said
from flake8_uec.semantics.tree import Definition
from flake8_uec.semantics.warned import Function, Warned, find_warned, message_of

_CONSTRUCTORS = frozenset({"__init__", "__new__", "__post_init__"})
_MESSAGES = ("message", "msg", "reason", "details", "extra")
"""The keywords by which the `deprecated` of one library or another takes its message."""

_DIRECTIVE = re.compile(r"^\.\. deprecated::[ \t]*[\w.+-]*(?P<text>.*(?:\n(?:[ \t]+.*)?)*)", re.MULTILINE)
_HELPER = re.compile(r"warn|deprecat", re.IGNORECASE)
"""What functions are called that warn on behalf of others."""


def announced(module: Module) -> list[Announced]:
    """Return the public names of a module that it says are to go, each once, in the order of their names."""
    if not module.tracer.project.module_name(module.source.relative):
        return []
    found: dict[str, Announced] = {}
    for said in (*_decorated(module), *_documented(module), *_warned(module)):
        known = found.get(said.within)
        if _is_public(said.within) and (known is None or not known.replacement):
            found[said.within] = _announced(said, module)
    return [found[within] for within in sorted(found)]


def _announced(said: Said, module: Module) -> Announced:
    name = f"{module.name}.{said.within}"
    instead = replacement(said.hint, name, module) or _advised(said, name, module)
    mention = "" if instead else said.hint or mention_in(said.message)
    whole = module.name if said.is_whole else ""
    path = module.source.relative
    return Announced(name, path, said.line, said.how, said.is_member, instead, mention, whole)


def _advised(said: Said, name: str, module: Module) -> str:
    """Return what the message says to use; what it says of a whole module holds for a name that moves along."""
    found = replacement_in(said.message, name, module)
    is_of_all = said.is_whole and said.within not in said.message
    return "" if is_of_all and found.rpartition(".")[2] != said.within else found


def _is_public(within: str) -> bool:
    """Tell whether a name can be used from elsewhere, and is meant to be."""
    return all(part.isidentifier() and not part.startswith("_") for part in within.split("."))


def _of(node: ast.AST, how: str, message: str, module: Module) -> Iterator[Said]:
    """Yield that a definition is to go, unless the message is about a part of it or about another."""
    assert isinstance(node, Definition)
    if not is_of_part(message, node.name) and not any(_last(one, module) == "setter" for one in node.decorator_list):
        within = module.names.name_within(node)
        yield Said(within, node.lineno, how, message, "." in within)


def _last(node: ast.expr, module: Module) -> str:
    if isinstance(node, ast.Attribute) and node.attr in ("setter", "deleter"):
        return "setter"
    return next((name.rpartition(".")[2] for name in module.resolve(node)), "")


def _decorated(module: Module) -> Iterator[Said]:
    """Yield what a decorator such as `warnings.deprecated` is put on; one overload of a function is not all of it."""
    for node in module.tree.nodes_with(["deprecated"]):
        for decorator in node.decorator_list if isinstance(node, Definition) else ():
            maker = decorator.func if isinstance(decorator, ast.Call) else decorator
            others = (_last(one, module) for one in node.decorator_list)  # type: ignore[attr-defined]
            if _last(maker, module) == "deprecated" and "overload" not in others:
                yield from _of(node, "decorated as deprecated", _message_in(decorator), module)


def _message_in(decorator: ast.expr) -> str:
    if not isinstance(decorator, ast.Call):
        return ""
    given = [*decorator.args, *(one.value for one in decorator.keywords if one.arg in _MESSAGES)]
    return " ".join(text_of(one, {}) for one in given)


def _documented(module: Module) -> Iterator[Said]:
    """Yield what has a `.. deprecated::` of its own in its docstring, rather than for one of its parameters."""
    for node in module.tree.nodes_with(["deprecated"]):
        owner = module.parent(node)
        if isinstance(node, ast.Expr) and isinstance(owner, Definition) and owner.body[0] is node:
            text = node.value.value if isinstance(node.value, ast.Constant) else ""
            found = _DIRECTIVE.search(inspect.cleandoc(str(text)))
            if found:
                yield from _of(owner, "its docstring says so", found["text"], module)


def _warned(module: Module) -> Iterator[Said]:
    """Yield what warns of its own deprecation whenever it is called, asked for or imported."""
    for warned in find_warned(module):
        function = warned.function
        if function is None:
            yield from imported(warned, module) if warned.holder is not None else ()
        elif function.name == "__getattr__" and isinstance(module.parent(function), ast.Module):
            yield from asked_for(warned, module)
        elif warned.holder is function and not _HELPER.search(function.name):
            yield from _called(warned, module)


def _called(warned: Warned, module: Module) -> Iterator[Said]:
    """Yield a function that warns whatever it is called with, or the class that it constructs."""
    function = warned.function
    assert isinstance(function, Function)
    cls = module.parent(function)
    constructs = isinstance(cls, ast.ClassDef) and function.name in _CONSTRUCTORS
    subject = cls if isinstance(cls, ast.ClassDef) and constructs else function
    message = message_of(warned, module, dict.fromkeys(_OWN_NAMES, subject.name))
    is_of_others = HOLE in message and _takes(function, warned.message)
    if is_of_others or _may_leave(function.body, warned.statement) or not says_going(message.replace(HOLE, "")):
        return
    yield from _of(subject, f"warns when it is {'constructed' if constructs else 'called'}", message, module)


_OWN_NAMES = ("cls.__name__", "self.__class__.__name__", "type(self).__name__", "__class__.__name__")


def _takes(function: ast.FunctionDef | ast.AsyncFunctionDef, message: ast.expr) -> bool:
    """Tell whether a message is made of what the function is given."""
    parameters = {one.arg for one in ast.walk(function.args) if isinstance(one, ast.arg)} - {"self", "cls"}
    return any(isinstance(one, ast.Name) and one.id in parameters for one in ast.walk(message))


def _may_leave(body: list[ast.stmt], statement: ast.stmt) -> bool:
    """Tell whether what comes before a statement of a function may return: then it is not always run."""
    for one in body:
        if one is statement or any(inner is statement for inner in ast.walk(one)):
            return False
        if any(isinstance(inner, ast.Return) for inner in ast.walk(one)):
            return True
    return False
