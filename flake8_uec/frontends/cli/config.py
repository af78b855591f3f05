"""`flake8-uec config`: list the configuration keys, or describe one."""

from __future__ import annotations

import argparse
import os

from flake8_uec.frontends.cli import terminal
from flake8_uec.frontends.cli.parser import one_of
from flake8_uec.output import keys
from flake8_uec.output.json_ import to_json
from flake8_uec.project.config import Resolver
from flake8_uec.project.json_schema import json_schema
from flake8_uec.project.keys import key_pages
from flake8_uec.project.mistakes import did_you_mean
from flake8_uec.project.vocabulary import known

FORMATS = ("text", "markdown", "json")


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

    parser.add_argument("--schema", action="store_true", help="write the JSON schema of a configuration, for editors")


def run(options: argparse.Namespace) -> int:
    """Write the list, the description or the schema, and return the exit code."""
    if options.schema:
        return _write_schema(options)
    pages = key_pages(Resolver(known(), isolated=True).settings_for(os.curdir))
    with terminal.destination() as stream:
        stream.write(_describe(options, pages) if options.key else _list(options, pages))
    return 0


def _write_schema(options: argparse.Namespace) -> int:
    if options.key:
        raise terminal.Unusable("`--schema` is about all keys; leave the key out")
    with terminal.destination() as stream:
        stream.write(to_json(json_schema(known())) + "\n")
    return 0


def _list(options: argparse.Namespace, pages: list[keys.KeyPage]) -> str:
    renderers = {"text": keys.render_names, "markdown": keys.render_markdown, "json": keys.render_all_json}
    return renderers[options.output_format](pages)


def _describe(options: argparse.Namespace, pages: list[keys.KeyPage]) -> str:
    by_name = {page.name: page for page in pages}
    if options.key not in by_name:
        near = did_you_mean(options.key, by_name) or "; `flake8-uec config` lists them all"
        raise terminal.Unusable(f"`{options.key}` is no configuration key{near}")
    if options.output_format == "json":
        return keys.render_json(by_name[options.key])
    below = [page for page in pages if page.name.startswith(f"{options.key}.")]
    return keys.render_text(by_name[options.key], below)
