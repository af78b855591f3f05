"""Set-up and tear-down that call their super's: whether they do, and the edit that makes them."""

from __future__ import annotations

import ast

from flake8_uec.model.diagnostic import Edit
from flake8_uec.model.facts import ClassFacts, Member, MemberKind
from flake8_uec.semantics.bases import is_base
from flake8_uec.semantics.calls import takes
from flake8_uec.semantics.collection import is_unittest
from flake8_uec.semantics.insertion import Function, append, prepend
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.outline import children_of
from flake8_uec.semantics.tree import Definition

HOOKS = frozenset(
    {
        "setUp", "tearDown", "setUpClass", "tearDownClass", "asyncSetUp", "asyncTearDown",
        "setup_method", "teardown_method", "setup_class", "teardown_class",
    }
)  # fmt: skip

SET_UP_OF = {
    "tearDown": "setUp", "tearDownClass": "setUpClass", "asyncTearDown": "asyncSetUp",
    "teardown_method": "setup_method", "teardown_class": "setup_class",
}  # fmt: skip

COUNTERPARTS = {
    "setUp": "setup_method", "tearDown": "teardown_method", "setup_method": "setUp", "teardown_method": "tearDown",
    "setUpClass": "setup_class", "tearDownClass": "teardown_class",
    "setup_class": "setUpClass", "teardown_class": "tearDownClass",
}  # fmt: skip
"""The hook by which the other framework does the same."""


def calls_super(method: Function, module: Module) -> bool:
    """Tell whether a method calls its like on `super()`, or on a class with its own `self` or `cls`."""
    first = next(iter(method.args.args), None)
    for inner in module.tree.children(method):
        match inner:
            case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=method.name)):
                return True
            case ast.Call(func=ast.Attribute(attr=method.name), args=[ast.Name(id=name), *_]):
                if first is not None and name == first.arg:
                    return True
    return False


def call_super(method: Function, inherited: Member, module: Module) -> Edit | None:
    """Return the edit by which a hook calls the one that it replaces: a set-up first of all, a tear-down last.

    `None` where the other cannot take the arguments of the method, or where the call might not be reached.
    """
    arguments = _arguments(method)
    if arguments is None or not _is_like(method, inherited, module) or not takes(inherited.parameters, len(arguments)):
        return None
    call = f"super().{method.name}({', '.join(arguments)})"
    text = f"await {call}" if inherited.is_async else call
    if method.name not in SET_UP_OF:
        return None if _holds(method, (ast.Yield, ast.YieldFrom)) else prepend(module, method, text)
    is_cut_short = _holds(method, (ast.Yield, ast.YieldFrom, ast.Return)) or isinstance(method.body[-1], ast.Raise)
    return None if is_cut_short else append(module, method, text)


def is_next(inherited: ClassFacts, cls: ClassFacts, module: Module) -> bool:
    """Tell whether `super()` leads a class to one that it inherits from, and not to a `unittest.TestCase` first."""
    for names in cls.bases:
        base = next(filter(None, map(module.classes.find, names)), None)
        lineage = module.classes.lineage(base) if base is not None else None
        if lineage is not None and inherited.name in {one.name for one in lineage.classes}:
            return True
        if lineage is None or is_unittest(lineage):
            return False
    return False


def runs_itself(cls: ClassFacts, hook: str, module: Module) -> bool:
    """Tell whether the super's hook may run another hook of a class, and that the first one again.

    A base that serves both frameworks calls `self.setup_method()` in its `setUp`.
    """
    counterpart = COUNTERPARTS.get(hook, "")
    owners = (one for one in module.classes.lineage(cls).classes if counterpart in one.members)
    owner = next(owners, None)
    return owner is not None and not is_base(owner, module)


def _arguments(method: Function) -> list[str] | None:
    """Return the names of a method's parameters without the first, `None` where not all are plain."""
    own = method.args
    names = [one.arg for one in (*own.posonlyargs, *own.args)]
    return names[1:] if names and not (own.vararg or own.kwarg or own.kwonlyargs) else None


def _is_like(method: Function, inherited: Member, module: Module) -> bool:
    """Tell whether both are methods, or both class methods, and both `async` or not."""
    decorators = [name for one in method.decorator_list for name in module.resolve(one) or ("",)]
    kind = MemberKind.CLASS_METHOD if decorators == ["builtins.classmethod"] else MemberKind.METHOD
    is_plain = kind is MemberKind.CLASS_METHOD or not method.decorator_list
    is_async = isinstance(method, ast.AsyncFunctionDef)
    return is_plain and inherited.known and inherited.kind is kind and inherited.is_async == is_async


def _holds(method: Function, kinds: tuple[type[ast.AST], ...]) -> bool:
    """Tell whether a method itself, not a function in it, holds a node of some kinds."""
    found = children_of(method)
    for node in found:
        if isinstance(node, kinds):
            return True
        if not isinstance(node, (*Definition, ast.Lambda)):
            found += children_of(node)
    return False
