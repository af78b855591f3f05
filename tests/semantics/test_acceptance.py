"""Whether the context class takes a value for a field."""

from __future__ import annotations

import ast

import pytest

from flake8_uec.model.facts import ClassFacts, Member, MemberKind, Parameter
from flake8_uec.model.policy import Context, Placeholders, Policy
from flake8_uec.model.source import Source
from flake8_uec.semantics.acceptance import accepts
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.trace import Tracer
from flake8_uec.semantics.tree import Tree
from tests.memory import MemoryProject

POLICY = Policy(
    context=Context(name="lib.Context", identity_fields=("user_id",)),
    placeholders=Placeholders(refused=("test",), refused_prefixes=("mock_",), allowed=("mock_up",)),
)
CLS = ClassFacts(
    "lib.Context",
    members={"user_id": Member("user_id", MemberKind.ATTRIBUTE)},
    spelled=frozenset({"test", "mock_", "mock_up"}),
)


def accepted(value: str, name: str, *annotation: str) -> str:
    """Return `safe`, `unsafe` or `refused`."""
    code = f"import uuid, time\nfrom unittest.mock import Mock\nx = print()\ntake({value})\n"
    source = Source("user.py", code, "user.py")
    module = Module(Tree(source, ast.parse(code)), POLICY, Tracer(MemoryProject({})))
    call = next(one for one in module.tree.nodes_with(["take"]) if isinstance(one, ast.Call))
    found = accepts(CLS, Parameter(name, annotation=annotation), call.args[0], module)
    return found.value if found else "refused"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("'u-1'", "safe"),
        ("f'u-{x}'", "safe"),
        ("str(uuid.uuid4())", "safe"),
        ("'mock_up'", "safe"),
        ("'mock_of_a_long_name_of_a_user'", "safe"),
        ("f'mock_of_a_long_name_of_{x}'", "safe"),
        ("x", "unsafe"),
        ("str(x)", "unsafe"),
        ("f'{x}-1'", "unsafe"),
        ("f'mo{x}'", "unsafe"),
        ("'u-1' if x else x", "unsafe"),
        ("'TEST'", "refused"),
        ("''", "refused"),
        ("'mock_1'", "refused"),
        ("f'mock_{x}'", "refused"),
        ("uuid.uuid4()", "refused"),
        ("None", "refused"),
        ("'u-1' if x else None", "refused"),
    ],
)
def test_an_id(value: str, expected: str) -> None:
    assert accepted(value, "user_id", "builtins.str") == expected


@pytest.mark.parametrize(
    ("value", "annotation", "expected"),
    [
        ("x", (), "safe"),
        ("3", ("typing.Any",), "safe"),
        ("3", ("builtins.int",), "safe"),
        ("'a'", ("typing.Optional", "builtins.str"), "safe"),
        ("None", ("typing.Optional", "builtins.str"), "safe"),
        ("Mock()", ("typing.Optional", "lib.Session"), "safe"),
        ("{'a': 1}", ("typing.Dict", "builtins.str", "typing.Any"), "safe"),
        ("{'a': 1}", ("typing.Mapping", "builtins.str", "typing.Any"), "safe"),
        ("[x]", ("builtins.list", "builtins.int"), "safe"),
        ("None", ("builtins.str",), "unsafe"),
        ("x", ("builtins.int",), "unsafe"),
        ("3", ("lib.Session",), "unsafe"),
        ("{'a': x}", ("builtins.dict",), "unsafe"),
        ("{x: 1}", ("builtins.dict",), "unsafe"),
        ("dict(a=1)", ("builtins.dict",), "unsafe"),
        ("{'user_id': 'u-2'}", ("builtins.dict",), "refused"),
        ("'a'", ("builtins.int",), "refused"),
        ("Mock()", ("builtins.dict", "builtins.str", "typing.Any"), "refused"),
        ("time.time()", ("datetime.datetime",), "refused"),
    ],
)
def test_another_field(value: str, annotation: tuple[str, ...], expected: str) -> None:
    assert accepted(value, "other", *annotation) == expected
