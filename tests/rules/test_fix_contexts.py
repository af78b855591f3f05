"""UEC101, UEC102, UEC104, UEC105: what becomes a real context, how far that is trusted, and what stays a mock."""

from __future__ import annotations

import textwrap
from dataclasses import replace

import pytest

from flake8_uec.engine.lint import Linter
from flake8_uec.model.diagnostic import Applicability
from flake8_uec.model.policy import ContextFactory
from flake8_uec.model.source import Source
from flake8_uec.project.config import Resolver
from flake8_uec.project.index import DiskProject
from flake8_uec.project.overrides import Overrides
from flake8_uec.project.vocabulary import known
from flake8_uec.rules import rules_for
from tests.rules.conftest import EXAMPLES, Fix, Lint

PATH = "tests/test_sample.py"
CONTEXT = "from netra_backend.app.services.user_execution_context import UserExecutionContext\n"
HEAD = f"import uuid\nfrom types import SimpleNamespace\n\nimport pytest\n\n{CONTEXT}from unittest import mock\n\n\n"
TAIL = "\n\ndef keep():\n    return uuid, SimpleNamespace, pytest, mock, UserExecutionContext\n"
"""A use of each import, so that the code between is all that a fix changes."""

TARGET = '"netra_backend.app.dependencies.UserExecutionContext"'


def sample(code: str) -> str:
    return HEAD + textwrap.dedent(code).strip("\n") + "\n" + TAIL


def in_a_test(code: str) -> str:
    return sample("def test_run():\n" + textwrap.indent(textwrap.dedent(code).strip("\n"), "    "))


def trusted(lint: Lint, code: str) -> list[str]:
    """Return how far each fix of a mock context is trusted, `none` for one that has no fix."""
    found = [one for one in lint(code, PATH) if one.code in {"UEC101", "UEC102", "UEC104", "UEC105"}]
    return [one.fix.applicability.value if one.fix else "none" for one in found]


SPECCED = "context = mock.Mock(spec=UserExecutionContext)\n"
IDS = 'user_id="u-1", thread_id="t-1", run_id="r-1"'
WHOLE = f"user_context = mock.Mock({IDS})"
REAL = f"user_context = UserExecutionContext({IDS})"

FIXED = {
    "keywords": (WHOLE, REAL),
    "a namespace": (f"user_context = SimpleNamespace({IDS})", REAL),
    "a spec": (f"context = mock.MagicMock(UserExecutionContext, {IDS})", f"context = UserExecutionContext({IDS})"),
    "an autospec": (
        f"context = mock.create_autospec(UserExecutionContext, instance=True, {IDS})",
        f"context = UserExecutionContext({IDS})",
    ),
    "a name that only the representation has": (f'user_context = mock.Mock(name="caller", {IDS})', REAL),
    "an annotation": (
        f"caller: UserExecutionContext = mock.Mock({IDS})",
        f"caller: UserExecutionContext = UserExecutionContext(\n    {IDS.replace(', ', ',{n}    ')},\n)",
    ),
    "stores, in their order": (
        (
            'user_context = mock.Mock()\nuser_context.run_id = "r-1"\nuser_context.user_id = "u-1"\n\n'
            'user_context.thread_id = "t-1"\nprint(user_context)'
        ),
        'user_context = UserExecutionContext(run_id="r-1", user_id="u-1", thread_id="t-1")\nprint(user_context)',
    ),
    "a keyword, configure_mock and setattr": (
        (
            'user_context = mock.Mock(user_id="u-1")\nuser_context.configure_mock(thread_id="t-1")\n'
            'setattr(user_context, "run_id", "r-1")'
        ),
        REAL,
    ),
    "more than a line holds": (
        SPECCED + 'context.user_id = "a-long-name-of-a-user"\ncontext.thread_id = "a-long-name-of-a-thread"\n'
        'context.run_id = "a-run"',
        (
            'context = UserExecutionContext(\n    user_id="a-long-name-of-a-user",\n'
            '    thread_id="a-long-name-of-a-thread",\n    run_id="a-run",\n)'
        ),
    ),
    "comments": (
        SPECCED.strip() + '  # the caller\n# who\ncontext.user_id = "u-1"\ncontext.thread_id = "t-1"  # where\n'
        'context.run_id = "r-1"  # when',
        (
            "context = UserExecutionContext(  # the caller\n    # who\n"
            '    user_id="u-1",\n    thread_id="t-1",  # where\n    run_id="r-1",  # when\n)'
        ),
    ),
    "a comment behind all": (WHOLE + "  # the caller", REAL + "  # the caller"),
    "a value of several lines": (
        SPECCED + 'context.user_id = "u-1"\ncontext.thread_id = "t-1"\ncontext.run_id = (\n    "r-"\n    "1"\n)',
        (
            'context = UserExecutionContext(\n    user_id="u-1",\n    thread_id="t-1",\n'
            '    run_id=(\n        "r-"\n        "1"\n    ),\n)'
        ),
    ),
    "what is handed on, and read": (
        WHOLE + '\nprint(user_context, given=user_context)\nassert user_context.user_id == "u-1"',
        REAL + '\nprint(user_context, given=user_context)\nassert user_context.user_id == "u-1"',
    ),
    "a variable that is known": (
        'user = "u-1"\nuser_context = mock.Mock(user_id=user, thread_id=f"t-{user}", run_id=str(uuid.uuid4()))',
        (
            'user = "u-1"\nuser_context = UserExecutionContext(\n    user_id=user,\n    thread_id=f"t-{user}",\n'
            "    run_id=str(uuid.uuid4()),\n)"
        ),
    ),
    "a dict that the class keeps": (
        f'user_context = mock.Mock({IDS}, agent_context={{"a": 1}})',
        f'user_context = UserExecutionContext(\n    {IDS.replace(", ", ",{n}    ")},\n    agent_context={{"a": 1}},\n)',
    ),
}


