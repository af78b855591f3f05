"""UEC101 to UEC106: every way in which something may stand in for a context."""

from __future__ import annotations

import textwrap

import pytest

from flake8_uec.engine.lint import Linter
from flake8_uec.model.source import Source
from flake8_uec.project.config import Resolver
from flake8_uec.project.overrides import Overrides
from flake8_uec.project.vocabulary import known
from flake8_uec.rules import RULES
from tests.memory import MemoryProject
from tests.rules.conftest import EXAMPLES, Lint

HEAD = """\
from types import SimpleNamespace as Object
from unittest import mock
from netra_backend.app.services import user_execution_context as module
from netra_backend.app.services.user_execution_context import UserExecutionContext, validate_user_context
"""
CONTEXTS = {f"UEC10{number}" for number in range(1, 7)}


def found(lint: Lint, code: str) -> list[tuple[str, int]]:
    """Return the codes of contexts and the lines below `HEAD`."""
    findings = lint(HEAD + textwrap.dedent(code).lstrip("\n"), "tests/test_sample.py")
    return [(one.code, one.range.start.line - HEAD.count("\n")) for one in findings if one.code in CONTEXTS]


MOCKS = {
    "a keyword": 'user_context = Object(user_id="u")',
    "keywords in a dict": 'user_context = mock.Mock(**{"user_id": "u"})',
    "a store": 'user_context = mock.Mock()\nuser_context.user_id = "u"',
    "configure_mock": 'user_context = mock.Mock()\nuser_context.configure_mock(user_id="u")',
    "configure_mock with a dict": 'user_context = mock.Mock()\nuser_context.configure_mock(**{"user_id": "u"})',
    "setattr": 'user_context = mock.Mock()\nsetattr(user_context, "user_id", "u")',
    "a loop": 'user_context = mock.Mock()\nfor name in ("user_id",):\n    setattr(user_context, name, "u")',
    "a loop over items": 'ctx = mock.Mock()\nfor k, v in {"user_id": 1, "run_id": 2}.items():\n    setattr(ctx, k, v)',
    "a loop over pairs": 'ctx = mock.Mock()\nfor k, v in [("user_id", 1), ("run_id", 2)]:\n    setattr(ctx, k, v)',
    "a loop over a name": 'ids = {"user_id": 1}\nuser_ctx = mock.Mock()\nfor k in ids:\n    setattr(user_ctx, k, 2)',
    "two fields of any context": 'any_context = Object(user_id="u", run_id="r")',
    "an annotated variable": "caller: UserExecutionContext = mock.Mock()",
    "an optional one": "from typing import Optional\ncaller: Optional[UserExecutionContext] = mock.Mock()",
    "a string in an annotation": (
        'from typing import Optional\ndef take(c: Optional["UserExecutionContext"]): ...\ntake(mock.Mock())'
    ),
    "an annotation in a string": 'caller: "UserExecutionContext | None" = mock.Mock()',
    "a declared result": "def caller() -> UserExecutionContext:\n    return mock.Mock()",
    "an element of a declared result": ("def pair() -> tuple[int, UserExecutionContext]:\n    return 1, mock.Mock()"),
    "a fixture": 'def mock_user_context():\n    caller = mock.Mock()\n    caller.user_id = "u"\n    yield caller',
    "a factory": 'def create_user_context():\n    return mock.Mock(user_id="u")',
    "an argument": 'def take(c: UserExecutionContext): ...\ntake(Object(user_id="u"))',
    "a variable as an argument": 'def take(c: UserExecutionContext): ...\ncaller = Object(user_id="u")\ntake(caller)',
    "a dict's value": 'given = {"user_context": Object(user_id="u")}',
    "a keyword argument": 'print(user_context=Object(user_id="u"))',
    "a list": 'user_contexts = [mock.Mock(user_id="u") for _ in range(2)]',
    "a stub's result": 'engine = object()\nengine.get_user_context.return_value = Object(user_id="u")',
    "a stub's result as a keyword": 'get_user_context = mock.Mock(return_value=Object(user_id="u"))',
    "a conditional": 'user_context = mock.Mock(user_id="u") if True else None',
    "a list of names for a spec": 'user_context = mock.Mock(spec=["user_id"], user_id="u")',
}


