"""`flake8-uec migrate rollback`: revert what was committed."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable

from flake8_uec.frontends.cli import terminal
from flake8_uec.migration.journal import FOLDER, Journal
from flake8_uec.migration.lock import locked
from flake8_uec.migration.repository import GitError, Repository
from flake8_uec.migration.rollback import Rollback, planned, problems, roll_back
from flake8_uec.migration.stage import Stage
from flake8_uec.project.config import Resolver
from flake8_uec.project.paths import relative_to
from flake8_uec.project.vocabulary import known


def run(options: argparse.Namespace) -> int:
    """Roll batches or files back, and return the exit code."""
    if not options.batch and not options.file:
        raise terminal.Unusable("`--batch NAME` or `--file FILE` is missing: what is to be rolled back?")
    root = Resolver(known(), isolated=options.isolated, config=options.config).settings_for(".").root
    with locked(os.path.join(Repository(root).common, FOLDER)) as lock:
        repository = Repository(root, lock)
        journal = Journal(repository)
        batches = [name for value in options.batch or () for name in value.split(",")]
        files = [relative_to(repository.root, os.path.realpath(file)) for file in options.file or ()]
        _refuse_unknown(batches, journal)
        rollback = planned(journal.events(), repository, batches, files)
        if not rollback.files:
            raise terminal.Unusable("nothing to roll back: no commit of a migration for it stands in this history")
        stage = Stage(repository, journal, journal.last_run())
        return _preview(rollback, stage) if options.dry_run else _roll_back(rollback, stage, journal, options)


def _refuse_unknown(batches: Iterable[str], journal: Journal) -> None:
    there = sorted({event["batch"] for event in journal.events() if event["event"] == "file"})
    for name in batches:
        if there and name not in there:
            raise terminal.Unusable(f"no migration had a file of a batch `{name}`: there were {', '.join(there)}")


def _preview(rollback: Rollback, stage: Stage) -> int:
    for event in rollback.commits:
        print(f"would revert {stage.repository.describe(event['commit'])}")
    for event in rollback.kept:
        print(f"would restore {event['path']}")
    in_the_way = problems(rollback, stage)
    for one in in_the_way:
        terminal.error(one)
    return 2 if in_the_way else 0


def _roll_back(rollback: Rollback, stage: Stage, journal: Journal, options: argparse.Namespace) -> int:
    problem = stage.repository.problem() if rollback.commits else ""
    if problem:
        raise GitError(problem)
    roll_back(rollback, stage, journal, journal.last_run())
    if not options.quiet:
        print(f"Rolled back {len(rollback.files)} file{'s' * (len(rollback.files) != 1)}.")
    return 0
