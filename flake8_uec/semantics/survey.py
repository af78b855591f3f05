"""What one file has for a policy of its project: names that are to go, bases of its tests, classes that it mocks."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from flake8_uec.model.facts import MemberKind
from flake8_uec.model.proposal import Surveyed
from flake8_uec.semantics.announced import announced
from flake8_uec.semantics.mocks import mock_of
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.patching import patched

_MOCKING = ("patch", "spec", "spec_set", "create_autospec", "setattr")
_ASYNC = "unittest.IsolatedAsyncioTestCase"


def survey(module: Module, *, is_test: bool) -> Surveyed:
    """Return what a file has; only those that are no tests say what is to go, and only tests mock."""
    if not is_test:
        return Surveyed(tuple(announced(module)))
    patches, specs = _mocked(module)
    return Surveyed((), tuple(_tests(module)), patches, specs)


def _tests(module: Module) -> Iterator[tuple[tuple[str, ...], bool]]:
    for node in module.tree.nodes_with(["class"]):
        if isinstance(node, ast.ClassDef):
            cls = module.describe(node)
            if any(one.name.startswith("test") and one.kind is MemberKind.METHOD for one in cls.members.values()):
                lineage = module.classes.lineage(cls)
                bases = tuple(one.name for one in lineage.classes[1:])
                yield bases, any(name.startswith(_ASYNC) for name in lineage.outside)


def _mocked(module: Module) -> tuple[dict[str, int], dict[str, int]]:
    """Return how often each class of the project is patched, and how often a mock is built from it."""
    patches, specs = Counter[str](), Counter[str]()
    for node in module.tree.nodes_with(_MOCKING):
        if isinstance(node, ast.Call):
            for patch in patched(node, module.names):
                patches.update(_class_in(patch.name, module))
            mock = mock_of(node, module)
            for name in module.resolve(mock.spec) if mock and mock.spec else ():
                specs.update(_class_in(name, module))
    return dict(patches), dict(specs)


def _class_in(name: str, module: Module) -> list[str]:
    """Return the class of the project that a name leads to or is a member of, none where it is of none."""
    while "." in name:
        cls = module.classes.find(name)
        if cls is not None:
            return [] if cls.name.startswith(f"{module.name}.") else [cls.name]
        name = name.rpartition(".")[0]
    return []