@pytest.mark.parametrize(("code", "after"), FIXED.values(), ids=FIXED)
def test_what_is_set_in_full_becomes_a_real_context(lint: Lint, fixed: Fix, code: str, after: str) -> None:
    assert trusted(lint, in_a_test(code)) == ["safe"]
    assert fixed(in_a_test(code), PATH) == in_a_test(after.replace("{n}", "\n"))


UNSURE = {
    "an id that is made up": (
        'user_context = mock.Mock(user_id="u-1")',
        'user_context = UserExecutionContext(user_id="u-1", thread_id="thread-1", run_id="run-1")',
    ),
    "all ids": (
        SPECCED,
        'context = UserExecutionContext(user_id="user-1", thread_id="thread-1", run_id="run-1")',
    ),
    "an id that the name tells": (
        'admin_context = mock.Mock(user_id="u-1", run_id="r-1")',
        'admin_context = UserExecutionContext(user_id="u-1", run_id="r-1", thread_id="thread-admin")',
    ),
    "an id that is in use": (
        'print("run-1")\nuser_context = mock.Mock(user_id="u-1", thread_id="t-1")',
        'print("run-1")\nuser_context = UserExecutionContext(user_id="u-1", thread_id="t-1", run_id="run-1-2")',
    ),
    "a value that nothing tells": (
        'user_context = mock.Mock(user_id=print(), thread_id="t-1", run_id="r-1")',
        'user_context = UserExecutionContext(user_id=print(), thread_id="t-1", run_id="r-1")',
    ),
    "a text that may be empty": (
        'user_context = mock.Mock(user_id=f"{uuid}", thread_id="t-1", run_id="r-1")',
        'user_context = UserExecutionContext(user_id=f"{uuid}", thread_id="t-1", run_id="r-1")',
    ),
    "a member that was not set": (
        WHOLE + "\nprint(user_context.request_id)",
        REAL + "\nprint(user_context.request_id)",
    ),
    "a former name": (
        f"user_context = mock.Mock({IDS}, metadata={{}})",
        f"user_context = UserExecutionContext(\n    {IDS.replace(', ', ',{n}    ')},\n    agent_context={{}},\n)",
    ),
}


