"""The burn-down of every rule over the history of a repository."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from flake8_uec.migration.history_store import Store
from flake8_uec.migration.past import Commit
from flake8_uec.migration.repository import Repository
from flake8_uec.migration.tracker import Tally, Tracker
from flake8_uec.model.history import Burndown, Step
from flake8_uec.project.config import Resolver
from flake8_uec.project.digest import digest
from flake8_uec.project.memory import settings_key
from flake8_uec.project.places import build

Told = Callable[[int, int], None]
"""Called with the number of commits done and the number of all."""


def burndown(
    repository: Repository, resolver: Resolver, commits: Sequence[Commit], jobs: int, told: Told | None
) -> Burndown:
    """Return the findings at each commit. What is found out is remembered at once, and never found out again."""
    steps = []
    judge = _Judge(repository, resolver, jobs)
    try:
        for index, commit in enumerate(commits):
            previous = commits[index - 1] if index else None
            judge.turn_to(commit.date[: len("2026-12-31")])
            steps.append(_step(judge.tracker, judge.store, commit, previous))
            if told:
                told(index + 1, len(commits))
    finally:
        judge.close()
    return Burndown(tuple(steps))


class _Judge:
    """Who looks at the commits: by the policy as it was on the day of each, where that has dates.

    On the day when a ban begins, the findings that were there are counted, and no commit has brought them.
    """

    def __init__(self, repository: Repository, resolver: Resolver, jobs: int) -> None:
        self._repository = repository
        self._resolver = resolver
        self._jobs = jobs
        self._key = b""
        self.store: Store
        self.tracker: Tracker

    @cached_property
    def _has_dates(self) -> bool:
        return self._resolver.settings_for(self._repository.root).policy.has_dates

    def turn_to(self, day: str) -> None:
        """Go by the policy of a day."""
        if self._key and not self._has_dates:
            return
        root = self._repository.root
        resolver = self._resolver.on(day) if self._has_dates else self._resolver
        settings = settings_key(resolver.settings_for(root), "history")
        key = digest(settings + f"{build()} {root}".encode())
        if key != self._key:
            self.close()
            self._key, self.store = key, Store(self._repository.common, key)
            self.tracker = Tracker(os.path.realpath(self._repository.top), root, resolver, self.store, self._jobs)

    def close(self) -> None:
        """End what was begun."""
        if self._key:
            self.tracker.close()
            self.store.close()


def _step(tracker: Tracker, store: Store, commit: Commit, previous: Commit | None) -> Step:
    before = previous.id if previous else ""
    known = store.commit(commit.id, before)
    if known is None:
        store.begin()
        if previous is not None and tracker.at != previous:
            tracker.go_to(previous)
        added, removed = tracker.go_to(commit)
        known = _as_json(tracker.counts, *((added, removed) if previous else (Tally(), Tally())))
        store.save_commit(commit.id, before, known)
        store.end()
    return Step(commit.id, commit.author, commit.date, commit.subject, **known)


def _as_json(counts: Tally, added: Tally, removed: Tally) -> dict[str, Any]:
    tallies = {"counts": counts, "added": added, "removed": removed}
    return {name: {code: one[code] for code in sorted(one) if one[code]} for name, one in tallies.items()}
