"""Spread files over processes."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

from flake8_uec.project import looks
from flake8_uec.project.caches import Caches
from flake8_uec.project.config import Resolver
from flake8_uec.project.disk import Disk
from flake8_uec.project.worker import Worker

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

    from flake8_uec.project.before import Before

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
    """Runs a worker's methods over many files, in this process or in several, which start when they are needed."""

    def __init__(
        self,
        resolver: Resolver,
        jobs: int,
        disk: Disk | None = None,
        caches: Caches | None = None,
        before: Before | None = None,
    ) -> None:
        """What follows the number of processes is as for a worker."""
        self.worker = Worker(resolver, disk, caches, before)
        self._jobs = jobs
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._executor is None:
            return
        if kind is not None:
            _stop_workers()
        self._executor.shutdown(cancel_futures=True)

    def map(self, method: str, paths: Sequence[str], *arguments: Any) -> Iterator[Any]:
        """Yield what the worker's method gives for each chunk of paths, in order. Raise `PoolError`."""
        chunks = [paths[start : start + CHUNK] for start in range(0, len(paths), CHUNK)]
        if self._executor is None and self._jobs > 1 and len(paths) >= FEWEST:
            self._executor = _executor(self.worker, min(self._jobs, len(chunks)))
        if self._executor is None:
            for index, chunk in enumerate(chunks, 1):
                result = getattr(self.worker, method)(chunk, *arguments)
                yield result if index == len(chunks) else _collected(result)
            return
        futures = [self._executor.submit(_run, method, chunk, *arguments) for chunk in chunks]
        for future, chunk in zip(futures, chunks, strict=True):
            yield _result(future, chunk)


def _executor(worker: Worker, processes: int) -> ProcessPoolExecutor:
    # Slow to import, and not needed for the few files of a commit.
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    context = get_context("fork" if sys.platform == "linux" else "spawn")
    arguments = worker.resolver, worker.disk, worker.caches, worker.before
    return ProcessPoolExecutor(processes, context, _start, (looks.are_noted(), *arguments))


def _result(future: Future[Any], chunk: Sequence[str]) -> Any:
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    try:
        return future.result()
    except BrokenProcessPool as error:
        where = f"{chunk[0]} and the files after it were read"
        message = f"a worker process died while {where}: it was killed, or memory ran out"
        raise PoolError(f"{message}; `--jobs 1` needs the least memory") from error


def _stop_workers() -> None:
    """End the processes at once: what they still would find is wanted no more."""
    from multiprocessing import active_children  # noqa: PLC0415

    for process in active_children():
        process.terminate()


_worker: Worker


def _start(are_noted: bool, *arguments: Any) -> None:
    global _worker  # noqa: PLW0603 -- one worker a process is what a pool's initializer is for
    from threading import Thread  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    if are_noted:
        looks.begin()
    _worker = Worker(*arguments)
    gc.freeze()
    gc.disable()


def _end_with_parent() -> None:
    """Leave no orphan where the command itself is killed."""
    from multiprocessing import parent_process  # noqa: PLC0415

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run(method: str, chunk: Sequence[str], *arguments: Any) -> Any:
    return _collected(getattr(_worker, method)(chunk, *arguments))


def _collected(result: Any) -> Any:
    """Let the cycles of some files go at once; what stays then, as what is known of modules, is not looked at again."""
    if not gc.isenabled():
        gc.collect()
        gc.freeze()
    return result
