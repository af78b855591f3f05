"""What one file may know of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Facts:
    """The names that a module offers.

    `names` maps each top-level name to what it may stand for, as absolute dotted names: an import's target,
    an alias' value, or `module.name` itself where it is defined here. `stars` are the modules it imports
    everything from, in order. `exported` is its `__all__`, where that is a plain list of strings.
    """

    module: str
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stars: tuple[str, ...] = ()
    exported: tuple[str, ...] | None = None


class Project(Protocol):
    """The linted project as the rules see it. It holds no policy and runs no linted code."""

    def module_name(self, relative: str) -> str:
        """Return the dotted name of the module at a path, `""` where it has none."""

    def is_package(self, relative: str) -> bool:
        """Tell whether the file at a path is a package's `__init__`."""

    def has_module(self, module: str) -> bool:
        """Tell whether the project holds this module or package (a namespace package too)."""

    def facts(self, module: str) -> Facts | None:
        """Return what a module offers, `None` where the project has none or cannot read it."""
