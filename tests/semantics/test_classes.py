"""What classes inherit, offer and take, across modules."""

from __future__ import annotations

import pytest

from flake8_uec.model.facts import UNKNOWN, Facts, Passing
from flake8_uec.semantics.classes import Classes
from flake8_uec.semantics.trace import Tracer
from tests.memory import MemoryProject


def classes(**modules: str) -> Classes:
    project = MemoryProject({name.replace("__", ".") if "__" in name else name: code for name, code in modules.items()})
    return Classes(Tracer(project), Facts(""))


def parameters(found: Classes, name: str) -> list[str] | None:
    cls = found.find(name)
    assert cls is not None
    known = found.constructor(cls)
    marks = {Passing.REST: "*", Passing.KEYWORDS: "**", Passing.KEYWORD_ONLY: "*,"}
    if known is None:
        return None
    return [marks.get(one.passing, "") + one.name + ("" if one.required else "=") for one in known]


def lineage(found: Classes, name: str) -> tuple[list[str], list[str], list[str]]:
    cls = found.find(name)
    assert cls is not None
    line = found.lineage(cls)
    return [one.name for one in line.classes], sorted(line.outside), sorted(line.unresolved)


def test_a_lineage_crosses_modules_aliases_and_re_exports() -> None:
    found = classes(
        base="class Base: ...\n",
        shim="from base import Base as Root\nAlias = Root\n",
        star="from shim import *\n",
        user="import star\nclass Child(star.Alias): ...\nclass Grandchild(Child): ...\n",
    )
    assert lineage(found, "user.Grandchild") == (["user.Grandchild", "user.Child", "base.Base"], [], [])


def test_what_lies_outside_and_what_cannot_be_resolved() -> None:
    found = classes(
        a="import unittest\nfrom a import Gone\nclass A(unittest.TestCase, Gone, make()): ...\n",
    )
    assert lineage(found, "a.A") == (["a.A"], ["unittest.TestCase"], ["a.Gone", "a.make()"])


def test_a_diamond_has_each_class_once_and_the_shared_one_last() -> None:
    found = classes(a="class A: ...\nclass B(A): ...\nclass C(A): ...\nclass D(B, C): ...\n")
    assert lineage(found, "a.D")[0] == ["a.D", "a.B", "a.C", "a.A"]


def test_a_cycle_ends() -> None:
    found = classes(a="from b import B\nclass A(B): ...\n", b="from a import A\nclass B(A): ...\n")
    assert set(lineage(found, "a.A")[0]) == {"a.A", "b.B"}


def test_generic_bases_and_import_fallbacks() -> None:
    found = classes(
        a="from typing import Generic, TypeVar\nT = TypeVar('T')\nclass Box(Generic[T]): ...\n",
        b="try:\n    from a import Box\nexcept ImportError:\n    Box = object\nclass C(Box[int]): ...\n",
    )
    assert lineage(found, "b.C") == (["b.C", "a.Box"], ["typing.Generic"], [])


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("class C:\n    def __init__(self, a, b=1, *, c, d=2, **e): ...", ["a", "b=", "*,c", "*,d=", "**e="]),
        ("class C:\n    def __init__(self, a, /, *rest): ...", ["a", "*rest="]),
        ("class B:\n    def __init__(self, a): ...\nclass C(B): ...", ["a"]),
        ("class C: ...", []),
        ("from dataclasses import dataclass\n@dataclass\nclass C:\n    a: int\n    b: int = 1", ["a", "b="]),
        ("import dataclasses as d\n@d.dataclass(frozen=True)\nclass C:\n    a: int = d.field()", ["a"]),
        (
            (
                "from dataclasses import dataclass, field, KW_ONLY\nfrom typing import ClassVar\n@dataclass\nclass C:\n"
                "    a: int = field(init=False)\n    b: ClassVar[int] = 1\n    c: list = field(default_factory=list)\n"
                "    _: KW_ONLY\n    d: int"
            ),
            ["c=", "*,d"],
        ),
        (
            (
                "from dataclasses import dataclass\n@dataclass\nclass B:\n    a: int\n    b: int = 1\n"
                "@dataclass\nclass C(B):\n    a: int = 2\n    c: int = 3"
            ),
            ["a=", "b=", "c="],
        ),
        ("from dataclasses import dataclass\n@dataclass(init=False)\nclass C:\n    a: int", []),
        ("import pydantic\nclass C(pydantic.BaseModel):\n    a: int", None),
        ("class C(make()): ...", None),
        ("class C(metaclass=Meta): ...", None),
        ("@register\nclass C: ...", None),
        ("class C:\n    def __new__(cls, a): ...", None),
        ("class C:\n    @wrap\n    def __init__(self, a): ...", None),
    ],
)
def test_constructors(code: str, expected: list[str] | None) -> None:
    assert parameters(classes(m=code), "m.C") == expected