@pytest.mark.parametrize("code", MOCKS.values(), ids=MOCKS)
def test_a_mock_stands_in(code: str, lint: Lint) -> None:
    assert [code for code, _ in found(lint, code)] == ["UEC102"]


NO_MOCKS = {
    "another context's field": 'user_context = mock.Mock(user_id="u", agent_name="triage")',
    "another context's field later": 'user_context = mock.Mock(user_id="u")\nuser_context.__aenter__ = None',
    "one field of any context": 'context = mock.Mock(user_id="u")',
    "the spec of another class": 'user_context = mock.Mock(spec=dict, user_id="u")',
    "a factory of contexts": 'user_context_factory = mock.Mock(user_id="u")',
    "a method of a mock context": "user_context = object()\nuser_context.child_ctx = mock.Mock(user_id=1, run_id=2)",
    "the result of such a method": (
        'user_context = object()\nuser_context.create_child_context.return_value = mock.Mock(user_id="u", run_id="r")'
    ),
    "a message": 'message = mock.Mock(user_id="u", thread_id="t", run_id="r")',
    "a value that is set again": 'user_context = mock.Mock()\nuser_context = object()\nuser_context.user_id = "u"',
    "a callable that gives contexts": (
        "from collections.abc import Callable\ngive: Callable[[], UserExecutionContext] = mock.Mock()"
    ),
    "a string that is a value": (
        'from typing import Literal\ndef take(c: Literal["UserExecutionContext"]): ...\ntake(mock.Mock())'
    ),
    "a parameter without annotation": 'def take(c): ...\ntake(mock.Mock(user_id="u"))',
    "an argument for another class": (
        "class ToolContext: ...\ndef take(c: ToolContext): ...\nctx = mock.Mock(user_id=1, run_id=2)\ntake(ctx)"
    ),
    "what may be the real class": (
        "try:\n    from netra_backend.app.dependencies import UserExecutionContext as C\n"
        'except ImportError:\n    C = mock.Mock\nuser_context = C(user_id="u")'
    ),
}


@pytest.mark.parametrize("code", NO_MOCKS.values(), ids=NO_MOCKS)
def test_no_mock_stands_in(code: str, lint: Lint) -> None:
    assert [line for code, line in found(lint, code) if code != "UEC103"] == []


def test_a_member_of_self_is_followed_through_its_class(lint: Lint) -> None:
    code = """
        class TestOne:
            def setUp(self):
                self.ctx = mock.Mock()

            def test_one(self):
                self.ctx.user_id = "u"
                self.ctx.run_id = "r"

        class TestTwo:
            def setUp(self):
                self.ctx = mock.Mock()
        """
    assert found(lint, code) == [("UEC102", 3)]


def test_the_message_tells_fields_and_lines(lint: Lint) -> None:
    code = HEAD + 'user_context = mock.Mock()\nuser_context.user_id = "u"\nuser_context.thread_id = "t"\n'
    finding = next(one for one in lint(code, "tests/test_sample.py") if one.code == "UEC102")
    start = "Mock stands in for UserExecutionContext: user_id and thread_id set on lines 6-7; "
    assert finding.message.startswith(start)
    assert [one.range.start.line for one in finding.related] == [6, 7]


SPECS = {
    "spec": "mock.Mock(spec=UserExecutionContext)",
    "spec_set": "mock.NonCallableMock(spec_set=module.UserExecutionContext)",
    "the first argument": "mock.MagicMock(UserExecutionContext)",
    "create_autospec": "mock.create_autospec(UserExecutionContext)",
    "an instance": 'mock.Mock(spec=UserExecutionContext("u", "t", "r"))',
}


@pytest.mark.parametrize("code", SPECS.values(), ids=SPECS)
def test_a_spec_wins_over_the_name(code: str, lint: Lint) -> None:
    assert found(lint, f'user_context = {code}\nuser_context.user_id = "u"\n') == [("UEC101", 1)]


