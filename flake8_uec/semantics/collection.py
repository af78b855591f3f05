"""What pytest and unittest collect, read from the source."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from fnmatch import fnmatchcase

from flake8_uec.model.facts import ClassFacts, Member, MemberKind, PytestOptions
from flake8_uec.semantics.classes import PLAIN_BASES, Lineage
from flake8_uec.semantics.facts import dotted
from flake8_uec.semantics.module import Module

Function = ast.FunctionDef | ast.AsyncFunctionDef

CONSTRUCTORS = frozenset({"__init__", "__new__"})
"""A class with one of these, `unittest.TestCase` apart, is not collected."""

_UNITTEST_PREFIX = "test"
_TESTS = frozenset({MemberKind.METHOD, MemberKind.CLASS_METHOD, MemberKind.STATIC_METHOD})
_UNKNOWABLE = frozenset({"__name__", "TYPE_CHECKING"})
"""What guards code that does not run when pytest imports the file."""


def collects_file(relative: str, options: PytestOptions) -> bool:
    """Tell whether `python_files` matches a POSIX path."""
    path = f"/{relative}"
    name = path.rpartition("/")[2]
    return any(
        fnmatchcase(path, glob if glob.startswith("/") else f"*/{glob}") if "/" in glob else fnmatchcase(name, glob)
        for glob in options.files
    )


def matches(name: str, patterns: Iterable[str]) -> bool:
    """Tell whether a name begins with one of some prefixes or matches one as a glob."""
    return any(name.startswith(one) or (not set("*?[").isdisjoint(one) and fnmatchcase(name, one)) for one in patterns)


def is_unittest(lineage: Lineage) -> bool:
    """Tell whether a class is a `unittest.TestCase`; libraries call theirs `...TestCase` too."""
    return any(name.endswith("TestCase") for name in lineage.outside)


def find_tests(cls: ClassFacts, module: Module) -> list[Member]:
    """Return the test methods of a class, its own and inherited."""
    lineage = module.classes.lineage(cls)
    patterns = (_UNITTEST_PREFIX,) if is_unittest(lineage) else _options(module).functions
    return [one for one in _members(lineage).values() if one.kind in _TESTS and matches(one.name, patterns)]


def is_collected(node: ast.ClassDef, module: Module) -> bool:
    """Tell whether pytest surely collects a class, were it not for its own constructor.

    Tests it need not have. What an unresolved base may change is never sure.
    """
    cls = module.describe(node)
    lineage = module.classes.lineage(cls)
    if lineage.unresolved or not _is_marked_as_test(node, lineage, module) or _is_abstract(lineage):
        return False
    if is_unittest(lineage):
        return is_in_reach(node, module)
    return (
        (matches(node.name, _options(module).classes) or _mark(lineage) is True)
        and PLAIN_BASES.issuperset(lineage.outside)
        and not _is_given_constructor(cls, lineage)
        and is_in_reach(node, module)
    )


def is_test_function(node: Function, module: Module) -> bool:
    """Tell whether pytest collects a function of the module; its methods are not asked about."""
    if not isinstance(module.names.scope_of(node), ast.Module):
        return False
    is_fixture = any(_is_fixture(one, module) for one in node.decorator_list)
    return not is_fixture and matches(node.name, _options(module).functions) and is_in_reach(node, module)


def is_in_reach(node: ast.AST, module: Module) -> bool:
    """Tell whether pytest comes upon a definition: in the module, or in a class that it collects."""
    parent = module.parent(node)
    while parent is not None and not isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        if isinstance(parent, ast.ClassDef):
            return _holds_collected(parent, module)
        if isinstance(parent, ast.If) and _is_guard(parent.test):
            return False
        if isinstance(parent, ast.Module):
            return not _sets_off(parent.body)
        parent = module.parent(parent)
    return False


def _holds_collected(outer: ast.ClassDef, module: Module) -> bool:
    cls = module.describe(outer)
    lineage = module.classes.lineage(cls)
    return not is_unittest(lineage) and CONSTRUCTORS.isdisjoint(cls.members) and is_collected(outer, module)


def _is_guard(test: ast.expr) -> bool:
    return any(
        isinstance(node, (ast.Name, ast.Attribute)) and dotted(node).rpartition(".")[2] in _UNKNOWABLE
        for node in ast.walk(test)
    )


def _sets_off(body: list[ast.stmt]) -> bool:
    """Tell whether a module says `__test__ = False`."""
    return any(
        isinstance(one, ast.Assign) and _is_false(one.value) and any(dotted(it) == "__test__" for it in one.targets)
        for one in body
    )


def _is_marked_as_test(node: ast.ClassDef, lineage: Lineage, module: Module) -> bool:
    """Tell whether nothing says `__test__ = False`, in the class, in a base or after it."""
    if _mark(lineage) is False:
        return False
    places = [place for place in module.tree.nodes_with(["__test__"]) if isinstance(place, ast.Assign)]
    return not any(dotted(target) == f"{node.name}.__test__" for place in places for target in place.targets)


def _mark(lineage: Lineage) -> bool | None:
    return next((one.is_test for one in lineage.classes if one.is_test is not None), None)


def _is_abstract(lineage: Lineage) -> bool:
    return any(one.is_abstract for one in _members(lineage).values())


def _members(lineage: Lineage) -> dict[str, Member]:
    """Return what each name stands for in a class: of those inherited, the nearest."""
    return {name: member for one in reversed(lineage.classes) for name, member in one.members.items()}


def _is_given_constructor(cls: ClassFacts, lineage: Lineage) -> bool:
    """Tell whether a class without a constructor in its body has one by `@dataclass` or from a base."""
    if not CONSTRUCTORS.isdisjoint(cls.members):
        return False
    generated = any(one.dataclass is not None and one.dataclass.init for one in lineage.classes)
    return generated or any(not CONSTRUCTORS.isdisjoint(one.members) for one in lineage.classes)


def _is_fixture(decorator: ast.expr, module: Module) -> bool:
    made_by = decorator.func if isinstance(decorator, ast.Call) else decorator
    return any(name.rpartition(".")[2] == "fixture" for name in module.origins(made_by))


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and not node.value


def _options(module: Module) -> PytestOptions:
    return module.tracer.pytest_options(module.source.relative)