def test_members() -> None:
    code = (
        "import copy\nclass C:\n"
        "    limit = 1\n"
        "    def __init__(self): self.seen = 1\n"
        "    @property\n    def copied(self): return dict(self._d)\n"
        "    @property\n    def deep(self):\n        d = copy.deepcopy(self._d)\n        return d\n"
        "    @property\n    def shared(self): return self._d\n"
        "    @property\n    def both(self): return self._d\n    @both.setter\n    def both(self, value): ...\n"
        "    @classmethod\n    def make(cls, a): ...\n"
    )
    found = classes(m=code)
    cls = found.find("m.C")
    assert cls is not None
    state = {one.name: (one.settable, one.copies) for one in cls.members.values() if one.kind.name == "PROPERTY"}
    assert state == {"copied": (False, True), "deep": (False, True), "shared": (False, False), "both": (True, False)}
    assert [one.name for one in cls.members["make"].parameters] == ["a"]
    assert [found.offers(cls, name) for name in ("seen", "limit", "make", "gone")] == [True, True, True, False]
    assert found.is_closed(cls)


def test_a_class_with_getattr_is_not_closed() -> None:
    found = classes(m="class C:\n    def __getattr__(self, name): ...\n")
    cls = found.find("m.C")
    assert cls is not None
    assert not found.is_closed(cls)


def test_nested_classes() -> None:
    found = classes(m="class Outer:\n    class Inner:\n        def __init__(self, a): ...\n")
    assert parameters(found, "m.Outer.Inner") == ["a"]


def test_a_base_from_a_star_import_of_another_module() -> None:
    found = classes(
        base="class Base: ...\n",
        shim="from base import *\nclass Shim(Base): ...\n",
        user="from shim import Shim\nclass Child(Shim): ...\n",
    )
    assert lineage(found, "user.Child") == (["user.Child", "shim.Shim", "base.Base"], [], [])


def test_a_missing_base_is_told_from_one_that_cannot_be_known() -> None:
    found = classes(
        a="from b import Gone\nmade = make()\ndef make(): ...\nclass A(Gone, Unbound, made, make(made)): ...\n",
        b="here = 1\n",
        c="from lib import *\nclass B(Unbound): ...\n",
    )
    a, b = found.find("a.A"), found.find("c.B")
    assert a is not None
    assert b is not None
    assert set(found.lineage(a).unresolved) == {"b.Gone", "a.Unbound", "a.made", UNKNOWN}
    assert found.lineage(a).missing == {"b.Gone", "a.Unbound"}
    assert found.lineage(b).missing == set()


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("made", "lib.model()"),
        ("lib.model(table='t')", "lib.model()"),
        ("again", "lib.model()"),
        ("lib.model", "lib.model"),
    ],
)
def test_what_a_function_from_outside_makes_is_from_outside(base: str, expected: str) -> None:
    code = f"import lib\nfrom other import made as again\nmade = lib.model()\nclass A({base}): ...\n"
    found = classes(a=code, other="from lib import model\nmade = model(1)\n")
    assert lineage(found, "a.A") == (["a.A"], [expected], [])


@pytest.mark.parametrize(
    "made",
    ["lib.mixed(Base)", "lib.mixed(*[Base])", "lib.mixed(base=Base)", "vars()['Base']", "make()", "type('X', ())"],
)
def test_what_may_give_a_class_of_the_project_is_left_open(made: str) -> None:
    found = classes(a=f"import lib\nclass Base: ...\ndef make(): return Base\nmade = {made}\nclass A(made): ...\n")
    assert lineage(found, "a.A") == (["a.A"], [], ["a.made"])
