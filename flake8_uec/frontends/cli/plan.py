"""`flake8-uec plan`: put the files that have findings into batches."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable

from flake8_uec.frontends.cli import check, terminal
from flake8_uec.frontends.cli.options import add_project_options, caches, overrides
from flake8_uec.frontends.cli.parser import one_of
from flake8_uec.migration.plan import make_plan
from flake8_uec.migration.plan_file import encode
from flake8_uec.model.plan import Plan
from flake8_uec.output import plan as output
from flake8_uec.project.config import Resolver
from flake8_uec.project.overrides import anchored
from flake8_uec.project.session import Session, settings_of
from flake8_uec.project.vocabulary import known

FORMATS = ("text", "markdown", "json")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `plan` to its parser."""
    parser.add_argument("paths", nargs="*", metavar="FILES", help="files or directories [default: .]")
    parser.add_argument("-o", "--output-file", metavar="FILE", help="write the plan for `migrate`, as JSON")
    parser.add_argument(
        "--output-format",
        metavar="FORMAT",
        dest="form",
        type=one_of(*FORMATS),
        help=f"one of {', '.join(FORMATS)} [default: text, of `--output-file` json]",
    )
    parser.add_argument("--files", action="store_true", help="show each file of the table")
    parser.add_argument("--skip", metavar="PATHS", action="append", help="paths to leave out, which are counted")
    add_project_options(parser)


def run(options: argparse.Namespace) -> int:
    """Lint, plan, write the plan, and return the exit code."""
    resolver = Resolver(known(), overrides(options), isolated=options.isolated, config=options.config)
    paths = options.paths or ["."]
    settings = settings_of(resolver, paths[0])
    report = check.lint(Session(resolver, options.jobs, caches(options)), options)
    skip = [item.strip() for value in options.skip or () for item in value.split(",") if item.strip()]
    plan = make_plan(report.diagnostics, settings, paths, anchored(skip, os.getcwd(), settings.root))
    _show(plan, options)
    return 0


def _show(plan: Plan, options: argparse.Namespace) -> None:
    """Write the plan where it is wanted; beside a file for `migrate` goes the table for the reader."""
    form = options.form or ("text" if options.output_file is None else "json")
    _write(_rendered(plan, form, files=options.files), options.output_file)
    if options.output_file is not None and not options.quiet:
        _write(output.render(plan, files=options.files))


def _rendered(plan: Plan, form: str, *, files: bool) -> Iterable[str]:
    if form == "json":
        return [encode(plan)]
    return output.render_page(plan) if form == "markdown" else output.render(plan, files=files)


def _write(chunks: Iterable[str], path: str | None = None) -> None:
    with terminal.destination(path) as stream:
        stream.writelines(chunks)
