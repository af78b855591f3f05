"""The options of `check`, in ruff's words."""

from __future__ import annotations

import argparse
import os

from flake8_uec.frontends.cli.outputs import Collect
from flake8_uec.frontends.cli.parser import one_of
from flake8_uec.frontends.cli.terminal import Unusable
from flake8_uec.model.settings import DEFAULT_BASELINE
from flake8_uec.output import FORMATS
from flake8_uec.project.caches import Caches
from flake8_uec.project.known import SIDES, date_problem
from flake8_uec.project.overrides import Overrides
from flake8_uec.project.places import DIRECTORY, VARIABLE, named_directory


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `check` to its parser."""
    parser.add_argument(
        "paths", nargs="*", metavar="FILES", help="files or directories, or `-` for standard input [default: .]"
    )
    _add_output(parser)
    _add_fixes(parser.add_argument_group("fixes"))
    _add_comments(parser.add_argument_group("comments"))
    _add_selection(parser.add_argument_group("rule selection"))
    _add_files(parser.add_argument_group("file selection"))
    _add_configuration(parser.add_argument_group("configuration"))
    _add_baseline(parser)
    _add_cache(parser.add_argument_group("cache"))
    _add_change(parser.add_argument_group("a change"))
    _add_run(parser.add_argument_group("miscellaneous"))


_OF_CHECK = ("ignore_noqa", "output_format", "baseline", "fix", "unsafe_fixes", "fixable", "unfixable", "resolve")
"""The options that `overrides` reads and only `check` has."""


def add_project_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of a command that looks at all findings of a project, the known ones too."""
    add_settings_options(parser)
    _add_cache(parser.add_argument_group("cache"))
    _add_manner(parser.add_argument_group("miscellaneous"))
    parser.set_defaults(no_baseline=True, show_unresolved=False, **dict.fromkeys(("diff_base", "affected")))


def add_settings_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say by which settings to look at a project."""
    _add_selection(parser.add_argument_group("rule selection"))
    _add_files(parser.add_argument_group("file selection"))
    _add_configuration(parser.add_argument_group("configuration"))
    parser.set_defaults(no_baseline=False, **dict.fromkeys(_OF_CHECK))


def _add_output(parser: argparse.ArgumentParser) -> None:
    variable = "FLAKE8_UEC_OUTPUT_FORMAT"
    parser.add_argument(
        "--output-format",
        metavar="FORMAT",
        action=Collect,
        default=os.environ.get(variable) or None,
        help=f"one of {', '.join(FORMATS)}; repeated, several at once [default: full] [env: {variable}]",
    )
    parser.add_argument(
        "-o",
        "--output-file",
        metavar="FILE",
        action=Collect,
        help="write findings to a file; of several formats, those of the format before it",
    )
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--statistics", action="store_true", help="show the number of findings a rule")
    shown.add_argument("--show-files", action="store_true", help="show the files that would be linted")
    shown.add_argument(
        "--show-settings", action="store_true", help="show the settings of a file, and where each was set"
    )
    parser.add_argument(
        "--show-unresolved",
        action="store_true",
        help="say on standard error which classes could not be decided on, and why",
    )
    parser.add_argument("--ignore-noqa", action="store_true", default=None, help="ignore suppression comments")


def _add_fixes(group: argparse._ArgumentGroup) -> None:
    for option, meaning in {
        "--fix": "make the fixes that are safe",
        "--unsafe-fixes": "make and show those too that must be verified by running the tests",
    }.items():
        group.add_argument(option, action=argparse.BooleanOptionalAction, default=None, help=meaning)
    for option, meaning in {
        "--fix-only": "make fixes, and say nothing of what is left",
        "--diff": "show what fixes would change and write nothing; exit with 1 where they would",
        "--show-fixes": "list what was fixed, file by file",
        "--exit-non-zero-on-fix": "exit with 1 where a file was changed, though nothing is left",
    }.items():
        group.add_argument(option, action="store_true", help=meaning)
    group.add_argument(
        "--resolve",
        metavar="SIDE",
        type=one_of(*SIDES),
        help="let fixes resolve merge conflicts (UEC001): keep `ours` or `theirs`",
    )
    for option, meaning in {
        "--fixable": "codes or prefixes whose fixes may be made [default: ALL]",
        "--unfixable": "codes or prefixes whose fixes are never made",
    }.items():
        group.add_argument(option, metavar="CODES", action="append", help=meaning)


def _add_comments(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--add-noqa",
        metavar="REASON",
        nargs="?",
        help="hide every finding by a `noqa` comment, with a reason where one is given: --add-noqa=REASON",
    )
    group.add_argument(
        "--add-todo",
        action="store_true",
        help="write what is to be done above each finding that has no fix but says so, as `# TODO(UEC204): ...`",
    )


def _add_selection(group: argparse._ArgumentGroup) -> None:
    for option, meaning in {
        "--select": "codes or prefixes to enable, or ALL",
        "--ignore": "codes or prefixes to disable",
        "--extend-select": "like --select, added to what is selected",
    }.items():
        group.add_argument(option, metavar="CODES", action="append", help=meaning)
    group.add_argument(
        "--per-file-ignores",
        metavar="PATTERN:CODES",
        action="append",
        help="codes to ignore in the files that match a pattern, as `tests/**:UEC403,UEC404`",
    )


def _add_files(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--exclude", metavar="PATTERNS", action="append", help="paths to leave out")
    group.add_argument("--extend-exclude", metavar="PATTERNS", action="append", help="more paths to leave out")
    group.add_argument(
        "--force-exclude",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="leave excluded files out though they are named",
    )
    group.add_argument(
        "--respect-gitignore",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="leave out what git ignores",
    )


def _add_configuration(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--config", metavar="FILE", help="a TOML file to read in place of pyproject.toml")
    group.add_argument("--isolated", action="store_true", help="read no configuration file")
    group.add_argument(
        "--strict-policy",
        action="store_true",
        default=None,
        help="fail where a name of the policy resolves to nothing",
    )
    group.add_argument(
        "--today",
        metavar="YYYY-MM-DD",
        type=_day,
        help="the day that `since` and `until` of the policy are held against [default: that of the clock; for "
        "`history`, that of each commit]",
    )


def _day(text: str) -> str:
    """Read a day of an option."""
    if problem := date_problem(text):
        raise argparse.ArgumentTypeError(problem)
    return text


def _add_baseline(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("known findings")
    which = group.add_mutually_exclusive_group()
    which.add_argument(
        "--baseline",
        metavar="FILE",
        help=f"the file of known findings, from the configuration's root [default: {DEFAULT_BASELINE}]",
    )
    which.add_argument("--no-baseline", action="store_true", help="show known findings too")
    parser.set_defaults(strict=False)


def _add_cache(group: argparse._ArgumentGroup) -> None:
    group.add_argument("-n", "--no-cache", action="store_true", help="neither read nor write what is remembered")
    group.add_argument(
        "--cache-dir",
        metavar="DIRECTORY",
        default=named_directory(),
        help=f"where that lies [default: {DIRECTORY} at the configuration's root] [env: {VARIABLE}]",
    )


def _add_change(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--diff-base",
        metavar="REF",
        help="show only what is new since the commit where HEAD left REF, in any file that a change bears on",
    )
    group.add_argument(
        "--affected",
        metavar="REF",
        nargs="?",
        help="lint only the files that have changed since then, and those whose answer depends on them: "
        "--affected=REF [default: HEAD]",
    )


def _add_run(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--stdin-filename", metavar="FILE", help="the name of what standard input holds")
    group.add_argument("-e", "--exit-zero", action="store_true", help="exit with 0 though there are findings")
    _add_manner(group)


def _add_manner(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "-j", "--jobs", metavar="N", type=one_or_more, help="processes [default: those this one may use]"
    )
    level = group.add_mutually_exclusive_group()
    level.add_argument("-q", "--quiet", action="store_true", help="print findings, but nothing else")
    level.add_argument("-v", "--verbose", action="store_true", help="say on standard error what was done")
    group.add_argument(
        "--color",
        metavar="WHEN",
        type=one_of("auto", "always", "never"),
        default="auto",
        help="when to colour: auto, always or never [default: auto]",
    )


def one_or_more(text: str) -> int:
    """Read a number of an option."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"`{text}` is no number from 1 on")
    return int(text)


