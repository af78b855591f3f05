"""Where findings go, and in which formats: several at once, each `--output-file` for the format before it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flake8_uec.frontends.cli.terminal import Unusable
from flake8_uec.model.values import dataclass
from flake8_uec.project.vocabulary import known


@dataclass(frozen=True, slots=True)
class Output:
    """A format, `""` for that of the configuration, and the file that it goes to, `None` for standard output."""

    format: str = ""
    file: str | None = None


class Collect(argparse.Action):
    """Keep the formats and files of a command line in their order, beside the last of each."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option: str | None = None
    ) -> None:
        """Take one `--output-format` or `--output-file`."""
        given: Sequence[tuple[str, str]] = getattr(namespace, "outputs", ())
        namespace.outputs = (*given, (self.dest, values))
        setattr(namespace, self.dest, values)


def outputs(options: argparse.Namespace) -> list[Output]:
    """Return what is to be written, standard output last. Raise `Unusable` where the options contradict one another."""
    given: Sequence[tuple[str, str]] = getattr(options, "outputs", ())
    if len(given) < 3 and len({option for option, _ in given}) == len(given):
        found = [Output(dict(given).get("output_format", ""), dict(given).get("output_file"))]
    else:
        found = _pairs(given)
    _refuse(found, options)
    return sorted(found, key=lambda one: one.file is None)


def _pairs(given: Sequence[tuple[str, str]]) -> list[Output]:
    found: list[Output] = []
    for option, value in given:
        if option == "output_format":
            found.append(Output(value))
        elif not found or found[-1].file is not None:
            raise Unusable(f"`--output-file {value}` has no format: it belongs to the `--output-format` before it")
        else:
            found[-1] = replace(found[-1], file=value)
    return found


_ONE_ONLY = ("show_files", "show_settings", "diff")


def _refuse(found: Sequence[Output], options: argparse.Namespace) -> None:
    problems = (known().problem("format", one.format) for one in found if one.format)
    for problem in filter(None, problems):
        raise Unusable(problem)
    for option in _ONE_ONLY:
        if len(found) > 1 and getattr(options, option):
            raise Unusable(f"`--{option.replace('_', '-')}` has one output, and cannot be used with several formats")
    places = [one.file and os.path.realpath(one.file) for one in found]
    for one, place in zip(found, places, strict=True):
        if places.count(place) > 1:
            where = f"`{one.file}`" if one.file else "standard output; give all but one an `--output-file` behind it"
            raise Unusable(f"several formats go to {where}")
