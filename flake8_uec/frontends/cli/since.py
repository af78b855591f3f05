"""`--diff-base` and `--affected`: a run that is about a change."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace

from flake8_uec.frontends.cli import terminal
from flake8_uec.frontends.cli.options import overrides
from flake8_uec.project.changes import NoBaseError, changes_since, has_commits
from flake8_uec.project.config import Resolver
from flake8_uec.project.git import work_tree
from flake8_uec.project.since import Since
from flake8_uec.project.vocabulary import known

FROM = "PRE_COMMIT_FROM_REF"
"""Where pre-commit says what it compares with, if it is not the last commit (`--from-ref`, before a push)."""


def since(options: argparse.Namespace) -> Since | None:
    """Return the change that a run is about, `None` where it is about all, as it is before the first commit.

    Raise `Unusable`.
    """
    ref, directory = _ref(options), _directory(options)
    if ref is None or (not ref and work_tree(directory) and not has_commits(directory)):
        return None
    try:
        changes = changes_since(directory, ref or os.environ.get(FROM) or "HEAD")
    except NoBaseError as error:
        raise terminal.Unusable(str(error)) from error
    # What was found before is compared with, whether the baseline knows it or not.
    plain = replace(overrides(options), baseline="")
    resolver = Resolver(known(), plain, isolated=options.isolated, config=options.config)
    return Since(changes, resolver, only_new=options.diff_base is not None)


def _directory(options: argparse.Namespace) -> str:
    first = next(iter(options.paths), ".")
    return first if os.path.isdir(first) else os.path.dirname(first) or "."


def _ref(options: argparse.Namespace) -> str | None:
    """Return what to compare with, `""` for the last commit, or where pre-commit began."""
    ref: str | None = options.diff_base if options.diff_base is not None else options.affected
    if ref is not None and (options.stdin_filename is not None or "-" in options.paths):
        name = "--affected" if options.diff_base is None else "--diff-base"
        raise terminal.Unusable(f"`{name}` compares files, and cannot be used with standard input")
    if options.diff_base == "":
        raise terminal.Unusable("`--diff-base` names no commit to compare with")
    return ref
