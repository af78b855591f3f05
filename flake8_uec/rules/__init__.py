"""All rules, in one explicit list: adding a rule is one file and one line here."""

from __future__ import annotations

from flake8_uec.model.policy import SEVERAL, Policy
from flake8_uec.model.rule import Rule
from flake8_uec.rules.contexts.uec101_specced_context_mock import specced_context_mock
from flake8_uec.rules.contexts.uec102_mock_user_context import mock_user_context
from flake8_uec.rules.contexts.uec103_suspected_context_mock import suspected_context_mock
from flake8_uec.rules.contexts.uec104_mock_context_factory import mock_context_factory
from flake8_uec.rules.contexts.uec105_patched_context_class import patched_context_class
from flake8_uec.rules.contexts.uec106_fake_context_class import fake_context_class
from flake8_uec.rules.contexts.uec107_untyped_context_parameter import untyped_context_parameter
from flake8_uec.rules.contexts.uec110_invalid_context_construction import invalid_context_construction
from flake8_uec.rules.contexts.uec111_unknown_context_member import unknown_context_member
from flake8_uec.rules.contexts.uec112_placeholder_context_id import placeholder_context_id
from flake8_uec.rules.contexts.uec113_lost_context_write import lost_context_write
from flake8_uec.rules.contexts.uec114_frozen_context_write import frozen_context_write
from flake8_uec.rules.contexts.uec115_deprecated_context_import import deprecated_context_import
from flake8_uec.rules.contexts.uec121_context_check_bypass import context_check_bypass
from flake8_uec.rules.engines.uec201_deprecated_engine_import import deprecated_engine_import
from flake8_uec.rules.engines.uec202_disguised_engine_import import disguised_engine_import
from flake8_uec.rules.engines.uec203_engine_module_import import engine_module_import
from flake8_uec.rules.engines.uec204_deprecated_engine_call import deprecated_engine_call
from flake8_uec.rules.engines.uec205_invalid_engine_call import invalid_engine_call
from flake8_uec.rules.engines.uec206_patched_deprecated_engine import patched_deprecated_engine
from flake8_uec.rules.engines.uec207_engine_without_context import engine_without_context
from flake8_uec.rules.engines.uec208_unknown_engine_member import unknown_engine_member
from flake8_uec.rules.policy import own_codes
from flake8_uec.rules.source.uec000_internal_error import internal_error
from flake8_uec.rules.source.uec001_merge_conflict_marker import merge_conflict_marker
from flake8_uec.rules.source.uec002_syntax_error import syntax_error
from flake8_uec.rules.source.uec003_unused_suppression import unused_suppression
from flake8_uec.rules.source.uec004_forbidden_suppression import forbidden_suppression
from flake8_uec.rules.source.uec005_io_error import io_error
from flake8_uec.rules.state.uec301_deep_agent_state_import import deep_agent_state_import
from flake8_uec.rules.state.uec302_deep_agent_state_use import deep_agent_state_use
from flake8_uec.rules.state.uec303_legacy_execute_signature import legacy_execute_signature
from flake8_uec.rules.state.uec304_legacy_execution_context import legacy_execution_context
from flake8_uec.rules.state.uec305_unvalidated_context import unvalidated_context
from flake8_uec.rules.state.uec306_legacy_websocket_notify import legacy_websocket_notify
from flake8_uec.rules.state.uec307_oversized_agent import oversized_agent
from flake8_uec.rules.state.uec308_legacy_execute_call import legacy_execute_call
from flake8_uec.rules.tests.uec401_test_outside_base import test_outside_base
from flake8_uec.rules.tests.uec402_test_outside_class import test_outside_class
from flake8_uec.rules.tests.uec403_direct_mock_import import direct_mock_import
from flake8_uec.rules.tests.uec404_direct_environ import direct_environ
from flake8_uec.rules.tests.uec405_runner_bypass import runner_bypass
from flake8_uec.rules.tests.uec406_setup_without_super import setup_without_super
from flake8_uec.rules.tests.uec407_uncollected_test import uncollected_test
from flake8_uec.rules.tests.uec408_rival_base import rival_base
from flake8_uec.semantics import deprecations

RULES: tuple[Rule, ...] = (
    internal_error,
    merge_conflict_marker,
    syntax_error,
    unused_suppression,
    forbidden_suppression,
    io_error,
    specced_context_mock,
    mock_user_context,
    suspected_context_mock,
    mock_context_factory,
    patched_context_class,
    fake_context_class,
    untyped_context_parameter,
    invalid_context_construction,
    unknown_context_member,
    placeholder_context_id,
    lost_context_write,
    frozen_context_write,
    deprecated_context_import,
    context_check_bypass,
    deprecated_engine_import,
    disguised_engine_import,
    engine_module_import,
    deprecated_engine_call,
    invalid_engine_call,
    patched_deprecated_engine,
    engine_without_context,
    unknown_engine_member,
    deep_agent_state_import,
    deep_agent_state_use,
    legacy_execute_signature,
    legacy_execution_context,
    unvalidated_context,
    legacy_websocket_notify,
    oversized_agent,
    legacy_execute_call,
    test_outside_base,
    test_outside_class,
    direct_mock_import,
    direct_environ,
    runner_bypass,
    setup_without_super,
    uncollected_test,
    rival_base,
)
CODES = {rule.code: rule.name for rule in RULES}

DEPRECATION_CODES = frozenset(rule.code for rule in RULES if getattr(rule.names, "func", None) is deprecations.wanted)
"""The codes that `[[tool.flake8-uec.deprecated]]` may use beside its own."""


TABLES = {kind: {rule.code: rule.optional for rule in RULES if rule.table == kind} for kind in SEVERAL}
"""The rules about each table of which there may be several, and whether they are opt-in."""


def rules_for(policy: Policy) -> tuple[Rule, ...]:
    """Return every rule of a policy: those above, and one for each code of its own."""
    return (*RULES, *own_codes.rules_of(policy, RULES))
