"""The edits that put a test class on the base of all tests, where nothing stands against it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Edit
from flake8_uec.model.facts import ClassFacts, Member, MemberKind
from flake8_uec.model.source import Span
from flake8_uec.semantics.bases import is_on_base
from flake8_uec.semantics.classes import Lineage
from flake8_uec.semantics.collection import find_tests, is_collected, is_unittest
from flake8_uec.semantics.imports import reach
from flake8_uec.semantics.insertion import Function
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.super_calls import COUNTERPARTS, HOOKS, call_super, calls_super

_SYNC = frozenset({"unittest.TestCase", "unittest.case.TestCase"})
_ASYNC = frozenset({"unittest.IsolatedAsyncioTestCase", "unittest.async_case.IsolatedAsyncioTestCase"})
_REPLACEABLE = _SYNC | _ASYNC | {"builtins.object"}
_DECORATORS = ("pytest.mark.", "unittest.skip", "unittest.mock.patch")
"""How the names of decorators begin that leave a class what it is."""

_FREE_SPECIAL = frozenset({"__test__", "__doc__"})
_EMPTY_BASES = re.compile(r"\s*(\(\s*\)\s*)?:")
_XUNIT = frozenset({"setup_method", "teardown_method", "setup_class", "teardown_class", "setup", "teardown"})
"""What pytest calls in a class of its own. In a `unittest.TestCase` it calls the first two, beside `setUp`."""


def base_for(node: ast.ClassDef, module: Module) -> str:
    """Return the dotted name of the base that a test class is to inherit from."""
    bases = module.policy.bases
    is_async = any(test.is_async for test in find_tests(module.describe(node), module))
    return (is_async and bases.asynchronous) or bases.names[0]


def put_on_base(node: ast.ClassDef, module: Module) -> tuple[Edit, ...] | None:
    """Return the edits by which a class outside the base inherits from it: header, import, calls of `super()`.

    `None` where the class has a base of the project (which is to be mended first), a name that the base has too, or
    anything that the base would change the meaning of.
    """
    name = base_for(node, module)
    base = module.classes.find(name)
    if base is None or not _fits(node, base, module):
        return None
    imported = reach(module, name, node)
    if imported is None:
        return None
    header = _header(node, imported.expression, module.classes.lineage(base), module)
    hooks = [*_hooks(node, base, module)]
    if header is None or None in hooks:
        return None
    return (*imported.edits, header, *(edit for edit in hooks if edit is not None))


def _fits(node: ast.ClassDef, base: ClassFacts, module: Module) -> bool:
    cls, above = module.describe(node), module.classes.lineage(base)
    if above.unresolved or not _is_plain(node, module) or _clashes(cls, above):
        return False
    below = [*_subclasses(node, module)]
    if any(is_on_base(one, module) or _clashes(one, above) for one in below):
        return False
    if not all(_may_join(one, module) for one in node.body if isinstance(one, ast.ClassDef)):
        return False
    own = module.classes.lineage(cls)
    if not (is_unittest(own) or is_unittest(above)):
        return True
    return _fits_unittest(cls, own, above, module) and (is_unittest(own) or _may_become_unittest(node, module))


def _may_join(inner: ast.ClassDef, module: Module) -> bool:
    """Tell whether a class within another has what the base has, or will: pytest calls the outer's hooks on it."""
    if not is_collected(inner, module) or is_on_base(module.describe(inner), module):
        return True
    return put_on_base(inner, module) is not None


def _is_plain(node: ast.ClassDef, module: Module) -> bool:
    """Tell whether a class has at most one base, `unittest`'s, and no keyword or decorator that makes it another."""
    decorators = [module.origins(one.func if isinstance(one, ast.Call) else one) for one in node.decorator_list]
    return (
        not node.keywords
        and not getattr(node, "type_params", ())
        and len(node.bases) <= 1
        and all(_REPLACEABLE.intersection(module.origins(one)) for one in node.bases)
        and all(any(name.startswith(_DECORATORS) for name in names) for names in decorators)
    )


