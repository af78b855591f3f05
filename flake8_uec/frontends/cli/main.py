"""The entry point: which command to run, and what becomes of its errors."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from flake8_uec import __version__
from flake8_uec.frontends.cli import terminal
from flake8_uec.frontends.cli.parser import Parser
from flake8_uec.project.mistakes import ConfigError, did_you_mean

CLEAN, FINDINGS, FAILURE, INTERRUPTED = 0, 1, 2, 130

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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    gc.disable()  # what a run holds, it holds to the end; whoever makes garbage in bulk collects it
    terminal.prepare_streams()
    try:
        code = _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
        return code
    except (ConfigError, terminal.Unusable) as error:
        terminal.error(str(error))
        return FAILURE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        terminal.drop_output()
        return FINDINGS
    except OSError as error:
        terminal.drop_output()
        terminal.error(str(error))
        return FAILURE
    except Exception:
        from traceback import format_exc  # noqa: PLC0415 -- only after a defect

        terminal.error(f"this is a defect of flake8-uec, please report it\n\n{format_exc()}")
        return FAILURE


def _run(arguments: Sequence[str]) -> int:
    try:
        if not arguments or arguments[0] not in COMMANDS:
            _without_command(arguments)
        name, *rest = arguments
        command = import_module(f"flake8_uec.frontends.cli.{name}")
        parser = Parser(f"flake8-uec {name}", f"{COMMANDS[name]}.")
        command.add_options(parser)
        return int(command.run(parser.read(rest)))
    except SystemExit as stop:
        return int(stop.code or CLEAN)


def _without_command(arguments: Sequence[str]) -> NoReturn:
    """Answer `--help` and `--version`, or say why nothing can be done."""
    parser = _parser()
    if not arguments:
        parser.print_help(sys.stderr)
        sys.exit(FAILURE)
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
