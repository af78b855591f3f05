"""`flake8-uec history`: the burn-down of every rule over the history of a repository."""

from __future__ import annotations

import argparse

from flake8_uec.frontends.cli import terminal
from flake8_uec.frontends.cli.options import add_project_options, one_or_more, overrides
from flake8_uec.frontends.cli.parser import one_of
from flake8_uec.frontends.cli.progress import progress_bar
from flake8_uec.migration.charts import ChartsError, charting_library
from flake8_uec.migration.history import burndown
from flake8_uec.migration.past import commits
from flake8_uec.migration.repository import GitError, Repository
from flake8_uec.model.history import Burndown
from flake8_uec.output import history as output
from flake8_uec.output import page
from flake8_uec.project.config import Resolver
from flake8_uec.project.pool import PoolError, available_jobs
from flake8_uec.project.vocabulary import known

FORMATS = ("text", "json", "csv", "html")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `history` to its parser."""
    parser.add_argument("--since", metavar="REV|DATE", default="", help="the first commit, or a date [default: all]")
    parser.add_argument(
        "--every", metavar="N", type=one_or_more, default=1, help="look at every so manieth commit [default: 1]"
    )
    parser.add_argument(
        "--output-format",
        metavar="FORMAT",
        dest="form",
        type=one_of(*FORMATS),
        default="text",
        help=f"one of {', '.join(FORMATS)} [default: text]",
    )
    parser.add_argument("-o", "--output-file", metavar="FILE", help="write the history to a file")
    parser.add_argument("--title", default="Migration history", help="the title of the page")
    add_project_options(parser)


def run(options: argparse.Namespace) -> int:
    """Follow the findings through the commits, write what they came to, and return the exit code."""
    resolver = Resolver(known(), overrides(options), isolated=options.isolated, config=options.config)
    try:
        library = charting_library() if options.form == "html" else ""
        found = _burndown(resolver, options)
    except (GitError, ChartsError, PoolError) as error:
        raise terminal.Unusable(str(error)) from error
    with terminal.destination(options.output_file) as stream:
        stream.writelines(_rendered(found, options, library))
    return 0


def _burndown(resolver: Resolver, options: argparse.Namespace) -> Burndown:
    repository = Repository(resolver.settings_for(".").root)
    chosen = commits(repository, options.since, options.every)
    if not chosen:
        raise GitError(f"there is no commit since `{options.since}`")
    with progress_bar(enabled=not options.quiet, what="Reading", fewest=2) as bar:
        return burndown(repository, resolver, chosen, options.jobs or available_jobs(), bar)


def _rendered(found: Burndown, options: argparse.Namespace, library: str) -> list[str]:
    match options.form:
        case "html":
            return [page.render(None, library, "", options.title, output.as_json(found))]
        case "json":
            return [output.render_json(found)]
        case "csv":
            return [output.render_csv(found)]
    return list(output.render(found))
