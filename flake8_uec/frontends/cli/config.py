"""`flake8-uec config`: list the configuration keys, or describe one."""

from __future__ import annotations

import argparse
import os

from flake8_uec.frontends.cli import terminal
from flake8_uec.frontends.cli.parser import one_of
from flake8_uec.output import keys
from flake8_uec.project.config import Resolver
from flake8_uec.project.keys import key_pages
from flake8_uec.project.mistakes import did_you_mean
from flake8_uec.project.vocabulary import known

FORMATS = ("text", "json")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `config` to its parser."""
    parser.add_argument("key", nargs="?", metavar="KEY", help="the key to describe, as `select` or `context.name`")
    parser.add_argument(
        "--output-format",
        metavar="FORMAT",
        type=one_of(*FORMATS),
        default="text",
        help=f"one of {', '.join(FORMATS)} [default: text]",
    )


def run(options: argparse.Namespace) -> int:
    """Write the list or the description and return the exit code."""
    pages = key_pages(Resolver(known(), isolated=True).settings_for(os.curdir))
    with terminal.destination() as stream:
        stream.write(_describe(options, pages) if options.key else _list(options, pages))
    return 0


def _list(options: argparse.Namespace, pages: list[keys.KeyPage]) -> str:
    return keys.render_all_json(pages) if options.output_format == "json" else keys.render_names(pages)


def _describe(options: argparse.Namespace, pages: list[keys.KeyPage]) -> str:
    by_name = {page.name: page for page in pages}
    if options.key not in by_name:
        near = did_you_mean(options.key, by_name) or "; `flake8-uec config` lists them all"
        raise terminal.Unusable(f"`{options.key}` is no configuration key{near}")
    if options.output_format == "json":
        return keys.render_json(by_name[options.key])
    below = [page for page in pages if page.name.startswith(f"{options.key}.")]
    return keys.render_text(by_name[options.key], below)