def _clashes(cls: ClassFacts, above: Lineage) -> bool:
    """Tell whether a class has, or asks its fixtures for, a name that the base has too; hooks go by `super()`."""
    theirs = {name for one in above.classes for name in (*one.members, *one.attributes)}
    fixtures = {name for one in above.classes for name, it in one.members.items() if it.kind is MemberKind.FIXTURE}
    asked = {parameter.name for member in cls.members.values() for parameter in member.parameters}
    own = {*cls.members, *cls.attributes} - HOOKS
    special = {name for name in own if name.startswith("__") and name.endswith("__")} - _FREE_SPECIAL
    return bool(special or own & theirs or asked & fixtures)


def _subclasses(node: ast.ClassDef, module: Module) -> Iterator[ClassFacts]:
    """Yield the classes of the same file that inherit from a class directly."""
    name = module.describe(node).name
    for other in module.tree.nodes_with([node.name]):
        if isinstance(other, ast.ClassDef) and other is not node:
            cls = module.describe(other)
            if any(name in names for names in cls.bases):
                yield cls


# With a `unittest.TestCase` on either side


def _fits_unittest(cls: ClassFacts, own: Lineage, above: Lineage, module: Module) -> bool:
    """Tell whether the result would run its `async` tests, and nothing twice.

    pytest runs `setup_method` beside `setUp`, and a base that serves both calls the one in the other.
    """
    outside = {*own.outside, *above.outside}
    if any(test.is_async for test in find_tests(cls, module)) and _ASYNC.isdisjoint(outside):
        return False
    if is_unittest(above) and not _ASYNC.isdisjoint(own.outside) and _ASYNC.isdisjoint(above.outside):
        return False
    return _XUNIT.isdisjoint(cls.members)


def _may_become_unittest(node: ast.ClassDef, module: Module) -> bool:
    """Tell whether a class of pytest's would mean the same as a `unittest.TestCase`.

    That takes no parameters and no parametrisation, holds no classes of tests, and has names of its own.
    """
    from unittest import TestCase  # noqa: PLC0415 -- slow to import, and seldom needed

    cls = module.describe(node)
    return (
        not any(isinstance(one, ast.ClassDef) for one in node.body)
        and all(map(_is_unittest_test, find_tests(cls, module)))
        and not any("parametrize" in name for one in _decorators(node) for name in module.origins(one))
        and {*cls.members, *cls.attributes}.isdisjoint(dir(TestCase))
    )


def _is_unittest_test(test: Member) -> bool:
    return test.kind is MemberKind.METHOD and not test.parameters and test.name.startswith("test")


def _decorators(node: ast.ClassDef) -> Iterator[ast.expr]:
    for one in (node, *(method for method in node.body if isinstance(method, Function))):
        yield from (it.func if isinstance(it, ast.Call) else it for it in one.decorator_list)


# Edits


def _header(node: ast.ClassDef, name: str, above: Lineage, module: Module) -> Edit | None:
    """Write the base in front of another, or in place of one that it inherits from itself."""
    if node.bases:
        span, names = module.span(node.bases[0]), module.origins(node.bases[0])
        is_inherited = not {*above.outside, "builtins.object"}.isdisjoint(names)
        return Edit(span, name) if is_inherited else Edit(Span(span.start, span.start), f"{name}, ")
    end = module.name_span(node).end
    found = _EMPTY_BASES.match(module.source.text, end)
    return Edit(Span(end, found.end()), f"({name}):") if found else None


def _hooks(node: ast.ClassDef, base: ClassFacts, module: Module) -> Iterator[Edit | None]:
    """Yield the edits by which the hooks of a class call those of the base; `None` for one that cannot."""
    cls = module.describe(node)
    methods = {one.name: one for one in node.body if isinstance(one, Function)}
    for hook in sorted(HOOKS & cls.members.keys()):
        inherited = module.classes.member(base, hook)
        if inherited is None:
            continue
        method = methods.get(hook)
        if method is None or COUNTERPARTS.get(hook) in cls.members:
            yield None
        elif not calls_super(method, module):
            yield call_super(method, inherited, module)
