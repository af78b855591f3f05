"""UEC4xx on the one base: what leads to it, and which rule speaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_uec.project.config import Resolver
from flake8_uec.project.vocabulary import known
from flake8_uec.project.worker import Worker
from tests.rules.conftest import Lint

BASE = "from test_framework.ssot.base_test_case import SSotAsyncTestCase, SSotBaseTestCase\n"


def found(lint: Lint, code: str, path: str = "tests/test_sample.py") -> list[tuple[str, int]]:
    return [(one.code, one.range.start.line) for one in lint(code, path) if one.code != "UEC402"]


@pytest.mark.parametrize(
    "code",
    [
        BASE + "Alias = SSotBaseTestCase\nclass TestA(Alias):\n    def test_a(self): ...",
        "import test_framework.ssot.base_test_case as b\nclass TestA(b.SSotBaseTestCase):\n    def test_a(self): ...",
        "from test_framework.ssot.base_test_case import *\nclass TestA(SSotBaseTestCase):\n    def test_a(self): ...",
        BASE + "class A:\n    class Root(SSotBaseTestCase): ...\n    class TestB(Root):\n        def test_a(self): ...",
        "try:\n    " + BASE + "except ImportError:\n    SSotBaseTestCase = object\n"
        "class TestA(SSotBaseTestCase):\n    def test_a(self): ...",
    ],
)
def test_every_way_to_the_base(lint: Lint, code: str) -> None:
    assert "UEC401" not in dict(found(lint, code))


def test_a_class_of_the_same_name_is_not_the_base(lint: Lint) -> None:
    code = "class SSotBaseTestCase: ...\nclass TestA(SSotBaseTestCase):\n    def test_a(self): ..."
    assert found(lint, code) == [("UEC408", 1), ("UEC401", 2)]


def test_a_nested_class_is_looked_at_by_itself(lint: Lint) -> None:
    code = BASE + "class TestA(SSotBaseTestCase):\n    class TestB:\n        def test_b(self): ..."
    assert found(lint, code) == [("UEC401", 3)]


@pytest.mark.parametrize("path", ["tests/conftest.py", "tests/support.py", "scripts/sample.py"])
def test_a_file_that_pytest_does_not_collect(lint: Lint, path: str) -> None:
    assert found(lint, "class TestA:\n    def test_a(self): ...", path) == []


def test_a_constructor_is_one_finding(lint: Lint) -> None:
    code = "class TestA:\n    def __init__(self): ...\n    def test_a(self): ..."
    assert found(lint, code) == [("UEC407", 1)]


def test_a_constructor_of_its_own_counts_where_a_base_has_one_too(lint: Lint) -> None:
    base = "class Base:\n    def __init__(self): ...\n    def test_a(self): ...\n"
    assert found(lint, base + "class TestA(Base):\n    def __init__(self): ...") == [("UEC407", 4)]
    assert found(lint, base + "class TestA(Base): ...") == []


def test_an_asynchronous_set_up_is_one_finding(lint: Lint) -> None:
    code = BASE + "class TestA(SSotAsyncTestCase):\n    async def setup_method(self): ...\n    def test_a(self): ..."
    assert found(lint, code) == [("UEC407", 3)]


def test_the_like_of_another_object_is_not_the_super(lint: Lint) -> None:
    code = BASE + "class TestA(SSotBaseTestCase):\n    def setup_method(self):\n        self.helper.setup_method()"
    assert found(lint, code) == [("UEC406", 3)]


def test_other_names_of_no_base_are_none(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.flake8-uec]\nbases.aliases = ["BaseTestCase"]\n')
    worker = Worker(Resolver(known(), directory=str(tmp_path)))
    assert worker.lint_bytes(b"class BaseTestCase: ...\n", str(tmp_path / "tests/test_a.py")).diagnostics == ()
