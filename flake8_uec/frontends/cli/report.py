"""`flake8-uec report`: how far a migration is."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from flake8_uec.frontends.cli import check, terminal
from flake8_uec.frontends.cli.options import add_project_options, caches, overrides
from flake8_uec.frontends.cli.parser import one_of
from flake8_uec.migration import plan_file
from flake8_uec.migration.charts import ChartsError, charting_library
from flake8_uec.migration.efforts import efforts
from flake8_uec.migration.journal import Journal
from flake8_uec.migration.owners import owners_of
from flake8_uec.migration.progress import Sources, make_progress
from flake8_uec.migration.repository import GitError, Repository
from flake8_uec.migration.start import PLAN
from flake8_uec.model.plan import Plan
from flake8_uec.model.progress import Progress
from flake8_uec.model.settings import Settings
from flake8_uec.output import badge, page
from flake8_uec.output import progress as output
from flake8_uec.project.config import Resolver
from flake8_uec.project.paths import relative_to
from flake8_uec.project.session import Session, settings_of
from flake8_uec.project.vocabulary import known

FORMATS = ("text", "markdown", "json", "html", "badge")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `report` to its parser."""
    parser.add_argument("paths", nargs="*", metavar="FILES", help="files or directories [default: .]")
    parser.add_argument(
        "--output-format",
        metavar="FORMAT",
        dest="form",
        type=one_of(*FORMATS),
        default="text",
        help=f"one of {', '.join(FORMATS)} (SVG) [default: text]",
    )
    parser.add_argument("-o", "--output-file", metavar="FILE", help="write the report to a file")
    parser.add_argument(
        "--plan", metavar="FILE", help="the plan to count by what is done [default: that of the last run]"
    )
    parser.add_argument("--title", default="Migration progress", help="the title of the page")
    parser.add_argument(
        "--link",
        metavar="URL",
        help="where the page shows a line, with {path} and {line} [default: by the remote `origin`, else the file]",
    )
    add_project_options(parser)
    parser.set_defaults(no_baseline=False)


def run(options: argparse.Namespace) -> int:
    """Lint, count, write the report, and return the exit code."""
    resolver = Resolver(known(), overrides(options), isolated=options.isolated, config=options.config)
    settings = settings_of(resolver, next(iter(options.paths), "."))
    try:
        library = charting_library() if options.form == "html" else ""
    except ChartsError as error:
        raise terminal.Unusable(str(error)) from error
    plan = plan_file.read(options.plan) if options.plan else None
    report = check.lint(Session(resolver, options.jobs, caches(options)), options)
    sources, link = _sources(settings, plan)
    paths = tuple(relative_to(settings.root, path) for path in options.paths or ["."])
    progress = make_progress(report, replace(sources, paths=paths))
    with terminal.destination(options.output_file) as stream:
        stream.writelines(_rendered(progress, options, library, options.link or link))
    return 0


def _rendered(progress: Progress, options: argparse.Namespace, library: str, link: str) -> Iterable[str]:
    match options.form:
        case "html":
            return [page.render(progress, library, link, options.title)]
        case "json":
            return [output.render_json(progress) + "\n"]
        case "badge":
            return [badge.render(progress)]
        case "markdown":
            return output.render_report(progress)
    return output.render(progress)


def _sources(settings: Settings, plan: Plan | None) -> tuple[Sources, str]:
    """Return what there is to tell beside the findings, and where a line can be seen."""
    here = Path(settings.root).as_uri() + "/{path}"
    try:
        repository = Repository(settings.root)
        commit = repository.head()
    except GitError:
        return Sources(settings, plan=plan, owners=owners_of(settings.root)), here
    journal = Journal(repository)
    kept = os.path.join(journal.folder, journal.last_run(), PLAN)
    if plan is None and os.path.isfile(kept):
        plan = plan_file.read(kept)
    prefix = repository.from_top(".")
    prefix = "" if prefix == "." else f"{prefix}/"
    found = Sources(
        settings,
        plan=plan,
        owners=owners_of(repository.top),
        prefix=prefix,
        efforts=efforts(journal.events()),
        commit=commit,
    )
    return found, repository.link(commit, prefix) or here
