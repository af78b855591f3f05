"""Spread files over processes."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Any

from flake8_uec.project.config import Resolver
from flake8_uec.project.worker import Worker

CHUNK = 48
"""Files a task: small enough for two processes to end together, large enough to hide the hand-over."""

FEWEST = 64
"""Below this many files one process is done before a second has started."""


class PoolError(Exception):
    """A process of the pool died. The message is for the user."""


def available_jobs() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Pool:
    """Runs a worker's methods over many files, in this process or in several."""

    def __init__(self, resolver: Resolver, jobs: int, files: int) -> None:
        self.worker = Worker(resolver)
        self._executor: ProcessPoolExecutor | None = None
        if jobs > 1 and files >= FEWEST:
            context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
            self._executor = ProcessPoolExecutor(jobs, context, _start, (resolver,))

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=kind is None, cancel_futures=True)

    def map(self, method: str, paths: Sequence[str], *arguments: Any) -> Iterator[Any]:
        """Yield what the worker's method gives for each chunk of paths, in order. Raise `PoolError`."""
        chunks = [paths[start : start + CHUNK] for start in range(0, len(paths), CHUNK)]
        if self._executor is None:
            yield from (getattr(self.worker, method)(chunk, *arguments) for chunk in chunks)
            return
        futures = [self._executor.submit(_run, method, chunk, *arguments) for chunk in chunks]
        for future, chunk in zip(futures, chunks, strict=True):
            try:
                yield future.result()
            except BrokenProcessPool as error:
                message = f"a process died while it linted one of {len(chunk)} files from {chunk[0]} on"
                raise PoolError(f"{message}; `--jobs 1` tells which") from error


_worker: Worker


def _start(resolver: Resolver) -> None:
    global _worker  # noqa: PLW0603 -- one worker a process is what a pool's initializer is for
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker = Worker(resolver)
    gc.freeze()
    gc.disable()


def _run(method: str, chunk: Sequence[str], *arguments: Any) -> Any:
    result = getattr(_worker, method)(chunk, *arguments)
    # Syntax trees hold no cycles worth a collection while they are built; what is left goes once a chunk.
    gc.collect()
    return result
