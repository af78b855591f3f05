"""UEC110 to UEC114 and UEC208 say what the project's own classes say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flake8_uec.engine.lint import Linter
from flake8_uec.model.source import Source
from flake8_uec.project.config import Resolver
from flake8_uec.project.overrides import Overrides
from flake8_uec.project.vocabulary import known
from flake8_uec.rules import rules_for
from tests.memory import MemoryProject
from tests.rules.conftest import EXAMPLES

CHECKED = """
from dataclasses import dataclass
@dataclass(frozen=True)
class UserExecutionContext:
    user_id: str
    def __post_init__(self):
        if self.user_id in ("test", "mock") or self.user_id.startswith(("demo_", "test_")):
            raise ValueError(self.user_id)
    @property
    def metadata(self): return dict(self.data)
"""
PLAIN = """
class UserExecutionContext:
    def __init__(self, user_id=None, **rest):
        self.user_id = user_id
        self.metadata = {}
    def __getattr__(self, name): ...
"""
MODULE = "netra_backend.app.services.user_execution_context"


def codes(context: str, code: str, in_tests: bool = True) -> list[str]:
    settings = Resolver(known(), Overrides(select=("UEC110", "UEC111", "UEC112", "UEC113", "UEC114"))).settings_for(
        str(EXAMPLES)
    )
    placeholders = replace(settings.policy.placeholders, test_environment=in_tests)
    settings = replace(settings, policy=replace(settings.policy, placeholders=placeholders))
    linter = Linter(rules_for(settings.policy), settings, MemoryProject({MODULE: context}))
    source = Source("user.py", f"from {MODULE} import UserExecutionContext as Context\n{code}\n", "user.py")
    return [one.code for one in linter.lint(source)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("Context(name='user-1')", "UEC110"),
        ("Context.create()", "UEC111"),
        ("Context('test')", "UEC112"),
        ("Context('Mock')", "UEC112"),
        ("Context(' ')", "UEC112"),
        ("Context(user_id='demo_1')", "UEC112"),
        ("def f(c: Context): c.metadata['a'] = 1", "UEC113"),
        ("def f(c: Context): del c.metadata['a']", "UEC113"),
        ("def f(c: Context): c.metadata.setdefault('a', 1)", "UEC113"),
        ("def f(c: Context): c.user_id = 'user-1'", "UEC114"),
        ("def f(c: Context): c.metadata |= {}", "UEC114"),
    ],
)
def test_what_one_class_refuses_another_takes(code: str, expected: str) -> None:
    assert codes(CHECKED, code) == [expected]
    assert codes(PLAIN, code) == []


def test_only_words_that_the_class_spells_are_refused() -> None:
    assert codes(CHECKED, "Context('dummy'), Context('fake_1'), Context('demo_of_a_long_enough_name')") == []


def test_a_test_prefix_counts_outside_a_test_environment() -> None:
    assert codes(CHECKED, "Context('test_1')") == []
    assert codes(CHECKED, "Context('test_1')", in_tests=False) == ["UEC112"]


def test_an_attribute_that_the_file_sets_is_known() -> None:
    assert codes(CHECKED, "Context.create = make\nContext.create()") == []