def test_the_mocker_fixture_makes_mocks(lint: Lint) -> None:
    code = """
        def test_run(mocker):
            user_context = mocker.MagicMock(user_id="u")
            other = mocker.create_autospec(UserExecutionContext)
            mocker.patch("netra_backend.app.dependencies.UserExecutionContext")
        """
    assert found(lint, code) == [("UEC102", 2), ("UEC101", 3), ("UEC105", 4)]


PATCHES = {
    "where it is defined": 'mock.patch("netra_backend.app.services.user_execution_context.UserExecutionContext")',
    "where it is imported": 'mock.patch("netra_backend.app.dependencies.UserExecutionContext")',
    "a member of a module": 'mock.patch.object(module, "UserExecutionContext")',
    "by keyword": 'mock.patch(target="netra_backend.app.dependencies.UserExecutionContext")',
    "monkeypatch": (
        "def test_run(monkeypatch):\n"
        '    monkeypatch.setattr("netra_backend.app.dependencies.UserExecutionContext", None)'
    ),
}


@pytest.mark.parametrize("code", PATCHES.values(), ids=PATCHES)
def test_a_patch_of_the_class(code: str, lint: Lint) -> None:
    assert [code for code, _ in found(lint, code)] == ["UEC105"]


@pytest.mark.parametrize(
    "code",
    [
        'mock.patch.object(UserExecutionContext, "metadata")',
        'mock.patch("netra_backend.app.services.user_execution_context.UserExecutionContext.from_request")',
        'mock.patch("netra_backend.app.services.agent_service.UserExecutionContext")',
        'print("netra_backend.app.dependencies.UserExecutionContext")',
    ],
)
def test_no_patch_of_the_class(code: str, lint: Lint) -> None:
    assert found(lint, code) == []


def test_a_fake_is_found_where_it_is_defined_and_made(lint: Lint) -> None:
    code = """
        class MockUserExecutionContext: ...

        Alias = MockUserExecutionContext
        one = MockUserExecutionContext()
        two = Alias()
        """
    assert found(lint, code) == [("UEC106", 1), ("UEC106", 4), ("UEC106", 5)]


def test_a_class_with_the_fields_is_a_fake_where_a_context_is_expected(lint: Lint) -> None:
    code = """
        from dataclasses import dataclass

        @dataclass
        class Caller:
            user_id: str
            thread_id: str
            run_id: str

        validate_user_context(Caller("u", "t", "r"))
        user_context = Caller("u", "t", "r")
        """
    assert found(lint, code) == [("UEC106", 4), ("UEC106", 9), ("UEC106", 10)]


def test_what_may_be_the_real_class_is_no_instance_of_the_fake(lint: Lint) -> None:
    code = """
        try:
            from netra_backend.app.dependencies import UserExecutionContext as Context
        except ImportError:
            class UserExecutionContext:
                user_id = "u"
            Context = UserExecutionContext

        context = Context("u", "t", "r")
        """
    assert found(lint, code) == [("UEC106", 4)]


@pytest.mark.parametrize("value", ["mock.MagicMock", "mock.MagicMock()"])
def test_a_mock_under_the_name_of_the_class(value: str, lint: Lint) -> None:
    code = f"try:\n    import gone\nexcept ImportError:\n    UserExecutionContext = {value}\n"
    assert found(lint, code) == [("UEC106", 4)]


MODULE = "netra_backend.app.services.user_execution_context"
FACTORY = """
try:
    from netra_backend.app.services.user_execution_context import UserExecutionContext
except ImportError:
    UserExecutionContext = None

class SSotMockFactory:
    @staticmethod
    def create_mock_user_context(user_id="u"):
        {body}
"""


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("return dict(user_id=user_id)", ["UEC104", "UEC104"]),
        ("return UserExecutionContext(user_id)", []),
        ("return UserExecutionContext.from_request(user_id)", []),
        ("context = UserExecutionContext(user_id)\n        return context", []),
    ],
)
def test_a_factory_that_builds_the_real_class_is_none(body: str, codes: list[str]) -> None:
    project = MemoryProject(
        {
            MODULE: "class UserExecutionContext: ...\n",
            "test_framework.ssot.mock_factory": FACTORY.replace("{body}", body),
            "test_framework.ssot.__init__": "from .mock_factory import SSotMockFactory as Factory\n",
        }
    )
    code = """\
from test_framework.ssot import Factory

Factory.create_mock_user_context()
factory = Factory()
factory.create_mock_user_context()
"""
    settings = Resolver(known(), Overrides(select=("UEC104",))).settings_for(str(EXAMPLES))
    diagnostics = Linter(RULES, settings, project).lint(Source("tests/test_a.py", code, "tests/test_a.py"))
    assert [one.code for one in diagnostics] == codes


