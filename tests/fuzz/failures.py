"""Keeps the inputs that something fails on: the smallest one of each kind."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path

from tests.fuzz.limits import Hang

_VARIES = re.compile(r"\d+|'.*|\".*|`.*|/\S+")


class Failures:
    """The failures of one run, and how often something was tried.

    A kind of failure is where it came up and what was said, short of what differs from input to input.
    """

    def __init__(self, folder: Path, front: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._front = front
        self._smallest: dict[str, int] = {}
        self.tried = 0

    def __len__(self) -> int:
        return len(self._smallest)

    def guard(self, check: Callable[..., object], data: bytes, *where: str, told: str = "") -> None:
        """Try one input, at a path if it has one; what goes wrong is kept, and does not stop the run."""
        self.tried += 1
        try:
            check(data, *where)
        except (Exception, Hang) as error:
            self._keep(error, data, f"{where}\n{told}")

    def _keep(self, error: BaseException, data: bytes, told: str) -> None:
        kind = _kind(error, traceback.extract_tb(error.__traceback__))
        if len(data) < self._smallest.get(kind, len(data) + 1):
            self._smallest[kind] = len(data)
            path = self._folder / f"{self._front}-{sha256(kind.encode()).hexdigest()[:8]}"
            path.with_suffix(".input").write_bytes(data)
            trace = "".join(traceback.format_exception(error))
            path.with_suffix(".txt").write_text(f"{told}\n{trace}", "utf-8", "backslashreplace")


def _kind(error: BaseException, frames: Iterable[traceback.FrameSummary]) -> str:
    """Return what two failures share that have one cause, as far as can be told. Where a hang is met varies."""
    places = [f"{frame.filename}:{frame.lineno}" for frame in frames]
    depth = 4 if isinstance(error, Hang) else len(places)
    said = _VARIES.sub("", str(error).partition("\n")[0])[:80]
    return f"{type(error).__name__} {places[:depth][-1:]} {said}"
