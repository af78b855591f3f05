"""UEC401 and UEC406: how a test class comes to the base, and what stands against it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from flake8_uec.project.config import Resolver
from flake8_uec.project.overrides import Overrides
from flake8_uec.project.session import Session
from flake8_uec.project.vocabulary import known

CONFIGURATION = """
[tool.flake8-uec]
preset = "none"
[tool.flake8-uec.bases]
names = ["base.Base", "base.AsyncBase"]
asynchronous = "base.AsyncBase"
"""

PLAIN_BASE = """
import pytest


class Base:
    def setup_method(self, method=None):
        self.log = ["set up"]

    def teardown_method(self, method=None):
        assert self.log == ["set up"]

    def setUp(self):
        self.setup_method(None)

    def tearDown(self):
        self.teardown_method(None)

    def measure(self): ...


class AsyncBase(Base):
    @pytest.fixture
    def clock(self): ...
"""

UNITTEST_BASE = """
import unittest


class Base(unittest.TestCase):
    def setUp(self):
        self.log = []


class AsyncBase(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self): ...
"""


def project(directory: Path, tests: str, base: str = PLAIN_BASE) -> Path:
    """Write a project of a base and one file of tests, and return that file."""
    (directory / "pyproject.toml").write_text(CONFIGURATION)
    (directory / "base.py").write_text(base)
    file = directory / "test_sample.py"
    file.write_text(dedent(tests).lstrip("\n"))
    return file


def fix(directory: Path) -> None:
    """Make every fix of UEC401 and UEC406 on the disk."""
    options = Overrides(select=("UEC401", "UEC406"), unsafe_fixes=True)
    assert Session(Resolver(known(), options), jobs=1).fix([str(directory)]).write() == []


def fixed(directory: Path, tests: str, base: str = PLAIN_BASE) -> str:
    file = project(directory, tests, base)
    fix(directory)
    return file.read_text()


def line(text: str, word: str) -> str:
    return next(one.strip() for one in text.splitlines() if word in one)


@pytest.mark.parametrize(
    ("header", "after"),
    [
        ("class TestA:", "class TestA(Base):"),
        ("class TestA():", "class TestA(Base):"),
        ("class TestA(object):", "class TestA(Base):"),
        ("class TestA(unittest.TestCase):", "class TestA(Base, unittest.TestCase):"),
        ("@pytest.mark.slow\nclass TestA:  # slow", "class TestA(Base):  # slow"),
    ],
)
def test_the_base_comes_first(tmp_path: Path, header: str, after: str) -> None:
    text = fixed(tmp_path, f"import unittest\n\nimport pytest\n\n\n{header}\n    def test_a(self): ...\n")
    assert line(text, "class TestA") == after
    assert line(text, "base import") == "from base import Base"


def test_a_class_with_asynchronous_tests_takes_the_base_for_them(tmp_path: Path) -> None:
    tests = "class TestA:\n    async def test_a(self): ...\n\n\nclass TestB:\n    def test_b(self): ...\n"
    text = fixed(tmp_path, tests)
    assert (line(text, "TestA"), line(text, "TestB")) == ("class TestA(AsyncBase):", "class TestB(Base):")
    assert line(text, "import") == "from base import AsyncBase, Base"


def test_a_base_that_is_a_test_case_takes_the_place_of_one(tmp_path: Path) -> None:
    tests = "import unittest\n\n\nclass TestA(unittest.TestCase):\n    def test_a(self): ...\n"
    assert fixed(tmp_path, tests, UNITTEST_BASE) == tests.replace("import unittest", "from base import Base").replace(
        "unittest.TestCase", "Base"
    )


@pytest.mark.parametrize(
    "body",
    [
        "    def test_a(self, tmp_path): ...",
        "    @pytest.mark.parametrize('x', [1])\n    def test_a(self): ...",
        "    def test_a(self): ...\n    def run(self): ...",
        "    def test_a(self): ...\n    class TestB:\n        def test_b(self): ...",
        "    def setup_method(self): ...\n    def test_a(self): ...",
        "    @staticmethod\n    def test_a(): ...",
    ],
)
def test_what_a_test_case_does_not_know_stays_with_pytest(tmp_path: Path, body: str) -> None:
    tests = f"import pytest\n\n\nclass TestA:\n{body}\n"
    assert line(fixed(tmp_path, tests, UNITTEST_BASE), "class TestA") == "class TestA:"


@pytest.mark.parametrize(
    "tests",
    [
        "class Own: ...\nclass TestA(Own):\n    def test_a(self): ...",
        "class TestA:\n    def measure(self): ...\n    def test_a(self): ...",
        "class TestA:\n    def test_a(self):\n        self.log = 1",
        "class TestA:\n    async def test_a(self, clock): ...",
        (
            "class TestA:\n    def test_a(self): ...\n    class TestB:\n        def measure(self): ...\n"
            "        def test_b(self): ..."
        ),
        "class TestA:\n    __slots__ = ()\n    def test_a(self): ...",
        "@wrapped\nclass TestA:\n    def test_a(self): ...",
        "import abc\nclass TestA(metaclass=abc.ABCMeta):\n    def test_a(self): ...",
        "Base = 1\nclass TestA:\n    def test_a(self): ...",
        (
            "import pytest\nclass TestA:\n    @pytest.fixture(autouse=True)\n    def setup_method(self): ...\n"
            "    def test_a(self): ..."
        ),
        "class TestA:\n    def setup_method(self, method, more): ...\n    def test_a(self): ...",
        (
            "class TestA:\n    def setUp(self): ...\n    def setup_method(self):\n        self.setUp()\n"
            "    def test_a(self): ..."
        ),
        "import unittest\nclass TestA(unittest.TestCase):\n    async def test_a(self): ...",
        "import unittest\nclass TestA(unittest.TestCase):\n    def setup_method(self): ...\n    def test_a(self): ...",
        (
            "from base import Base\nclass TestA:\n    def test_a(self): ...\nclass TestB(Base, TestA):\n"
            "    def test_b(self): ..."
        ),
    ],
)
def test_what_stands_against_the_base(tmp_path: Path, tests: str) -> None:
    assert fixed(tmp_path, tests + "\n") == tests + "\n"


def test_the_class_that_others_inherit_from_is_mended_for_all(tmp_path: Path) -> None:
    tests = "class TestA:\n    def test_a(self): ...\n\n\nclass TestB(TestA):\n    def test_b(self): ...\n"
    text = fixed(tmp_path, tests)
    assert (line(text, "class TestA"), line(text, "class TestB")) == ("class TestA(Base):", "class TestB(TestA):")


def test_hooks_call_those_of_the_base_and_every_test_still_passes(tmp_path: Path) -> None:
    tests = '''
        import asyncio
        import unittest

        import pytest


        class TestHooks:
            def setup_method(self):
                """Set up."""

                # Two of them.
                self.orders = [1, 2]

            def teardown_method(self, method):
                assert method and self.orders

            @pytest.mark.parametrize("index", [0, 1])
            def test_order(self, index, tmp_path):
                assert tmp_path.exists() and self.orders[index] == index + 1

            class TestInner:
                def setup_method(self): pass

                def teardown_method(self):
                    ...

                def test_inner(self):
                    assert True


        class HooksCase(unittest.TestCase):
            @classmethod
            def setUpClass(cls):
                cls.shared = 1

            def setUp(self):
                self.orders = [1]

            def tearDown(self): self.assertEqual(self.orders, [1])

            def test_order(self):
                with self.subTest("one"):
                    self.assertIn(1, self.orders)
                with self.assertRaises(IndexError):
                    self.orders[self.shared]


        class LoopCase(unittest.IsolatedAsyncioTestCase):
            async def asyncSetUp(self):
                self.loop = asyncio.get_running_loop()

            async def test_loop(self):
                self.assertTrue(self.loop.is_running())
        '''
    file = project(tmp_path, tests)
    before = run_pytest(tmp_path)
    fix(tmp_path)
    text = file.read_text()
    assert [one.strip() for one in text.splitlines() if "super()" in one] == [
        "super().setup_method()",
        "super().teardown_method(method)",
        "def setup_method(self): super().setup_method()",
        "super().teardown_method()",
        "super().setUp()",
        "def tearDown(self): self.assertEqual(self.orders, [1]); super().tearDown()",
    ]
    assert text.index('"""Set up."""\n        super()') > 0
    assert [one.strip() for one in text.splitlines() if "class " in one] == [
        "class TestHooks(Base):",
        "class TestInner(Base):",
        "class HooksCase(Base, unittest.TestCase):",
        "class LoopCase(AsyncBase, unittest.IsolatedAsyncioTestCase):",
    ]
    assert run_pytest(tmp_path) == before
    fix(tmp_path)
    assert file.read_text() == text


def run_pytest(directory: Path) -> str:
    """Run all tests of a directory, which must pass, and return how many there were."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", ".", "."]
    done = subprocess.run(command, check=False, cwd=directory, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    return done.stdout.splitlines()[-1].partition(" in ")[0]


@pytest.mark.parametrize(
    ("method", "after"),
    [
        ("def setup_method(self): pass", "def setup_method(self): super().setup_method()"),
        ("def setup_method(self): x = 1; y = 2", "def setup_method(self): super().setup_method(); x = 1; y = 2"),
        ("def setup_method(self):\n        ...  # none", "super().setup_method()  # none"),
        ("def setup_method(self, m=None):\n        x = m", "super().setup_method(m)"),
        ("def teardown_method(self):\n        '''Doc.'''", "super().teardown_method()"),
        ("def teardown_method(self):\n        x = (1,\n             2)  # last", "super().teardown_method()"),
    ],
)
def test_the_call_stands_where_a_reader_would_write_it(tmp_path: Path, method: str, after: str) -> None:
    tests = f"from base import Base\n\n\nclass TestA(Base):\n    def test_a(self): ...\n\n    {method}\n"
    assert line(fixed(tmp_path, tests), "super()") == after


@pytest.mark.parametrize(
    "methods",
    [
        "    def teardown_method(self):\n        if self.log:\n            return\n        self.log = []",
        "    def setup_method(self, *args): ...",
        "    @classmethod\n    def setup_method(cls): ...",
        "    @staticmethod\n    def setup_method(): ...",
        "    @wrapped\n    def setup_method(self): ...",
        "    def setup_method(self):\n        yield",
        "    @wrapped\n    def setup_method(self): ...\n    def teardown_method(self): ...",
        "    def setUp(self): ...\n    def setup_method(self):\n        self.setUp()",
    ],
)
def test_a_call_that_might_not_fit_is_left_to_a_person(tmp_path: Path, methods: str) -> None:
    tests = f"from base import Base\n\n\nclass TestA(Base):\n{methods}\n    def test_a(self): ...\n"
    assert fixed(tmp_path, tests) == tests


def test_super_is_not_called_past_a_test_case(tmp_path: Path) -> None:
    tests = "import unittest\nfrom base import Base\n\n\nclass A(unittest.TestCase, Base):\n    def setUp(self): ...\n"
    assert fixed(tmp_path, tests) == tests


def test_asynchronous_hooks_are_awaited(tmp_path: Path) -> None:
    tests = "from base import AsyncBase\n\n\nclass A(AsyncBase):\n    async def asyncSetUp(self):\n        self.x = 1\n"
    assert line(fixed(tmp_path, tests, UNITTEST_BASE), "super()") == "await super().asyncSetUp()"