@pytest.mark.parametrize(("code", "after"), UNSURE.values(), ids=UNSURE)
def test_what_a_test_must_verify_is_unsafe(lint: Lint, fixed: Fix, code: str, after: str) -> None:
    assert trusted(lint, in_a_test(code)) == ["unsafe"]
    assert fixed(in_a_test(code), PATH) == in_a_test(after.replace("{n}", "\n"))


NOT_FIXED = {
    "a field of another class": f'user_context = mock.Mock({IDS}, session_id="s-1")',
    "a uuid": 'user_context = mock.Mock(user_id=uuid.uuid4(), thread_id="t-1", run_id="r-1")',
    "a uuid by way of a name": 'u = uuid.uuid4()\nuser_context = mock.Mock(user_id=u, thread_id="t-1", run_id="r-1")',
    "None": 'user_context = mock.Mock(user_id=None, thread_id="t-1", run_id="r-1")',
    "a mock": 'user_context = mock.Mock(user_id=mock.Mock(), thread_id="t-1", run_id="r-1")',
    "a number": 'user_context = mock.Mock(user_id=7, thread_id="t-1", run_id="r-1")',
    "a placeholder": 'user_context = mock.Mock(user_id="test", thread_id="t-1", run_id="r-1")',
    "a blank": 'user_context = mock.Mock(user_id=" ", thread_id="t-1", run_id="r-1")',
    "the beginning of a placeholder": 'user_context = mock.Mock(user_id=f"mock_{uuid}", thread_id="t", run_id="r")',
    "a mock for a dict": f"user_context = mock.Mock({IDS}, agent_context=mock.Mock())",
    "a key like a field": f'user_context = mock.Mock({IDS}, agent_context={{"user_id": "u-2"}})',
    "a stub": WHOLE + '\nuser_context.from_request.return_value = "x"',
    "a stubbed method": WHOLE + "\nuser_context.from_request = mock.Mock()",
    "a call assertion": WHOLE + "\nuser_context.from_request.assert_called_once()",
    "an assertion on the mock": WHOLE + "\nassert user_context.called",
    "a member that the class lacks": WHOLE + "\nprint(user_context.session_id)",
    "such a member by name": WHOLE + '\nprint(getattr(user_context, "session_id", None))',
    "a member of any object": WHOLE + "\nprint(user_context.__class__)",
    "a later store": WHOLE + '\nprint(user_context)\nuser_context.run_id = "r-2"',
    "an augmented store": WHOLE + '\nuser_context.run_id += "2"',
    "a deletion": WHOLE + "\ndel user_context.run_id",
    "another binding": WHOLE + "\nprint(user_context)\nuser_context = None",
    "a call of it": WHOLE + "\nuser_context()",
    "a key": WHOLE + "\nprint({user_context: 1})",
    "a question for its type": WHOLE + "\nassert isinstance(user_context, mock.Mock)",
    "a patched member": WHOLE + '\nwith mock.patch.object(user_context, "run_id"):\n    print(1)',
    "a write that would be lost": WHOLE + '\nuser_context.metadata["a"] = 1',
    "what it is told to do": f"user_context = mock.Mock({IDS}, side_effect=ValueError)",
    "one value from another": 'user_context = mock.Mock(user_id="u-1")\nuser_context.run_id = user_context.user_id',
    "a field twice": WHOLE + '\nuser_context.run_id = "r-2"',
    "other code between": 'user_context = mock.Mock()\nprint(1)\nuser_context.user_id = "u-1"',
    "one line": 'user_context = mock.Mock(); user_context.user_id = "u-1"',
    "a comment inside": 'user_context = mock.Mock(\n    user_id="u-1",  # who\n)',
    "another target": "holder = print\nholder.user_context = mock.Mock(user_id='u-1')",
    "an argument": 'print(user_context=mock.Mock(user_id="u-1"))',
    "an entry": 'given = {"user_context": mock.Mock(user_id="u-1")}',
    "two targets": f"other = user_context = mock.Mock({IDS})",
    "a declared mock": f"user_context: mock.Mock = mock.Mock({IDS})",
    "raises around it": f"with pytest.raises(TypeError):\n    user_context = mock.Mock({IDS})\n    print(user_context)",
    "raises around a use": WHOLE + "\nwith pytest.raises(TypeError):\n    print(user_context)",
    "an answer that turns it down": WHOLE + "\nanswer = print(user_context)\nassert answer.valid is False",
    "an assertion that turns it down": WHOLE + "\nassert not print(user_context)",
    "a method that does": WHOLE + "\nmock.assertFalse(print(user_context))",
    "a name that tells": f"invalid_user_context = mock.Mock({IDS})\nuser_context = invalid_user_context",
    "the same id for several": (
        'for name in ["a", "b"]:\n    user_context = mock.Mock(user_id=name, thread_id=name)\n    print(user_context)'
    ),
    "the same id for each call": (
        'def make(name):\n    user_context = mock.Mock(user_id="u-1")\n    return user_context\n\nprint(make("a"))'
    ),
}


