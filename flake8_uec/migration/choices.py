"""What a user chose for a run of a migration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flake8_uec.model.values import dataclass

TIMEOUT = 600.0
"""Seconds that a verification may take."""

MOST_FAILURES = 10
"""So many files in a row that fail, and something else is broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The options of `migrate`; they are kept in the journal, so that `--resume` needs none of them.

    plan: the text of the plan's file.
    batches: the batches to migrate; empty: all.
    rules: selectors of the codes whose fixes are made; empty: all.
    verify, verify_batch: commands, `""` for none.
    timeout: in seconds, of one verification.
    commit: commit each file; else it is left changed.
    fix: fix the files; else take those that a person has edited.
    max_slowdown: how many times longer a verification may take afterwards; 0 for any.
    max_failures: how many files in a row may fail.
    jobs: how many files are tried at once.
    branch: commit on this branch, in a work tree of its own; `""` for the one that the user works in.
    isolated, config: as for `check`.
    """

    plan: str
    batches: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    unsafe_fixes: bool = False
    verify: str = ""
    verify_batch: str = ""
    timeout: float = TIMEOUT
    commit: bool = False
    fix: bool = True
    accept_still_failing: bool = False
    max_slowdown: float = 0.0
    max_failures: int = MOST_FAILURES
    jobs: int = 1
    branch: str = ""
    isolated: bool = False
    config: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the options but the plan, as JSON has them."""
        values = asdict(self)
        del values["plan"]
        return values

    @classmethod
    def from_json(cls, values: Mapping[str, Any], plan: str) -> Choices:
        """Return the options that a journal holds."""
        listed: dict[str, Any] = {key: tuple(one) if isinstance(one, list) else one for key, one in values.items()}
        return cls(**{**listed, "plan": plan})
