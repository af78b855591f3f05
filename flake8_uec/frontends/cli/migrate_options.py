"""The options of `migrate`."""

from __future__ import annotations

import argparse

from flake8_uec.frontends.cli.options import one_or_more
from flake8_uec.frontends.cli.parser import one_of
from flake8_uec.migration.choices import MOST_FAILURES, TIMEOUT


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `migrate` to its parser."""
    parser.add_argument(
        "action",
        nargs="?",
        metavar="ACTION",
        type=one_of("status", "rollback"),
        help="status: how far the last run is; rollback: revert what was committed; without: migrate",
    )
    parser.add_argument("--plan", metavar="FILE", help="the plan, as `flake8-uec plan -o FILE` writes it")
    parser.add_argument("--resume", action="store_true", help="go on with the last run, with its options")
    parser.add_argument("--batch", metavar="NAMES", action="append", help="the batches to migrate, or to roll back")
    parser.add_argument("--rules", metavar="CODES", action="append", help="codes or prefixes to fix [default: ALL]")
    parser.add_argument("--unsafe-fixes", action="store_true", help="make those fixes too that must be verified")
    parser.add_argument("--no-fix", action="store_true", help="take the files that you have edited, and fix nothing")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")
    _add_verification(parser.add_argument_group("verification"))
    _add_results(parser.add_argument_group("results"))
    group = parser.add_argument_group("miscellaneous")
    group.add_argument("--file", metavar="FILE", action="append", help="rollback: the files to roll back")
    group.add_argument("--json", action="store_true", help="status: as JSON")
    group.add_argument("--config", metavar="FILE", help="a TOML file to read in place of pyproject.toml")
    group.add_argument("--isolated", action="store_true", help="read no configuration file")
    group.add_argument("-q", "--quiet", action="store_true", help="tell of no file")


def _add_verification(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--verify",
        metavar="COMMAND",
        help="run before and after each fix, as 'pytest {path} -q'; no shell is started, {path} is the file",
    )
    group.add_argument("--verify-batch", metavar="COMMAND", help="run before and after each batch")
    group.add_argument(
        "--verify-timeout",
        metavar="SECONDS",
        type=_positive,
        default=TIMEOUT,
        help=f"the longest that one may take [default: {TIMEOUT:g}]",
    )
    group.add_argument(
        "--accept-still-failing",
        action="store_true",
        help="take files whose verification failed before too, where no test got worse",
    )
    group.add_argument(
        "--max-slowdown",
        metavar="FACTOR",
        type=_positive,
        default=0.0,
        help="how many times longer it may take afterwards, as 1.2 [default: any]",
    )
    group.add_argument(
        "--max-failures",
        metavar="N",
        type=one_or_more,
        default=MOST_FAILURES,
        help=f"end the run when so many files in a row fail [default: {MOST_FAILURES}]",
    )


def _add_results(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--commit", action="store_true", help="commit each file [default: leave it changed]")
    group.add_argument(
        "--worktree", metavar="BRANCH", help="work and commit on this branch, in a work tree apart from yours"
    )
    group.add_argument(
        "-j",
        "--jobs",
        metavar="N",
        type=one_or_more,
        help="files to try at once, each in a work tree of its own [default: 1, in yours]",
    )


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"`{text}` is no positive number")
    return value