def test_a_fixture_tells_whose_method_takes_the_mock(lint: Lint) -> None:
    code = """
        import pytest

        class ToolContext: ...

        class Runner:
            def run(self, context: UserExecutionContext): ...
            def use(self, context: ToolContext): ...

        @pytest.fixture
        def runner():
            return Runner()

        def test_run(runner):
            caller = mock.Mock()
            runner.run(caller)

        def test_use(runner):
            ctx = mock.Mock(user_id="u", run_id="r")
            runner.use(ctx)
        """
    assert found(lint, code) == [("UEC102", 14)]


def test_a_class_with_the_fields_is_a_fake_where_the_parameter_is_called_a_user_context(lint: Lint) -> None:
    code = """
        def check(user_context): ...

        class Bad:
            def __init__(self):
                self.user_id = self.thread_id = self.run_id = ""

        bad = Bad()
        check(bad)
        """
    assert found(lint, code) == [("UEC106", 3), ("UEC106", 7)]


def test_an_object_of_type_is_a_fake_where_it_is_called_any_context(lint: Lint) -> None:
    code = """
        any_context = type("Any", (), {"user_id": "u", "thread_id": "t", "run_id": "r"})()
        message = type("Any", (), {"user_id": "u", "thread_id": "t", "run_id": "r"})()
        """
    assert found(lint, code) == [("UEC106", 1)]


ELSEWHERE = {
    MODULE: "class UserExecutionContext:\n    user_id = thread_id = run_id = None\n",
    "app.contexts": "class UserExecutionContext:\n    user_id = thread_id = run_id = None\n",
    "app.testing": "class FakeUserExecutionContext: ...\n",
    "tests.__init__": "",
    "tests.fakes": (
        f"from {MODULE} import UserExecutionContext\n"
        "class MockUserExecutionContext: ...\n"
        "class Caller:\n    user_id = thread_id = run_id = None\n"
        "class Real(UserExecutionContext): ...\n"
        f"try:\n    from {MODULE} import UserExecutionContext as Either\n"
        "except ImportError:\n    class Either:\n        user_id = thread_id = run_id = None\n"
    ),
}
IMPORTED = {
    "by its name": ("from tests.fakes import MockUserExecutionContext as M\nM()\nM()", [2, 3]),
    "under an alias": ("from tests.fakes import MockUserExecutionContext as M\nContext = M\nContext()", [3]),
    "through its module": ("import tests.fakes\ntests.fakes.MockUserExecutionContext()", [2]),
    "from a module of helpers": ("from app.testing import FakeUserExecutionContext\nFakeUserExecutionContext()", [2]),
    "by its fields": ("from tests.fakes import Caller\nuser_context = Caller()\nother = Caller()", [2, 3]),
    "fields where none is expected": ("from tests.fakes import Caller\nother = Caller()", []),
    "another context of the project": ("from app.contexts import UserExecutionContext as U\nuser_context = U()", []),
    "a subclass of the real one": ("from tests.fakes import Real\nuser_context = Real()", []),
    "what may be the real one": ("from tests.fakes import Either\nuser_context = Either()", []),
}


@pytest.mark.parametrize(("code", "lines"), IMPORTED.values(), ids=IMPORTED)
def test_a_fake_of_another_file_is_found_where_it_is_made(code: str, lines: list[int]) -> None:
    settings = Resolver(known(), Overrides(select=("UEC106",))).settings_for(str(EXAMPLES))
    linter = Linter(RULES, settings, MemoryProject(ELSEWHERE))
    diagnostics = linter.lint(Source("tests/test_a.py", code + "\n", "tests/test_a.py"))
    assert [one.range.start.line for one in diagnostics] == lines
