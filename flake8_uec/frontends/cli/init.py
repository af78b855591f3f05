"""`flake8-uec init`: propose a policy for a project."""

from __future__ import annotations

import argparse
import os
import sys

from flake8_uec.frontends.cli import terminal
from flake8_uec.frontends.cli.options import one_or_more
from flake8_uec.frontends.cli.progress import progress_bar
from flake8_uec.frontends.cli.writing import relative
from flake8_uec.model.settings import Settings
from flake8_uec.output import policy as output
from flake8_uec.project.config import PYPROJECT
from flake8_uec.project.policy_file import ExistsError, add, check_absent
from flake8_uec.project.pool import PoolError, available_jobs
from flake8_uec.project.proposing import propose
from flake8_uec.project.surveying import CODE
from flake8_uec.project.vocabulary import known


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `init` to its parser."""
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="the root of the project [default: .]")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--dry-run", action="store_true", help="show what would be added, and write nothing")
    where.add_argument(
        "-o", "--output-file", metavar="FILE", help="write to a file that is not there yet, or `-` for standard output"
    )
    parser.add_argument(
        "-j", "--jobs", metavar="N", type=one_or_more, help="processes [default: those this one may use]"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="say nothing of what was done")


def run(options: argparse.Namespace) -> int:
    """Look at the project, write what it comes to, and return the exit code."""
    root = os.path.abspath(options.path)
    if not os.path.isdir(root):
        raise terminal.Unusable(f"`{options.path}` is no directory: name the root of a project")
    shown = relative(os.path.join(root, PYPROJECT))
    try:
        _refuse(root, shown, options)
        table = _table(root, options)
        _write(table, root, shown, options)
    except (ExistsError, PoolError) as error:
        raise terminal.Unusable(str(error)) from error
    return 0


def _refuse(root: str, shown: str, options: argparse.Namespace) -> None:
    """What must not be overwritten is told before the work, not after it."""
    file = options.output_file
    if file is None:
        check_absent(root, shown)
    elif file != "-" and os.path.lexists(file):
        raise ExistsError(f"`{file}` exists: `init` overwrites nothing")


def _table(root: str, options: argparse.Namespace) -> str:
    settings = Settings(root=root, preset=("none",))
    with progress_bar(enabled=not options.quiet, what="Reading") as bar:
        proposal = propose(settings, known(), options.jobs or available_jobs(), bar or _ignore)
    return output.render(proposal, CODE)


def _ignore(done: int, total: int) -> None:
    """Nobody looks."""


def _write(table: str, root: str, shown: str, options: argparse.Namespace) -> None:
    if options.dry_run or options.output_file:
        with terminal.destination(None if options.output_file in (None, "-") else options.output_file) as stream:
            stream.write(table)
        return
    add(root, shown, table)
    if not options.quiet:
        print(f"Added [tool.flake8-uec] to {shown}. Look at it, then run `flake8-uec check`.", file=sys.stderr)
