"""What a user sets in the editor."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from flake8_uec.engine.annotate import unusable
from flake8_uec.model.values import dataclass
from flake8_uec.project.config import Resolver
from flake8_uec.project.mistakes import did_you_mean
from flake8_uec.project.overrides import Overrides
from flake8_uec.project.vocabulary import known

SECTION = "flake8-uec"
"""Where the editor keeps them, and the name that we go by in it."""

NO_REASON = "TODO: say why"
MODES = ("workspace", "openFilesOnly")


@dataclass(frozen=True, slots=True)
class Options:
    """The settings of the editor.

    enable: lint at all.
    config: a TOML file to read in place of the nearest `pyproject.toml`, relative to the first workspace folder.
    select, extend_select, ignore: as the options of `flake8-uec check`; `None` is not given.
    suppression_reason: what is written behind the codes of a `noqa`.
    diagnostic_mode: `workspace`, or `openFilesOnly` to answer no request about the whole workspace.
    """

    enable: bool = True
    config: str | None = None
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    suppression_reason: str = NO_REASON
    diagnostic_mode: str = MODES[0]

    def resolver(self, folder: str) -> Resolver:
        """Return what finds the settings of files. Raise `ConfigError`."""
        overrides = _Overrides(select=self.select, extend_select=self.extend_select, ignore=self.ignore)
        config = os.path.join(folder, os.path.expanduser(self.config)) if self.config else None
        return Resolver(known(), overrides, config=config)


class _Overrides(Overrides):
    __slots__ = ()

    @property
    def source(self) -> str:
        return "the editor's settings"


_FIELDS = {
    "enable": "enable",
    "config": "config",
    "select": "select",
    "extendSelect": "extend_select",
    "ignore": "ignore",
    "suppressionReason": "suppression_reason",
    "diagnosticMode": "diagnostic_mode",
}
"""The fields of `Options` by the editor's name."""

_OF_THE_EDITOR = ("path", "trace")
"""Settings that an extension keeps beside ours, for itself."""

_CODES = ("select", "extend_select", "ignore")


def are_ours(settings: Mapping[str, Any]) -> bool:
    """Tell whether settings without a section are those of this server, and no others."""
    return settings.keys() <= {*_FIELDS, *_OF_THE_EDITOR}


def read(section: Any) -> tuple[Options, list[str]]:
    """Return the options in a section of the editor's settings, and what is wrong there; that is left out."""
    if section is None:
        return Options(), []
    if not isinstance(section, Mapping):
        return Options(), [f"`{SECTION}`: expected an object"]
    values: dict[str, Any] = {}
    problems = []
    for name, value in section.items():
        if name in _OF_THE_EDITOR:
            continue
        field = _FIELDS.get(name)
        problem = _problem(field, value) if field else f"unknown setting{did_you_mean(name, _FIELDS)}"
        if problem:
            problems.append(f"`{SECTION}.{name}`: {problem}")
        elif field and value is not None:
            values[field] = tuple(value) if field in _CODES else value
    return Options(**values), problems


def _problem(field: str, value: Any) -> str:
    """Return what is wrong with the value of a field, `""` where nothing is; `null` is not given."""
    if value is None:
        return ""
    if field == "enable":
        return "" if isinstance(value, bool) else "expected true or false"
    if field in _CODES:
        is_list = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return "" if is_list else "expected a list of codes"
    if not isinstance(value, str):
        return "expected a string"
    if field == "diagnostic_mode" and value not in MODES:
        return f"expected one of {', '.join(MODES)}"
    reason = unusable(value) if field == "suppression_reason" else ""
    return f"the reason {reason}" if reason else ""
