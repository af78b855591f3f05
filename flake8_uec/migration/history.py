"""The burn-down of every rule over the history of a repository."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

from flake8_uec import __version__
from flake8_uec.migration.history_store import Store
from flake8_uec.migration.past import Commit
from flake8_uec.migration.repository import Repository
from flake8_uec.migration.tracker import Tally, Tracker
from flake8_uec.model.history import Burndown, Step
from flake8_uec.project.caches import built
from flake8_uec.project.config import Resolver
from flake8_uec.project.digest import digest
from flake8_uec.project.memory import settings_key

Told = Callable[[int, int], None]
"""Called with the number of commits done and the number of all."""


def burndown(
    repository: Repository, resolver: Resolver, commits: Sequence[Commit], jobs: int, told: Told | None
) -> Burndown:
    """Return the findings at each commit. What is found out is remembered at once, and never found out again."""
    settings = resolver.settings_for(repository.root)
    key = digest(settings_key(settings, "history") + f"{__version__} {built()} {repository.root}".encode())
    store = Store(repository.common, key)
    tracker = Tracker(os.path.realpath(repository.top), repository.root, resolver, store, jobs)
    steps = []
    try:
        for index, commit in enumerate(commits):
            previous = commits[index - 1] if index else None
            steps.append(_step(tracker, store, commit, previous))
            if told:
                told(index + 1, len(commits))
    finally:
        tracker.close()
        store.close()
    return Burndown(tuple(steps))


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
