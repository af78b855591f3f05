"""What a user chose for one run, resolved and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from flake8_uec.model.policy import Policy
from flake8_uec.model.values import dataclass

DEFAULT_EXCLUDE = (
    ".bzr", ".direnv", ".eggs", ".git", ".git-rewrite", ".hg", ".ipynb_checkpoints", ".mypy_cache", ".nox",
    ".pants.d", ".pyenv", ".pytest_cache", ".pytype", ".ruff_cache", ".svn", ".tox", ".venv", ".vscode",
    "__pypackages__", "_build", "buck-out", "dist", "node_modules", "site-packages", "venv",
)  # fmt: skip
"""Ruff's default exclusions."""

DEFAULT_BASELINE = ".flake8-uec-baseline.jsonl"
"""The file of known findings, relative to the configuration's root; it is used where it exists."""

SELECTOR: Any = {"kind": "selector"}
"""Metadata of a field that holds selectors."""

ONE_OR_SEVERAL: Any = {"or_string": True}
"""Metadata of a field that takes a string in place of a list of one."""

BY_SELECTOR: Any = {"kind": "severity", "key_kind": "selector"}
"""Metadata of a field that holds severities by selector."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which codes are on.

    Selectors are codes or prefixes, or `ALL`; the longest one that matches a code decides, and `ignore`
    wins over `select` of the same length.

    select: selectors of the codes to report; an opt-in rule is on only where its full code, or `ALL`, is named.
    extend_select: selectors added to `select`.
    ignore: selectors of the codes not to report.
    per_file_ignores: path patterns, each with the selectors to ignore in the files that match; a pattern is
        relative to the configuration's root.
    """

    select: tuple[str, ...] = field(default=("UEC",), metadata=SELECTOR)
    extend_select: tuple[str, ...] = field(default=(), metadata=SELECTOR)
    ignore: tuple[str, ...] = field(default=(), metadata=SELECTOR)
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = field(default=(), metadata=SELECTOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixing:
    """Which fixes are made.

    Selectors are as in `Selection`; the longest one that matches a code decides.

    fix: make fixes, as `--fix` does.
    unsafe_fixes: make those too that must be verified by running the tests.
    fixable: selectors of the codes whose fixes may be made.
    unfixable: selectors of the codes whose fixes are never made; it wins over `fixable`.
    extend_safe_fixes: selectors of the codes whose unsafe fixes are taken for safe ones.
    extend_unsafe_fixes: selectors of the codes whose safe fixes are taken for unsafe ones.
    """

    fix: bool = False
    unsafe_fixes: bool = False
    fixable: tuple[str, ...] = field(default=("ALL",), metadata=SELECTOR)
    unfixable: tuple[str, ...] = field(default=(), metadata=SELECTOR)
    extend_safe_fixes: tuple[str, ...] = field(default=(), metadata=SELECTOR)
    extend_unsafe_fixes: tuple[str, ...] = field(default=(), metadata=SELECTOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressing:
    """What suppression comments may do.

    unsuppressible: selectors of the codes that no comment hides.
    require_reasons: a comment that names a code of this linter, or hides one, must give a reason behind its codes.
    """

    unsuppressible: tuple[str, ...] = field(default=(), metadata=SELECTOR)
    require_reasons: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Which files are linted; patterns as in `Selection.per_file_ignores`.

    exclude: path patterns of files and directories to leave out.
    extend_exclude: path patterns added to `exclude`.
    force_exclude: leave excluded files out though they are named on the command line.
    respect_gitignore: leave out what git ignores.
    src: directories that the project's modules are imported from, relative to the configuration's root.
    """

    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    extend_exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    respect_gitignore: bool = True
    src: tuple[str, ...] = (".", "src")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of a run.

    root: the absolute directory that patterns and module names are relative to.
    config: the file that they came from, `""` where none did.
    preset: what to start from, one or several: `netra`, `none`, or `package:policy.toml`, a file of an installed
        package; the later wins.
    extend: a configuration to build on, or several: paths of TOML files, relative to the file that says it. What a
        file says wins over what it extends; patterns stay relative to the project that is linted.
    selection, files, fixing, suppressing, policy: the keys that lie at the top too.
    ignore_noqa: report what a `noqa` comment would silence.
    output_format: how findings are written.
    severity: how bad findings are, `error` or `warning` by selector; the longest that matches a code decides. Only
        errors, which findings are by default, make the exit code 1.
    strict_policy: fail where a name of the policy resolves to nothing in the project.
    today: the day that the run is about, as `2026-12-01`; `""` for any.
    baseline: the file of known findings, relative to the configuration's root; `""` for none.
    required_version: the versions of the linter that may be used, as `0.1.0` or `>=0.1,<0.3`; `""` for any.
    origins: where each value was set, by key.
    """

    root: str
    config: str = ""
    preset: tuple[str, ...] = field(default=("netra",), metadata={"kind": "preset", **ONE_OR_SEVERAL})
    extend: tuple[str, ...] = field(default=(), metadata=ONE_OR_SEVERAL)
    selection: Selection = Selection()
    files: Files = Files()
    fixing: Fixing = Fixing()
    suppressing: Suppressing = Suppressing()
    policy: Policy = Policy()
    ignore_noqa: bool = False
    output_format: str = field(default="full", metadata={"kind": "format"})
    severity: Mapping[str, str] = field(default_factory=dict, metadata=BY_SELECTOR)
    strict_policy: bool = False
    today: str = ""
    baseline: str = DEFAULT_BASELINE
    required_version: str = field(default="", metadata={"kind": "version"})
    origins: Mapping[str, str] = field(default_factory=dict)


GROUPS = ("selection", "files", "fixing", "suppressing", "policy")
"""The fields of `Settings` whose keys lie at the top of the table too."""
