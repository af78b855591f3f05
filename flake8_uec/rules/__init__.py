"""All rules, in one explicit list: adding a rule is one file and one line here."""

from __future__ import annotations

from flake8_uec.model.policy import Policy
from flake8_uec.model.rule import Rule
from flake8_uec.rules.contexts.uec115_deprecated_context_import import deprecated_context_import
from flake8_uec.rules.contexts.uec121_context_check_bypass import context_check_bypass
from flake8_uec.rules.engines.uec201_deprecated_engine_import import deprecated_engine_import
from flake8_uec.rules.engines.uec202_disguised_engine_import import disguised_engine_import
from flake8_uec.rules.engines.uec203_engine_module_import import engine_module_import
from flake8_uec.rules.engines.uec204_deprecated_engine_call import deprecated_engine_call
from flake8_uec.rules.engines.uec206_patched_deprecated_engine import patched_deprecated_engine
from flake8_uec.rules.policy import uec9xx_deprecated_name
from flake8_uec.rules.source.uec000_internal_error import internal_error
from flake8_uec.rules.source.uec001_merge_conflict_marker import merge_conflict_marker
from flake8_uec.rules.source.uec002_syntax_error import syntax_error
from flake8_uec.rules.source.uec005_io_error import io_error
from flake8_uec.rules.state.uec301_deep_agent_state_import import deep_agent_state_import
from flake8_uec.rules.state.uec302_deep_agent_state_use import deep_agent_state_use
from flake8_uec.rules.state.uec304_legacy_execution_context import legacy_execution_context
from flake8_uec.rules.tests.uec403_direct_mock_import import direct_mock_import
from flake8_uec.rules.tests.uec404_direct_environ import direct_environ
from flake8_uec.rules.tests.uec405_runner_bypass import runner_bypass
from flake8_uec.semantics import deprecations

RULES: tuple[Rule, ...] = (
    internal_error,
    merge_conflict_marker,
    syntax_error,
    io_error,
    deprecated_context_import,
    context_check_bypass,
    deprecated_engine_import,
    disguised_engine_import,
    engine_module_import,
    deprecated_engine_call,
    patched_deprecated_engine,
    deep_agent_state_import,
    deep_agent_state_use,
    legacy_execution_context,
    direct_mock_import,
    direct_environ,
    runner_bypass,
)
CODES = {rule.code: rule.name for rule in RULES}

DEPRECATION_CODES = frozenset(
    rule.code for rule in RULES if getattr(rule.names, "func", None) is deprecations.wanted
)
"""The codes that `[[tool.flake8-uec.deprecated]]` may use beside its own."""


def rules_for(policy: Policy) -> tuple[Rule, ...]:
    """Return every rule of a policy: those above, and one for each code of its own."""
    return (*RULES, *uec9xx_deprecated_name.rules_of(policy, CODES))
