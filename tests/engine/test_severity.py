"""Errors and warnings: by selector, and by an entry of the policy."""

from __future__ import annotations

from flake8_uec.engine.lint import lint
from flake8_uec.engine.select import severity_of
from flake8_uec.model.diagnostic import Severity
from flake8_uec.model.policy import Deprecation, Policy
from flake8_uec.model.rule import Rule, rule
from flake8_uec.model.settings import Settings
from flake8_uec.model.source import Source
from flake8_uec.rules import rules_for
from tests.memory import MemoryProject

OLD = Deprecation(name="lib.Old", code="UEC900")
YOUNG = Deprecation(name="lib.Young", code="UEC900", severity="warning")
STRICT = Deprecation(name="lib.Strict", code="UEC901", severity="error")
USE = "from lib import Old\nfrom lib import Young\nfrom lib import Strict\n"


def severities(code: str, levels: dict[str, str], *extra: Rule) -> list[tuple[str, str]]:
    policy = Policy(deprecated=(OLD, YOUNG, STRICT))
    settings = Settings(root="/", policy=policy, severity=levels)
    found = lint(Source("a.py", code, "a.py"), (*rules_for(policy), *extra), settings, MemoryProject({}))
    return [(one.code, one.severity.value) for one in found]


def test_the_longest_selector_decides() -> None:
    levels = {"ALL": "warning", "UEC4": "error", "UEC403": "warning"}
    found = [severity_of(code, levels) for code in ("UEC201", "UEC401", "UEC403")]
    assert found == [Severity.WARNING, Severity.ERROR, Severity.WARNING]
    assert severity_of("UEC201", {"UEC4": "warning"}) is Severity.ERROR


def test_an_entry_wins_over_the_selectors() -> None:
    assert severities(USE, {}) == [("UEC900", "error"), ("UEC900", "warning"), ("UEC901", "error")]
    assert severities(USE, {"ALL": "warning"}) == [("UEC900", "warning"), ("UEC900", "warning"), ("UEC901", "error")]


def test_what_does_not_parse_has_a_severity_and_a_rule_that_failed_is_an_error() -> None:
    assert severities("x = (\n", {"UEC002": "warning"}) == [("UEC002", "warning")]

    @rule("UEC990", "broken", names=lambda policy: ("lib.Old",))
    def broken(reference: object, module: object) -> None:
        raise ValueError

    assert ("UEC000", "error") in severities("from lib import Old\n", {"ALL": "warning"}, broken)