def caches(options: argparse.Namespace) -> Caches:
    """Return the caches of a run."""
    return Caches(options.cache_dir, is_on=not options.no_cache)


def overrides(options: argparse.Namespace) -> Overrides:
    """Return what the command line lays over the configuration."""
    return Overrides(
        select=_selectors("--select", options.select),
        extend_select=_selectors("--extend-select", options.extend_select),
        ignore=_selectors("--ignore", options.ignore),
        per_file_ignores=_per_file(options.per_file_ignores),
        exclude=_listed(options.exclude),
        extend_exclude=_listed(options.extend_exclude),
        force_exclude=options.force_exclude,
        respect_gitignore=options.respect_gitignore,
        ignore_noqa=options.ignore_noqa,
        output_format=options.output_format,
        strict_policy=options.strict_policy,
        baseline="" if options.no_baseline else options.baseline,
        fix=options.fix,
        unsafe_fixes=options.unsafe_fixes,
        fixable=_selectors("--fixable", options.fixable),
        unfixable=_selectors("--unfixable", options.unfixable),
        conflict_resolve=options.resolve,
        today=options.today,
    )


def _selectors(option: str, values: list[str] | None) -> tuple[str, ...] | None:
    """Split codes; an option that names none is a slip, and would switch everything off."""
    found = _listed(values)
    if found == ():
        raise Unusable(f"`{option}` names no code: use a code, a prefix of one, or ALL")
    return found


def _listed(values: list[str] | None) -> tuple[str, ...] | None:
    """Split what was given once or repeatedly, with commas or without."""
    if values is None:
        return None
    return tuple(item.strip() for value in values for item in value.split(",") if item.strip())


def _per_file(values: list[str] | None) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
    """Read `PATTERN:CODE,CODE PATTERN:CODE`; a pattern without codes goes on with those that follow."""
    if values is None:
        return None
    found: dict[str, list[str]] = {}
    pattern = ""
    for item in _listed(values) or ():
        head, colon, code = item.rpartition(":")
        pattern = head if colon else pattern
        if not pattern:
            raise Unusable(f"`{item}` in `--per-file-ignores` has no pattern: use PATTERN:CODES, as tests/**:UEC403")
        found.setdefault(pattern, []).append(code)
    return tuple((pattern, tuple(codes)) for pattern, codes in found.items())
