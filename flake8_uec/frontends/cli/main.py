"""The entry point: the parser of the command line, and what every subcommand shares."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from flake8_uec import __version__
from flake8_uec.frontends.cli import check, rule, terminal
from flake8_uec.project.mistakes import ConfigError
from flake8_uec.project.pool import PoolError

CLEAN, FINDINGS, FAILURE, INTERRUPTED = 0, 1, 2, 130
COMMANDS = (check, rule)


class Parser(argparse.ArgumentParser):
    """An argument parser that accepts no abbreviated option and speaks as the rest of the command does."""

    def __init__(self, **options: object) -> None:
        options.setdefault("allow_abbrev", False)
        super().__init__(**options)  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and exit with 2."""
        terminal.error(f"{message}\n\nFor more information, try '{self.prog} --help'.")
        sys.exit(FAILURE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code. No traceback reaches a user."""
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = _parser()
    try:
        if not arguments:
            parser.print_help(sys.stderr)
            return FAILURE
        _refuse_paths(parser, arguments[0])
        options = parser.parse_args(arguments)
        return int(options.run(options))
    except (ConfigError, PoolError, terminal.Unusable) as error:
        terminal.error(str(error))
        return FAILURE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone; what is still buffered must not raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINDINGS


def _parser() -> Parser:
    parser = Parser(
        prog="flake8-uec",
        description="The linter that carries a large migration to its end.",
        epilog="For help with a command: flake8-uec COMMAND --help",
    )
    parser.add_argument("-V", "--version", action="version", version=f"flake8-uec {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=Parser)
    for command in COMMANDS:
        command.add_to(commands)
    return parser


def _refuse_paths(parser: Parser, first: str) -> None:
    """`flake8-uec PATH` is a likely slip; say what was meant rather than list the commands."""
    known = {command.__name__.rpartition(".")[2] for command in COMMANDS}
    if first not in known and not first.startswith("-") and os.path.exists(first):
        parser.error(f"`{first}` is a path, not a command: use `flake8-uec check {first}`")
