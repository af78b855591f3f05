"""Why a rule, or what it finds, does not count in a file, in terms of the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from flake8_uec.engine.lint import Linter
from flake8_uec.engine.select import ALL, Selector, strength
from flake8_uec.model.policy import Deprecation
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

    def of(self, rule: Rule, entries: Iterable[Deprecation] = ()) -> list[tuple[str, str]]:
        """Return why a rule says nothing in the file; `entries` are the deprecations that it would report."""
        return [*self._off(rule), *self._missing(rule), *self._ignored(rule), *self._exempt(rule, entries),
                *self._elsewhere(rule)]  # fmt: skip

    def _set_in(self, key: str) -> str:
        return f"`{key}` ({self._origins.get(key, 'default')})"

    def _off(self, rule: Rule) -> Iterator[tuple[str, str]]:
        if self._linter.selector.enabled(rule.code):
            return
        selection = self._linter.settings.selection
        selected = (*selection.select, *selection.extend_select)
        if rule.optional and not {rule.code, ALL} & set(selected):
            yield "off", f"opt-in: name `{rule.code}` in `select` or `extend-select` to have it"
        elif strength(rule.code, selected) < 0:
            yield "off", f"{self._set_in('select')} does not name it"
        else:
            ignored = [one for one in selection.ignore if strength(rule.code, [one]) >= 0]
            yield "off", f"{self._set_in('ignore')} has `{max(ignored, key=len)}`"

    def _missing(self, rule: Rule) -> Iterator[tuple[str, str]]:
        for name in rule.requires(self._linter.policy):
            if not name:
                yield "off", "the policy gives no name to what it asks for"
            elif not self._linter.tracer.resolves(name):
                yield "off", f"it asks for `{name}`, which the project does not have"

    def _ignored(self, rule: Rule) -> Iterator[tuple[str, str]]:
        selection = self._linter.settings.selection
        for pair in selection.per_file_ignores:
            one = Selector(replace(selection, per_file_ignores=(pair,)), ())
            if one.ignored_in(self._relative, rule.code):
                yield "ignored in this file", f"{self._set_in('per-file-ignores')} has `{pair[0]}`"

    def _exempt(self, rule: Rule, entries: Iterable[Deprecation]) -> Iterator[tuple[str, str]]:
        patterns = [*rule.exempt(self._linter.policy), *(one for entry in entries for one in entry.exempt)]
        for pattern in patterns:
            if paths((pattern,)).match(self._relative):
                yield "exempt", f"the policy leaves files alone that match `{pattern}`"

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
