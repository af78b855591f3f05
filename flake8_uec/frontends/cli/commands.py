"""Which commands there are, and which to run."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from flake8_uec import __version__
from flake8_uec.frontends.cli.parser import USAGE_ERROR, Parser
from flake8_uec.project.mistakes import did_you_mean

COMMANDS = {
    "baseline": "Write, shrink or check the file of known findings",
    "check": "Lint files and directories",
    "config": "List the configuration keys, or describe one",
    "explain": "Tell why there is, or is not, a finding on a line",
    "history": "Follow the findings through the commits of a repository",
    "init": "Look at a project and propose a policy for it",
    "migrate": "Fix the files of a plan one by one, each verified and committed, or restored",
    "plan": "Put the files that have findings into batches, for `migrate`",
    "report": "Tell how far a migration is, as text, Markdown, JSON, a page or a badge",
    "rule": "Explain a rule, or all of them",
    "server": "Serve an editor by the language server protocol",
}
"""Each command, which is a module beside this one with `add_options` and `run`, and what it does."""


def run(arguments: Sequence[str]) -> int:
    """Run the command that is named first, and return its exit code. Raise `SystemExit` where that is settled early."""
    if not arguments or arguments[0] not in COMMANDS:
        _without_command(arguments)
    name, *rest = arguments
    command = import_module(f"flake8_uec.frontends.cli.{name}")
    parser = Parser(f"flake8-uec {name}", f"{COMMANDS[name]}.")
    command.add_options(parser)
    return int(command.run(parser.read(rest)))


def _without_command(arguments: Sequence[str]) -> NoReturn:
    """Answer `--help` and `--version`, or say why nothing can be done."""
    parser = _parser()
    if not arguments:
        parser.print_help(sys.stderr)
        sys.exit(USAGE_ERROR)
    word = arguments[0]
    if word.startswith("-") and word != "-":
        parser.parse_known_args([word])
        parser.unexpected(word)
    if word == "-" or os.path.exists(word):
        # A likely slip: say what was meant rather than list the commands.
        parser.error(f"`{word}` is a path, not a command: use `flake8-uec check {word}`")
    near = did_you_mean(word, COMMANDS) or f": use one of {', '.join(COMMANDS)}"
    parser.error(f"unknown command `{word}`{near}")


def _parser() -> Parser:
    parser = Parser(
        "flake8-uec",
        "The linter that carries a large migration to its end.",
        "For help with a command: flake8-uec COMMAND --help",
    )
    parser.add_argument("-V", "--version", action="version", version=f"flake8-uec {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=argparse.ArgumentParser)
    for name, meaning in COMMANDS.items():
        commands.add_parser(name, help=meaning, description=meaning)
    return parser
