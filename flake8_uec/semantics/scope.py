"""Which files a clause of the policy is for."""

from __future__ import annotations

from flake8_uec.model.clause import Clause
from flake8_uec.model.policy import Policy
from flake8_uec.semantics.paths import paths


def is_test(relative: str, policy: Policy) -> bool:
    """Tell whether a path, relative to the configuration's root, is that of a test file."""
    return paths(policy.test_files).match(relative) and not paths(policy.not_test_files).match(relative)


def is_for(clause: Clause, relative: str, policy: Policy) -> bool:
    """Tell whether a clause is for the file at a path relative to the configuration's root."""
    if clause.is_everywhere:
        return True
    if clause.paths and not paths(clause.paths).match(relative):
        return False
    if clause.where and is_test(relative, policy) is not (clause.where == "tests"):
        return False
    return not paths(clause.exempt).match(relative)
