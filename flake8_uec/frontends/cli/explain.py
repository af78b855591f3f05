"""`flake8-uec explain`: why there is, or is not, a finding on a line."""

from __future__ import annotations

import argparse
import re

from flake8_uec.frontends.cli import terminal
from flake8_uec.frontends.cli.options import add_settings_options, overrides
from flake8_uec.frontends.cli.writing import relative
from flake8_uec.model.source import Position
from flake8_uec.output import explanation as output
from flake8_uec.project.config import Resolver
from flake8_uec.project.explaining import NoLineError, explain
from flake8_uec.project.vocabulary import known

_PLACE = re.compile(r"(?P<path>.+?):(?P<line>[0-9]+)(?::(?P<column>[0-9]+))?:?", re.DOTALL)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `explain` to its parser."""
    parser.add_argument("place", metavar="PATH:LINE[:COLUMN]", help="the line, or a place on it, as findings have it")
    parser.add_argument("--json", action="store_true", help="write JSON")
    add_settings_options(parser)


def run(options: argparse.Namespace) -> int:
    """Explain the line and return the exit code."""
    match = _PLACE.fullmatch(options.place)
    if match is None:
        raise terminal.Unusable(f"`{options.place}` names no line: write it as `path/to/module.py:12`")
    at = Position(int(match["line"]), int(match["column"] or 0))
    if match["column"] and not at.column:
        raise terminal.Unusable(f"`{options.place}` names no column: the first is 1")
    resolver = Resolver(known(), overrides(options), isolated=options.isolated, config=options.config)
    try:
        explanation = explain(resolver, match["path"], at)
    except NoLineError as error:
        raise terminal.Unusable(str(error)) from error
    with terminal.destination() as stream:
        found = [output.render_json(explanation, relative)] if options.json else output.render(explanation, relative)
        stream.writelines(found)
    return 0
