"""Why a rule, or what it finds, does not count in a file, in terms of the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from flake8_uec.engine.lint import Linter
from flake8_uec.engine.select import ALL, Selector, strength
from flake8_uec.model.clause import Clause
from flake8_uec.model.policy import Deprecation, Policy
from flake8_uec.model.rule import Rule
from flake8_uec.semantics.paths import paths
from flake8_uec.semantics.scope import is_test

Origin = Callable[[str], str]
"""Gives where a key was set."""


class Reasons:
    """The reasons that one configuration gives for one file, each with the status that it leads to."""

    def __init__(self, linter: Linter, relative: str, origins: Mapping[str, str]) -> None:
        self._linter = linter
        self._relative = relative
        self._origins = origins

    def of(self, rule: Rule, code: str, entries: Iterable[Deprecation] = ()) -> list[tuple[str, str]]:
        """Return why a rule says nothing under a code in the file.

        `entries` are the deprecations that it would report.
        """
        policy = self._linter.settings.policy
        views = [(table, view) for kind, table, view in policy.views() if kind == rule.table]
        mine = [(table, view) for table, view in views if table.code_of(rule.code, optional=rule.optional) == code]
        clauses = [*entries, *(table for table, _ in mine)]
        return [*self._off(rule, code), *self._missing(rule, [view for _, view in mine] or [policy]),
                *self._ignored(code), *self._unconcerned(clauses), *self._elsewhere(rule)]  # fmt: skip

    def _set_in(self, key: str) -> str:
        return f"`{key}` ({self._origins.get(key, 'default')})"

    def _off(self, rule: Rule, code: str) -> Iterator[tuple[str, str]]:
        if self._linter.selector.enabled(code):
            return
        selection = self._linter.settings.selection
        selected = (*selection.select, *selection.extend_select)
        if rule.optional and not {rule.code, ALL} & set(selected):
            yield "off", f"opt-in: name `{rule.code}` in `select` or `extend-select` to have it"
        elif strength(code, selected) < 0:
            yield "off", f"{self._set_in('select')} does not name it"
        else:
            ignored = [one for one in selection.ignore if strength(code, [one]) >= 0]
            yield "off", f"{self._set_in('ignore')} has `{max(ignored, key=len)}`"

    def _missing(self, rule: Rule, policies: Sequence[Policy]) -> Iterator[tuple[str, str]]:
        lacking = [[*self._lacking(rule.requires(policy))] for policy in policies]
        if all(lacking):
            yield from lacking[0]

    def _lacking(self, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        for name in names:
            if not name:
                yield "off", "the policy gives no name to what it asks for"
            elif not self._linter.tracer.resolves(name):
                yield "off", f"it asks for `{name}`, which the project does not have"

    def _ignored(self, code: str) -> Iterator[tuple[str, str]]:
        selection = self._linter.settings.selection
        for pair in selection.per_file_ignores:
            one = Selector(replace(selection, per_file_ignores=(pair,)), ())
            if one.ignored_in(self._relative, code):
                yield "ignored in this file", f"{self._set_in('per-file-ignores')} has `{pair[0]}`"

    def _unconcerned(self, clauses: Iterable[Clause]) -> Iterator[tuple[str, str]]:
        """Yield why clauses of the policy do not hold in the file, or on the day."""
        day = self._linter.settings.today
        for clause in clauses:
            for pattern in clause.exempt:
                if paths((pattern,)).match(self._relative):
                    yield "exempt", f"the policy leaves files alone that match `{pattern}`"
            if clause.paths and not paths(clause.paths).match(self._relative):
                yield "exempt", f"the policy means files that match {_listed(clause.paths)}"
            if clause.where and is_test(self._relative, self._linter.policy) is not (clause.where == "tests"):
                yield "exempt", f"the policy means files that are {clause.where}"
            if day and not clause.holds_on(day):
                yield "exempt", f"the policy means days {_days(clause)}, and this is {day}"

    def _elsewhere(self, rule: Rule) -> Iterator[tuple[str, str]]:
        if rule.where in self._linter.places(self._relative):
            return
        policy = self._linter.policy
        if not paths(policy.test_files).match(self._relative):
            yield "no test file", f"no pattern of {self._set_in('test-files')} matches the file"
        elif not is_test(self._relative, policy):
            yield "no test file", f"a pattern of {self._set_in('not-test-files')} matches the file"
        else:
            globs = ", ".join(f"`{one}`" for one in self._linter.tracer.pytest_options(self._relative).files)
            yield "no test file", f"pytest does not collect the file: its `python_files` are {globs}"


def _listed(patterns: Iterable[str]) -> str:
    return " or ".join(f"`{one}`" for one in patterns)


def _days(clause: Clause) -> str:
    ends = (("from", clause.since), ("to", clause.until))
    return " ".join(f"{word} {day}" for word, day in ends if day)
