"""What a command line lays over the configuration."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import fields, replace
from functools import partial

from flake8_uec.model.policy import Policy
from flake8_uec.model.settings import Files, Selection, Settings
from flake8_uec.model.values import dataclass
from flake8_uec.project.known import ALL, Known, selector_problem
from flake8_uec.project.mistakes import ConfigError, Mistake

Selectors = tuple[str, ...]
PerFile = tuple[tuple[str, Selectors], ...]
Anchored = Callable[[Iterable[str]], tuple[str, ...]]

COMMAND_LINE = "command line"
_OWN = ("ignore_noqa", "output_format", "strict_policy", "baseline", "today")
"""The options that `Settings` itself holds."""

_FIXING = ("fix", "unsafe_fixes", "fixable", "unfixable")
"""Those that replace a value of `Fixing`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """The options of one run; `None` is not given. Patterns are relative to the working directory."""

    select: Selectors | None = None
    extend_select: Selectors | None = None
    ignore: Selectors | None = None
    per_file_ignores: PerFile | None = None
    exclude: tuple[str, ...] | None = None
    extend_exclude: tuple[str, ...] | None = None
    force_exclude: bool | None = None
    respect_gitignore: bool | None = None
    ignore_noqa: bool | None = None
    output_format: str | None = None
    strict_policy: bool | None = None
    baseline: str | None = None
    fix: bool | None = None
    unsafe_fixes: bool | None = None
    fixable: Selectors | None = None
    unfixable: Selectors | None = None
    conflict_resolve: str | None = None
    today: str | None = None

    @property
    def source(self) -> str:
        """Where they come from, for the user."""
        return "the CLI"

    def given(self) -> dict[str, object]:
        """Return the options that were given, by field."""
        values = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in values if value is not None}

    def over(self, settings: Settings, directory: str) -> Settings:
        """Return settings with these options laid over them; `directory` is the working directory."""
        to_root = partial(anchored, directory=directory, root=settings.root)
        given = self.given()
        own = {name: value for name, value in given.items() if name in _OWN}
        origins = {name.replace("_", "-"): COMMAND_LINE for name in given}
        return replace(
            settings,
            selection=self._selection(settings.selection, to_root),
            files=self._files(settings.files, to_root),
            fixing=replace(settings.fixing, **{name: given[name] for name in _FIXING if name in given}),  # type: ignore[arg-type]
            policy=self._policy(settings.policy),
            origins={**settings.origins, **origins},
            **own,  # type: ignore[arg-type]
        )

    def _policy(self, base: Policy) -> Policy:
        return base if self.conflict_resolve is None else replace(base, conflict_resolve=self.conflict_resolve)

    def _selection(self, base: Selection, to_root: Anchored) -> Selection:
        """Select as ruff does: `--select` starts afresh, the others change what the configuration selects."""
        select, extend, ignore = self.select, self.extend_select or (), self.ignore or ()
        if select is not None:
            base = replace(base, select=select, extend_select=(), ignore=())
        # A later layer wins over an earlier one however long the earlier selector is.
        base = replace(
            base,
            select=_beyond(base.select, ignore) if select is None else select,
            extend_select=(*_beyond(base.extend_select, ignore), *extend),
            ignore=(*_beyond(base.ignore, extend), *ignore),
        )
        if self.per_file_ignores is None:
            return base
        patterns = to_root(pattern for pattern, _ in self.per_file_ignores)
        codes = (codes for _, codes in self.per_file_ignores)
        return replace(base, per_file_ignores=tuple(zip(patterns, codes, strict=True)))

    def _files(self, base: Files, to_root: Anchored) -> Files:
        exclude = base.exclude if self.exclude is None else to_root(self.exclude)
        return replace(
            base,
            exclude=exclude,
            extend_exclude=(*base.extend_exclude, *to_root(self.extend_exclude or ())),
            force_exclude=base.force_exclude if self.force_exclude is None else self.force_exclude,
            respect_gitignore=(base.respect_gitignore if self.respect_gitignore is None else self.respect_gitignore),
        )

    def check(self, known: Known, codes: Collection[str]) -> None:
        """Raise `ConfigError` for each selector that matches no code, and for an unknown output format."""
        mistakes = [
            Mistake("", 0, "", f"Unknown rule selector `{selector}` in `{option}` from {self.source}{near}")
            for option, selector in self._selectors()
            if (near := selector_problem(selector, codes)) is not None
        ]
        problem = known.problem("format", self.output_format) if self.output_format is not None else ""
        if problem:
            mistakes.append(Mistake("", 0, "", problem))
        if mistakes:
            raise ConfigError(mistakes)

    def _selectors(self) -> Iterator[tuple[str, str]]:
        options = {
            "select": self.select,
            "extend-select": self.extend_select,
            "ignore": self.ignore,
            "fixable": self.fixable,
            "unfixable": self.unfixable,
        }
        for option, selectors in options.items():
            yield from ((option, selector) for selector in selectors or ())
        for _, selectors in self.per_file_ignores or ():
            yield from (("per-file-ignores", selector) for selector in selectors)


def _beyond(selectors: Selectors, later: Selectors) -> Selectors:
    """Return the selectors that no later one covers."""
    return tuple(one for one in selectors if not any(wide == ALL or one.startswith(wide) for wide in later))


def anchored(patterns: Iterable[str], directory: str, root: str) -> tuple[str, ...]:
    """Return patterns relative to a directory as ones relative to a configuration's root; both are absolute."""
    return tuple(_anchor(pattern, directory, root) for pattern in patterns)


def _anchor(pattern: str, directory: str, root: str) -> str:
    """Return a pattern of the command line as one relative to a configuration's root.

    A pattern without a slash means base names, wherever they are. A `!` in front, which negates a pattern,
    stays in front. One that leads out of the root matches nothing below it.
    """
    negation = "!" * pattern.startswith("!")
    bare = pattern.removeprefix("!")
    if "/" not in bare:
        return pattern
    whole = bare if bare.startswith("/") else f"{glob.escape(directory)}/{bare}"
    return negation + os.path.relpath(os.path.normpath(whole), glob.escape(root))