@pytest.mark.parametrize("code", NOT_FIXED.values(), ids=NOT_FIXED)
def test_what_cannot_be_a_real_context_stays(lint: Lint, fixed: Fix, code: str) -> None:
    assert trusted(lint, in_a_test(code)) == ["none"]
    assert fixed(in_a_test(code), PATH) == in_a_test(code)


@pytest.mark.parametrize("name", ["test_mocks_are_rejected", "test_mock_vs_real_context"])
def test_a_test_that_is_about_mocks_keeps_its_own(fixed: Fix, name: str) -> None:
    code = sample(f"def {name}():\n    {WHOLE}\n    print(user_context)")
    assert fixed(code, PATH) == code


def test_the_imports_are_settled(fixed: Fix) -> None:
    code = f"from unittest.mock import NonCallableMock\n\nuser_context = NonCallableMock({IDS})\n"
    assert fixed(code, PATH) == f"{CONTEXT}\n{REAL}\n"


def test_an_import_of_what_several_fixes_replace_goes(fixed: Fix) -> None:
    code = (
        "from unittest.mock import NonCallableMock, NonCallableMagicMock, patch\n\n"
        f"user_context = NonCallableMock({IDS})\n"
        f"user_ctx = NonCallableMagicMock({IDS})\n"
        f"mock_user_context = NonCallableMock({IDS})\n\n\n"
        f"@patch({TARGET})\ndef test_run(made):\n    print(user_ctx)\n"
    )
    assert fixed(code, PATH) == (
        f"{CONTEXT}\n{REAL}\n{REAL.replace('user_context', 'user_ctx')}\nmock_{REAL}\n\n\n"
        "def test_run():\n    print(user_ctx)\n"
    )


def test_a_name_of_the_class_that_is_taken_is_left_alone(fixed: Fix) -> None:
    code = f"from types import SimpleNamespace\n\nUserExecutionContext = dict\nuser_context = SimpleNamespace({IDS})\n"
    assert fixed(code, PATH) == code


# In the fixtures and the set-up of a class


def test_the_contexts_of_one_test_differ(fixed: Fix) -> None:
    code = """
        class TestRun(Base):
            def setup_method(self):
                self.user_ctx = mock.Mock()
                self.user_ctx.user_id = "u-1"

            def test_run(self):
                mock_user_context = mock.Mock(user_id="u-2", thread_id="t-2")
                assert self.user_ctx != mock_user_context
        """
    after = """
        class TestRun(Base):
            def setup_method(self):
                self.user_ctx = UserExecutionContext(user_id="u-1", thread_id="thread-1", run_id="run-1")

            def test_run(self):
                mock_user_context = UserExecutionContext(user_id="u-2", thread_id="t-2", run_id="run-2")
                assert self.user_ctx != mock_user_context
        """
    assert fixed(sample(code), PATH) == sample(after)


FIXTURE = f"@pytest.fixture\nasync def user_context():\n    caller = mock.Mock({IDS})\n    yield caller\n\n"


def test_a_fixture_hands_out_a_real_context(lint: Lint, fixed: Fix) -> None:
    code = sample(FIXTURE + 'def test_run(user_context):\n    assert user_context.user_id == "u-1"')
    assert trusted(lint, code) == ["safe"]
    assert fixed(code, PATH) == code.replace("mock.Mock(user", "UserExecutionContext(user")


