"""Standard output and standard error, and when to colour them."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO


class Unusable(Exception):
    """Something that the user named cannot be used. The message is for the user."""


def error(message: str) -> None:
    """Say on standard error why the command cannot go on."""
    _say("error", "31", message)


def warning(message: str) -> None:
    """Say on standard error what the user should know."""
    _say("warning", "33", message)


def _say(kind: str, style: str, message: str) -> None:
    head = f"\x1b[1;{style}m{kind}\x1b[0m" if wants_color("auto", sys.stderr) else kind
    with suppress(OSError, ValueError):
        print(f"{head}: {message}", file=sys.stderr, flush=True)


def wants_color(choice: str, stream: TextIO) -> bool:
    """Tell whether to colour a stream: `always`, `never`, or by the environment and the stream itself."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") not in (None, "", "0"):
        return True
    return stream.isatty()


@contextmanager
def destination(path: str | None) -> Iterator[TextIO]:
    """Give the stream that findings are written to: standard output, or a file that is replaced as a whole.

    Raise `Unusable` where the file cannot be written; what was there before is then still there.
    """
    if path is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    temporary = ""
    try:
        folder = os.path.dirname(os.path.abspath(path))
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, delete=False) as file:
            temporary = file.name
            yield file  # type: ignore[misc]
        os.chmod(temporary, _mode(path))
        os.replace(temporary, path)
    except OSError as problem:
        with suppress(OSError):
            os.unlink(temporary)
        raise Unusable(f"cannot write {path}: {problem.strerror or problem}") from problem


def _mode(path: str) -> int:
    """Return the mode that a file has, or that a new one would get."""
    with suppress(OSError):
        return os.stat(path).st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def write(stream: TextIO, chunks: Iterable[str]) -> None:
    """Write text, with what the stream's encoding lacks (or a file name that is not UTF-8) escaped."""
    encoding = stream.encoding or "utf-8"
    for chunk in chunks:
        try:
            stream.write(chunk)
        except UnicodeEncodeError:
            stream.write(chunk.encode(encoding, "backslashreplace").decode(encoding))
