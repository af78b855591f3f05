"""Say again what the same command said before, where nothing has changed that its answer depends on.

This is all that such a run imports: the rest of the command takes longer to import than this takes.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from time import strftime

from flake8_uec.frontends.cli.streams import Heard
from flake8_uec.frontends.cli.terminal import destination
from flake8_uec.project import looks
from flake8_uec.project.answers import Answers
from flake8_uec.project.digest import digest
from flake8_uec.project.places import build, here, named_directory, nearest_directory

TYPE_CHECKING = False  # as in `streams.py`
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


_PASSING = frozenset({"_", "SHLVL", "OLDPWD", "GIT_AUTHOR_DATE"})
"""Variables that differ from run to run, as of one commit's hook, and that neither we nor the git we ask go by."""


def say(arguments: Sequence[str]) -> int | None:
    """Say again what `check` said, and return its exit code; `None` where that may not be what it would say now."""
    answers = _answers(arguments)
    found = answers and answers.find(_key(arguments))
    if not found:
        return None
    code, said = found
    for is_error, text in said:
        if is_error:
            sys.stderr.write(text)
        else:
            with destination() as stream:
                stream.write(text)
    return code


class Hearing:
    """Hears what a run of `check` says."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._arguments = arguments
        self._key = _key(arguments)
        self.said: list[tuple[bool, str]] = []

    def keep(self, code: int) -> None:
        """Let what was said be said again."""
        looked, answers = looks.take(), _answers(self._arguments)
        if looked is not None and looked.is_firm and answers is not None:
            answers.keep(self._key, code, self.said, looked)


@contextmanager
def hearing(arguments: Sequence[str]) -> Iterator[Hearing]:
    """Hear what is said, and note what is looked at."""
    heard, streams = Hearing(arguments), (sys.stdout, sys.stderr)
    looks.begin()
    sys.stdout = Heard(sys.stdout, heard.said, is_error=False)
    sys.stderr = Heard(sys.stderr, heard.said, is_error=True)
    try:
        yield heard
    finally:
        sys.stdout, sys.stderr = streams
        looks.end()


def _answers(arguments: Sequence[str]) -> Answers | None:
    """Return where the answers to a command are kept, `None` where there is no place yet."""
    named = _named(arguments)
    directory = named or nearest_directory()
    return Answers(directory, is_trusted=named is not None) if directory else None


def _named(arguments: Sequence[str]) -> str | None:
    """Return the cache directory that is named. A wrong guess costs time: what is not kept there is not found there."""
    words = iter(arguments)
    for word in words:
        option, equals, value = word.partition("=")
        if option == "--cache-dir":
            return value if equals else next(words, None)
    return named_directory()


def _key(arguments: Sequence[str]) -> bytes:
    """Return what stands for the command and all around it but the disk. A digest: the environment holds secrets."""
    streams = [(one.isatty(), one.encoding) for one in (sys.stdout, sys.stderr)]
    around = sorted((name, value) for name, value in os.environ.items() if name not in _PASSING)
    parts = build(), *arguments, here(), *sys.path, strftime("%Y-%m-%d"), around, streams
    return digest(repr(parts).encode("utf-8", "surrogatepass"))