@pytest.mark.parametrize(
    "use", ['user_context.run_id = "r-2"', "user_context.x.assert_called()", "print(user_context.session_id)"]
)
def test_what_a_test_does_with_a_fixture_counts(fixed: Fix, use: str) -> None:
    code = sample(f"{FIXTURE}def test_run(user_context):\n    {use}")
    assert fixed(code, PATH) == code


def test_a_member_that_another_method_sets_is_left_alone(fixed: Fix) -> None:
    code = sample(
        f"""
        class TestRun(Base):
            def setup_method(self):
                self.user_ctx = mock.Mock({IDS})

            def test_run(self):
                self.user_ctx.run_id = "r-2"
        """
    )
    assert fixed(code, PATH) == code


# Factories

FACTORY = "from test_framework.ssot.mock_factory import SSotMockFactory\n\n\n"


def test_a_mock_of_a_factory(lint: Lint, fixed: Fix) -> None:
    code = FACTORY + 'def test_a():\n    ctx = SSotMockFactory.create_mock_user_context("u-1", thread_id="t-1")\n'
    assert trusted(lint, code) == ["unsafe"]
    assert fixed(code, PATH) == (
        f'{CONTEXT}\n\ndef test_a():\n    ctx = UserExecutionContext(user_id="u-1", thread_id="t-1", run_id="run-1")\n'
    )


@pytest.mark.parametrize(
    "code",
    [
        "print(SSotMockFactory.create_mock_user_context())",
        "context = SSotMockFactory.create_mock_user_context(*print())",
        'context = SSotMockFactory.create_mock_user_context("u-1", "t-1", "surplus")',
        "context = SSotMockFactory.create_mock_user_context()\n    context.tier.assert_called()",
    ],
)
def test_a_mock_of_a_factory_that_stays(lint: Lint, fixed: Fix, code: str) -> None:
    code = f"{FACTORY}def test_run():\n    {code}\n"
    assert trusted(lint, code) == ["none"]
    assert fixed(code, PATH) == code


def with_factory(**scope: tuple[str, ...]) -> Linter:
    """Return a linter whose policy has a factory of contexts."""
    settings = Resolver(known(), Overrides(select=("UEC102",))).settings_for(str(EXAMPLES))
    name = f"{settings.policy.context.name}.from_request"
    context = replace(settings.policy.context, factories=(ContextFactory(name=name, **scope),))
    settings = replace(settings, policy=replace(settings.policy, context=context))
    return Linter(rules_for(settings.policy), settings, DiskProject(settings))


@pytest.mark.parametrize(
    ("given", "scope", "called"),
    [
        (IDS, {}, ".from_request"),
        (IDS, {"paths": ("tests/**",), "fields": ("user_id", "run_id")}, ".from_request"),
        (IDS, {"paths": ("other/**",)}, ""),
        (IDS, {"fields": ("request_id",)}, ""),
        (f'{IDS}, request_id="q-1"', {}, ""),
    ],
    ids=["everywhere", "in its place", "in another place", "for another field", "for less than what is set"],
)
def test_a_factory_of_the_policy_is_called_where_it_fits(
    given: str, scope: dict[str, tuple[str, ...]], called: str
) -> None:
    [found] = with_factory(**scope).lint(Source(PATH, f"{HEAD}user_ctx = mock.Mock({given})\n", PATH))
    assert found.fix is not None
    assert found.fix.applicability is (Applicability.UNSAFE if called else Applicability.SAFE)
    assert found.fix.edits[-1].content.startswith(f"UserExecutionContext{called}(")


# Patches of the class

