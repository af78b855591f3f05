"""The parser of one command's options: no abbreviations, and suggestions after a slip."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from flake8_uec.frontends.cli import terminal
from flake8_uec.project.mistakes import did_you_mean

USAGE_ERROR = 2


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks as the rest of the command does."""

    def __init__(self, prog: str, description: str, epilog: str | None = None) -> None:
        super().__init__(prog, description=description, epilog=epilog, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and exit with 2."""
        terminal.error(f"{message}\n\nFor more information, try '{self.prog} --help'.")
        sys.exit(USAGE_ERROR)

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Parse arguments; files may stand before, between and behind options. What was given is `arguments`."""
        words = map(self._without_value, _without_dashes(arguments))
        options, unknown = self.parse_known_intermixed_args([*words], argparse.Namespace(arguments=[*arguments]))
        if unknown:
            self.unexpected(next((word for word in unknown if word.startswith("-")), unknown[0]))
        return options

    def _without_value(self, word: str) -> str:
        """An option whose value may be left out takes it behind `=`, never from the next word, which is a file."""
        action = self._option_string_actions.get(word)
        return f"{word}=" if action is not None and action.nargs == "?" else word

    def unexpected(self, word: str) -> NoReturn:
        """Refuse an argument, and name the option that it may have been meant for."""
        option = word.partition("=")[0]
        near = did_you_mean(option, self._option_string_actions) if option.startswith("--") else ""
        self.error(f"unexpected argument `{option}`{near}")


def _without_dashes(arguments: Sequence[str]) -> list[str]:
    """Return arguments without `--`; a file behind it whose name looks like an option is written as a path."""
    words = list(arguments)
    if "--" not in words:
        return words
    at = words.index("--")
    files = (f"./{word}" if word.startswith("-") and word != "-" else word for word in words[at + 1 :])
    return [*words[:at], *files]


def one_of(*values: str) -> Callable[[str], str]:
    """Return an argument type that accepts some words only."""

    def read(text: str) -> str:
        if text in values:
            return text
        raise argparse.ArgumentTypeError(
            f"unknown value `{text}`{did_you_mean(text, values) or ': use one of ' + ', '.join(values)}"
        )

    return read
