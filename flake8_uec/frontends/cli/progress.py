"""A progress bar on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flake8_uec.frontends.cli.streams import unheard

FEWEST = 400
"""A run of fewer files is over before a bar could be read."""


@contextmanager
def progress_bar(
    *, enabled: bool, what: str = "Checking", fewest: int = FEWEST
) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function that shows how many files of how many are done; `None` where nobody looks."""
    if not enabled or not sys.stderr.isatty():
        yield None
        return
    bar = _Bar(what, fewest)
    try:
        yield bar
    finally:
        bar.close()


class _Bar:
    """Drawn by rich, which is imported when the first file of a long run is done."""

    def __init__(self, what: str, fewest: int) -> None:
        self._what = what
        self._fewest = fewest
        self._close: Callable[[], None] = lambda: None
        self._advance: Callable[[int], None] | None = None

    def __call__(self, done: int, total: int) -> None:
        if total < self._fewest:
            return
        if self._advance is None:
            self._open(total)
        assert self._advance is not None
        self._advance(done)

    def _open(self, total: int) -> None:
        from rich.console import Console  # noqa: PLC0415 -- heavy, and seldom needed
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

        columns = (TextColumn(self._what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        # What goes to standard output is written above the bar, where that is the same terminal.
        redirect = sys.stdout.isatty()
        progress = Progress(
            *columns, console=Console(file=unheard(sys.stderr)), transient=True, redirect_stdout=redirect
        )
        task = progress.add_task("", total=total)
        progress.start()
        self._advance = lambda done: progress.update(task, completed=done)
        self._close = progress.stop

    def close(self) -> None:
        """Take the bar off the screen."""
        self._close()