PATCHES = {
    "a decorator": (
        f"@mock.patch({TARGET})\ndef test_run(_, tmp_path):\n    print(tmp_path)",
        "def test_run(tmp_path):\n    print(tmp_path)",
    ),
    "the one of several decorators": (
        (
            f'@mock.patch("a.B")\n@mock.patch({TARGET})\n@mock.patch("a.C", new=1)\n@mock.patch("a.D")\n'
            "def test_run(d, context, b):\n    print(d, b)"
        ),
        '@mock.patch("a.B")\n@mock.patch("a.C", new=1)\n@mock.patch("a.D")\ndef test_run(d, b):\n    print(d, b)',
    ),
    "the last parameter": (
        f"@pytest.mark.slow\n@mock.patch({TARGET}, autospec=True)\ndef test_run(context):\n    print(1)",
        "@pytest.mark.slow\ndef test_run():\n    print(1)",
    ),
    "a decorator with a mock": (
        f"@mock.patch({TARGET}, mock.Mock())\ndef test_run(tmp_path):\n    print(1)",
        "def test_run(tmp_path):\n    print(1)",
    ),
    "a with": (
        (
            f"def test_run():\n    with mock.patch({TARGET}):\n        # why\n        print(\n            1\n        )"
            "\n\n        print(2)\n    print(3)"
        ),
        "def test_run():\n    # why\n    print(\n        1\n    )\n\n    print(2)\n    print(3)",
    ),
    "an item of a with": (
        f'def test_run():\n    with mock.patch("a.B") as b, mock.patch({TARGET}) as unused:\n        print(b)',
        'def test_run():\n    with mock.patch("a.B") as b:\n        print(b)',
    ),
    "a call": (
        f"def test_run(mocker):\n    mocker.patch({TARGET})\n    print(1)",
        "def test_run(mocker):\n    print(1)",
    ),
    "a call whose result is told what to return": (
        (
            f"def test_run(mocker):\n    made = mocker.patch({TARGET})\n    user_context = mock.Mock({IDS})\n"
            "    made.return_value = user_context\n    print(user_context)"
        ),
        f"def test_run(mocker):\n    {REAL}\n    print(user_context)",
    ),
    "a monkeypatch": (
        f"def test_run(monkeypatch):\n    monkeypatch.setattr({TARGET}, mock.MagicMock)\n    print(1)",
        "def test_run(monkeypatch):\n    print(1)",
    ),
}


@pytest.mark.parametrize(("code", "after"), PATCHES.values(), ids=PATCHES)
def test_a_patch_that_nothing_needs_goes(lint: Lint, fixed: Fix, code: str, after: str) -> None:
    assert trusted(lint, sample(code))[0] == "unsafe"
    assert fixed(sample(code), PATH) == sample(after)


KEPT = {
    "a parameter that is read": f"@mock.patch({TARGET})\ndef test_run(made):\n    made.assert_called_once()",
    "a method that is told what to return": (
        f"@mock.patch({TARGET})\ndef test_run(made):\n    made.from_request.return_value = 1"
    ),
    "a constructor that fails": f"@mock.patch({TARGET}, side_effect=ValueError)\ndef test_run(made):\n    print(1)",
    "something else in its place": f"@mock.patch({TARGET}, dict)\ndef test_run():\n    print(1)",
    "an unknown decorator": f"@unknown\n@mock.patch({TARGET})\ndef test_run(made):\n    print(1)",
    "a class": f"@mock.patch({TARGET})\nclass TestRun(Base):\n    def test_run(self, made):\n        print(1)",
    "a comment": f"@mock.patch({TARGET})  # why\ndef test_run(made):\n    print(1)",
    "a text of several lines": f'def test_run():\n    with mock.patch({TARGET}):\n        print("""a\n        b""")',
    "raises": f"def test_run():\n    with pytest.raises(ValueError), mock.patch({TARGET}):\n        print(1)",
    "a mock that must stay one": (
        f"@mock.patch({TARGET})\ndef test_run(made):\n    it = mock.Mock(session_id=1)\n    made.return_value = it"
    ),
    "a patcher": f"def test_run():\n    patcher = mock.patch({TARGET})\n    patcher.start()",
}


@pytest.mark.parametrize("code", KEPT.values(), ids=KEPT)
def test_a_patch_that_a_test_needs_stays(lint: Lint, fixed: Fix, code: str) -> None:
    assert trusted(lint, sample(code)) == ["none"]
    assert fixed(sample(code), PATH) == sample(code)


def test_no_context_is_made_while_the_class_is_patched(fixed: Fix) -> None:
    code = sample(
        f"""
        @mock.patch({TARGET})
        def test_run(made):
            user_context = mock.Mock({IDS})
            made.assert_called_once_with(user_context)
        """
    )
    assert fixed(code, PATH) == code
