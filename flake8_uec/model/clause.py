"""What every clause of a policy may say, whatever it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any, TypeVar

from flake8_uec.model.values import dataclass

WHERES = ("tests", "not-tests")
_Clause = TypeVar("_Clause", bound="Clause")

SEVERITY: Any = {"kind": "severity"}
"""Metadata of a field that holds a severity."""

DATE: Any = {"kind": "date"}
"""Metadata of a field that holds a day, as `2026-12-01`: two of them compare as strings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A part of a policy that bans something: of which files, on which days, how badly and in what words.

    paths: path patterns of the files that it is for; empty: all.
    exempt: path patterns of files left alone.
    where: kind of files that it is for: `tests` (see `test-files`), or `not-tests`; empty: both.
    message: what to write instead, in place of the standard advice.
    severity: how bad its findings are, `error` or `warning`; wins over what the `severity` at the top says of the code.
    since: the day on which it begins to hold, as `2026-12-01`.
    until: the last day on which it holds.
    """

    paths: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()
    where: str = field(default="", metadata={"kind": "where"})
    message: str = ""
    severity: str = field(default="", metadata=SEVERITY)
    since: str = field(default="", metadata=DATE)
    until: str = field(default="", metadata=DATE)

    def holds_on(self, day: str) -> bool:
        """Tell whether it holds on a day."""
        return self.since <= day and (not self.until or day <= self.until)

    def everywhere(self: _Clause) -> _Clause:
        """Return the clause as it would be of all files, on all days."""
        return replace(self, paths=(), exempt=(), where="", since="", until="")

    @property
    def is_everywhere(self) -> bool:
        """Whether it is for all files."""
        return not (self.paths or self.exempt or self.where)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Clause):
    """A table of a policy that rules look at, of which there may be several; each is then looked at by itself.

    name: what it is called, where there are several.
    code: the code of all its findings, from UEC900 to UEC999, in place of the rules' own, but for rules that are
        opt-in: to name one in `codes` turns it on.
    codes: a code for the findings of a rule, by the rule's.
    """

    name: str = ""
    code: str = field(default="", metadata={"kind": "own-code"})
    codes: Mapping[str, str] = field(default_factory=dict, metadata={"kind": "own-code", "key_kind": "rule"})

    def code_of(self, rule: str, *, optional: bool) -> str:
        """Return the code that a rule's findings have."""
        return self.codes.get(rule) or ("" if optional else self.code) or rule
