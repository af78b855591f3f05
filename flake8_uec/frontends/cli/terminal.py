"""Standard output and standard error, and when to colour them."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress

from flake8_uec.frontends.cli.streams import ESCAPED, drop_output

TYPE_CHECKING = False  # as in `streams.py`
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO


class Unusable(Exception):
    """Something that the user named cannot be used. The message is for the user."""


def error(message: str, color: str = "auto") -> None:
    """Say on standard error why the command cannot go on."""
    _say("error", "31", message, color)


def warning(message: str, color: str = "auto") -> None:
    """Say on standard error what the user should know."""
    _say("warning", "33", message, color)


def _say(kind: str, style: str, message: str, color: str) -> None:
    head = f"\x1b[1;{style}m{kind}\x1b[0m" if wants_color(color, sys.stderr) else kind
    with suppress(OSError, ValueError):
        print(f"{head}: {message}", file=sys.stderr, flush=True)


def wants_color(choice: str, stream: TextIO) -> bool:
    """Tell whether to colour a stream: `always`, `never`, or by the environment and the stream itself."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()


@contextmanager
def destination(path: str | None = None) -> Iterator[TextIO]:
    """Give the stream to write to: standard output, or a file that is replaced as a whole.

    Raise `Unusable` where it cannot be written; a file that was there before is then still there.
    """
    try:
        with _standard_output() if path is None else _file(path) as stream:
            yield stream
    except BrokenPipeError:
        raise
    except OSError as problem:
        if path is None:
            drop_output()
        name = "standard output" if path is None else f"`{path}`"
        raise Unusable(f"cannot write {name}: {problem.strerror or problem}") from problem


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    yield sys.stdout
    sys.stdout.flush()


def _file(path: str) -> AbstractContextManager[TextIO]:
    """Open a file that need not exist. Devices, pipes and our own streams cannot be replaced, only written."""
    if not path:
        raise Unusable("`--output-file` names no file")
    target = os.path.realpath(path)
    try:
        status = os.stat(path)
    except FileNotFoundError:
        return _replacing(target)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            if os.path.samestat(status, os.fstat(stream.fileno())):
                return nullcontext(stream)
    if stat.S_ISREG(status.st_mode) and os.access(os.path.dirname(target), os.W_OK):
        return _replacing(target)
    return open(path, "w", encoding="utf-8", errors=ESCAPED)


@contextmanager
def _replacing(path: str) -> Iterator[TextIO]:
    """Give a stream whose text takes the place of a file once all of it is written."""
    from tempfile import NamedTemporaryFile  # noqa: PLC0415 -- slow to import, and seldom needed

    folder = os.path.dirname(path)
    os.makedirs(folder, exist_ok=True)
    file = NamedTemporaryFile(  # noqa: SIM115 -- closed before it takes its place
        "w", encoding="utf-8", errors=ESCAPED, dir=folder, prefix=".flake8-uec-", delete=False
    )
    try:
        with file:
            yield file  # type: ignore[misc]
        os.chmod(file.name, _mode(path))
        os.replace(file.name, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(file.name)


def _mode(path: str) -> int:
    """Return the mode that a file has, or that a new one would get."""
    with suppress(OSError):
        return os.stat(path).st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
