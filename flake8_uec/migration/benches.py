"""Tries files on several work trees at once, and hands them back in the order in which they came."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from queue import SimpleQueue

from flake8_uec.migration.attempt import Bench, Tried
from flake8_uec.migration.item import Item

AHEAD = 4
"""So many files a bench are tried before the first of them is handed back: what is ended early is tried in vain."""

Futures = dict[str, "Future[Tried]"]
Try = Callable[[Item, Bench], Tried]


class Benches:
    """Work trees of a run's own, all at the commit that the last file was committed with.

    head: returns that commit. A file is tried once those that it needs are handed back.
    """

    def __init__(self, benches: Sequence[Bench], attempt: Try, head: Callable[[], str]) -> None:
        self._benches = benches
        self._free: SimpleQueue[Bench] = SimpleQueue()
        for bench in benches:
            self._free.put(bench)
        self._attempt = attempt
        self._head = head

    def run(self, items: Sequence[Item], wanted: Callable[[], bool]) -> Iterator[tuple[Item, Tried]]:
        """Yield what came of each file, in order. Once no more are `wanted`, only what is under way is ended."""
        with ThreadPoolExecutor(len(self._benches)) as pool:
            futures: Futures = {}
            left = list(items)
            try:
                while left:
                    self._submit(pool, left, futures, wanted)
                    first = futures.get(left[0].file.path)
                    if first is None:
                        return
                    if first.done():
                        item = left.pop(0)
                        yield item, futures.pop(item.file.path).result()
                    else:
                        wait(futures.values(), return_when=FIRST_COMPLETED)
            finally:
                pool.shutdown(cancel_futures=True)

    def _submit(
        self,
        pool: ThreadPoolExecutor,
        left: Sequence[Item],
        futures: dict[str, Future[Tried]],
        wanted: Callable[[], bool],
    ) -> None:
        """Start on the first files that wait for nothing, as many as there are benches."""
        waiting = {item.file.path for item in left}
        for item in left:
            running = sum(not future.done() for future in futures.values())
            if running >= len(self._benches) or len(futures) >= AHEAD * len(self._benches) or not wanted():
                return
            if item.file.path not in futures and waiting.isdisjoint(item.file.needs):
                futures[item.file.path] = pool.submit(self._on_a_bench, item, self._head())

    def _on_a_bench(self, item: Item, head: str) -> Tried:
        bench = self._free.get()
        try:
            bench.repository.reset(head)
            return self._attempt(item, bench)
        finally:
            self._free.put(bench)
