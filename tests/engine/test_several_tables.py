"""Several tables of a kind: each is looked at by itself, under codes of its own."""

from __future__ import annotations

from dataclasses import replace

from flake8_uec.engine.lint import lint
from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.policy import Bases, Context, Mocks, Others, Policy, Runner
from flake8_uec.model.settings import Selection, Settings
from flake8_uec.model.source import Source
from flake8_uec.rules import rules_for
from tests.memory import MemoryProject

CONTEXT = "class {}:\n    def __init__(self, user_id): ...\n"
PROJECT = MemoryProject(
    {
        "lib.__init__": "",
        "lib.factory": "class Factory: ...\nclass Runner: ...\n",
        "lib.base": "class Base: ...\nclass Other: ...\n",
        "lib.context": CONTEXT.format("User") + CONTEXT.format("Tenant"),
    }
)
MOCKS = Mocks(names=("unittest.mock.Mock",), factory="lib.factory.Factory")
HTTP = Mocks(name="http", names=("responses.Mock", "unittest.mock.Mock"), factory="lib.factory.Factory", code="UEC910")
TWO_MOCKS = Policy(mocks=MOCKS, others=Others(mocks=(HTTP,)))
IMPORTS = "from unittest.mock import Mock\nfrom responses import Mock as Http\n"


def run(code: str, policy: Policy, path: str = "tests/test_x.py", **selection: tuple[str, ...]) -> list[Diagnostic]:
    settings = Settings(root="/", policy=policy, selection=Selection(**selection))
    return lint(Source(path, code, path), rules_for(policy), settings, PROJECT)


def codes(code: str, policy: Policy, path: str = "tests/test_x.py", **selection: tuple[str, ...]) -> list[str]:
    return [one.code for one in run(code, policy, path, **selection)]


def test_each_table_reports_under_its_own_code() -> None:
    assert codes(IMPORTS, TWO_MOCKS) == ["UEC403", "UEC910", "UEC910"]
    assert {one.name for one in run(IMPORTS, TWO_MOCKS)} == {"direct-mock-import"}
    assert [one.rule_code for one in run(IMPORTS, TWO_MOCKS)] == ["UEC403"] * 3


def test_own_codes_are_selected_and_ignored_as_others() -> None:
    assert codes(IMPORTS, TWO_MOCKS, select=("UEC910",)) == ["UEC910", "UEC910"]
    assert codes(IMPORTS, TWO_MOCKS, ignore=("UEC9",)) == ["UEC403"]


def test_a_table_has_a_scope_words_a_severity_and_days_of_its_own() -> None:
    chosen = replace(HTTP, paths=("shop/**",), message="ask the gateway", severity="warning", since="2026-12-01")
    policy = replace(TWO_MOCKS, others=Others(mocks=(chosen,)))
    assert codes(IMPORTS, policy) == ["UEC403"]
    *_, found = run(IMPORTS, policy, "shop/test_x.py")
    assert found.message == "direct import of `Mock`; ask the gateway"
    assert not found.is_error
    assert run(IMPORTS, policy.on("2026-11-30"), "shop/test_x.py") == run(
        IMPORTS, Policy(mocks=MOCKS), "shop/test_x.py"
    )
    assert policy.on("2026-12-01") == policy


def test_the_only_table_may_have_them_too() -> None:
    policy = Policy(mocks=replace(MOCKS, code="UEC911", where="not-tests", message="use it"))
    assert codes(IMPORTS, policy) == []
    assert [(one.code, one.message) for one in run(IMPORTS, policy, "shop/cart.py")] == [
        ("UEC911", "direct import of `Mock`; use it")
    ]
    assert policy.mocks.holds_on("2026-01-01")


def test_an_opt_in_rule_takes_a_code_of_its_own_only_by_name() -> None:
    code = "import pytest\n\npytest.main()\n"
    table = Runner(names=("pytest.main",), replacement="lib.factory.Runner")
    assert codes(code, Policy(runner=replace(table, codes={"UEC405": "UEC912"}))) == ["UEC912"]
    assert codes(code, Policy(runner=replace(table, code="UEC912"))) == []
    assert codes(code, Policy(runner=table), select=("UEC405",)) == ["UEC405"]


def test_contexts_keep_apart_what_they_know_and_one_defect_is_one_finding() -> None:
    context = Context(name="lib.context.User", identity_fields=("user_id",), names=("user",))
    tenant = replace(context, name="lib.context.Tenant", names=("tenant",), code="UEC920")
    policy = Policy(context=context, others=Others(context=(tenant,)))
    code = """\
from unittest.mock import Mock
from lib.context import Tenant, User

tenant = Mock(spec=Tenant)
user = Mock(spec=User)
Tenant(wrong=1)
"""
    found = [(one.code, one.rule_code, one.range.start.line) for one in run(code, policy)]
    assert found == [("UEC920", "UEC101", 4), ("UEC101", "UEC101", 5), ("UEC920", "UEC110", 6)]


def test_two_bases_each_in_its_own_place() -> None:
    base, other = Bases(names=("lib.base.Base",), paths=("a/**",)), Bases(names=("lib.base.Other",), paths=("b/**",))
    policy = Policy(bases=base, others=Others(bases=(replace(other, name="b", code="UEC930"),)))
    code = "from lib.base import Base\n\n\nclass TestX(Base):\n    def test_it(self): ...\n"
    assert codes(code, policy, "a/test_x.py") == []
    assert codes(code, policy, "b/test_x.py") == ["UEC930"]


def test_the_documentation_of_an_own_code_says_what_finds() -> None:
    (page,) = (rule for rule in rules_for(TWO_MOCKS) if rule.code == "UEC910")
    assert 'what UEC403 (direct-mock-import) would find by `mocks."http"`' in page.doc
