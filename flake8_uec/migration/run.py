"""A run of a migration, from its first file to its last."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import field, replace
from functools import cached_property

from flake8_uec.migration.attempt import LAND, MANUAL, OPEN, REFUSED, RESTORED, Attempt, Bench, Checks, Tried, log_name
from flake8_uec.migration.benches import Benches
from flake8_uec.migration.changing import trial
from flake8_uec.migration.choices import Choices
from flake8_uec.migration.item import Item, items
from flake8_uec.migration.journal import Journal
from flake8_uec.migration.linting import Linting
from flake8_uec.migration.message import commit_message
from flake8_uec.migration.plan import digest
from flake8_uec.migration.plan_file import decode
from flake8_uec.migration.repository import GitError, Repository, read_bytes
from flake8_uec.migration.rollback import planned, roll_back
from flake8_uec.migration.stage import Stage
from flake8_uec.migration.state import COMMITTED, FINISHED, INTERRUPTED, KEPT, State, fold
from flake8_uec.migration.verify import Verify
from flake8_uec.model.policy import Migration
from flake8_uec.model.values import dataclass
from flake8_uec.project.disk import ChangedError

Told = Callable[[Item, Tried, int, int], None]
"""Called with each file, what came of it, how many are done and how many there are."""


@dataclass(slots=True)
class Control:
    """How a run is ended early, and who is told of its files.

    commits: whether the run commits them, by its own options or by those of the run that it goes on with.
    """

    told: Told = lambda *_: None
    commits: bool = False
    stop: bool = False
    verify: list[Verify] = field(default_factory=list)

    def abort(self) -> None:
        """End what is verified now."""
        self.stop = True
        for one in self.verify:
            one.abort()


class Run:
    """Migrates the files of a plan.

    user: the work tree that the user works in.
    directory: the user's working directory, absolute.
    name: what the run is called in the journal.
    """

    def __init__(self, name: str, user: Repository, choices: Choices, control: Control, directory: str) -> None:
        self._name = name
        self._user = user
        self._choices = choices
        self._control = control
        control.commits = choices.commit
        self._directory = directory
        self._journal = Journal(user)
        self._plan = decode(choices.plan, "the plan")
        self._verify = Verify(choices.verify, choices.timeout) if choices.verify else None
        self._verify_batch = Verify(choices.verify_batch, choices.timeout) if choices.verify_batch else None
        control.verify += filter(None, (self._verify, self._verify_batch))
        self._failures = 0
        self._done = 0

    def go(self) -> State:
        """Migrate what is left, and return what came of the run. Raise `GitError` or `VerifyError`."""
        every = [*items(self._plan, self._choices)]
        with ExitStack() as stack:
            self._stage = Stage(self._own_tree(stack), self._journal, self._name)
            state = self._state()
            if state.change:
                self._stage.recover(state.change)
                state = self._state()
            left = [item for item in every if item.file.path not in state.files and not self._is_done(item)]
            self._done, self._all = len(every) - len(left), len(every)
            reason = self._batches(every, left, stack)
        self._journal.append("end", self._name, reason=reason)
        return self._state()

    def _state(self) -> State:
        return fold(self._journal.of_run(self._name))

    def _is_done(self, item: Item) -> bool:
        """Tell whether a file is as an earlier run left it, or, with `--no-fix`, as it was planned."""
        data = read_bytes(self._stage.repository, item.file.path)
        if data is None:
            return False
        if not self._choices.fix:
            return digest(data) == item.file.digest
        return digest(data) != item.file.digest and digest(data) in self._results.get(item.file.path, ())

    @cached_property
    def _results(self) -> dict[str, list[str]]:
        """What earlier runs made of files."""
        found: dict[str, list[str]] = {}
        for event in self._journal.events():
            if event["event"] == "file" and event["status"] in (COMMITTED, KEPT):
                found.setdefault(event["path"], []).append(event["after"])
        return found

    def _batches(self, every: Sequence[Item], left: Sequence[Item], stack: ExitStack) -> str:
        """Migrate batch by batch, and return why the run ends. A batch may lack no more than its verification."""
        on_benches = left and (self._choices.jobs > 1 or not self._choices.fix)
        attempt = self._on_benches(stack) if on_benches else self._in_place
        for batch in dict.fromkeys(item.batch for item in every):
            group = [item for item in left if item.batch == batch]
            if not group and self._state().verified.get(batch, {}).keys() != {"before"}:
                continue
            self._batch_verified(batch, "before")
            reason = self._land_all(attempt(group))
            if not reason and not self._batch_verified(batch, "after"):
                reason = self._undo_batch(batch)
            if reason:
                return reason
        return FINISHED

    def _land_all(self, tried: Iterator[tuple[Item, Tried]]) -> str:
        """Land each file that was tried; return why the run ends, `""` where it does not."""
        for item, one in tried:
            landed = self._land(item, one)
            self._done += 1
            self._control.told(item, landed, self._done, self._all)
            if landed.status == LAND:
                self._failures = 0
            elif landed.tests or landed.status == RESTORED:
                self._failures += 1
            if self._failures >= self._choices.max_failures:
                return f"{self._failures} files in a row failed: is the environment in order?"
        return INTERRUPTED if self._control.stop else ""

    def _land(self, item: Item, tried: Tried) -> Tried:
        """Commit a file, or leave it changed, where that is what came of it; put it into the journal."""
        path, record = item.file.path, _record(item, tried)
        try:
            if tried.status != LAND:
                self._stage.record(path, record)
            elif self._choices.commit:
                message = commit_message(item, tried, self._policy)
                self._stage.commit(path, tried.before, tried.after, message, record)
            elif self._choices.fix:
                self._stage.keep(path, tried.before, tried.after, record)
            else:
                fit = replace(tried, status=OPEN, reason="fit to be committed: `--commit` does")
                self._stage.record(path, {**record, "status": fit.status, "reason": fit.reason})
                return fit
        except (OSError, GitError) as error:
            status = REFUSED if isinstance(error, ChangedError) else RESTORED
            failed = replace(tried, status=status, reason=f"it cannot be committed: {error}")
            self._stage.record(path, {**record, "status": failed.status, "reason": failed.reason})
            return failed
        return tried

    @cached_property
    def _policy(self) -> Migration:
        linting = self._linting(self._user)
        return linting.resolver().settings_for(self._user.root).policy.migration

    def _linting(self, repository: Repository) -> Linting:
        here = os.path.join(repository.top, os.path.relpath(self._directory, self._user.top))
        copy_of = (repository.top, self._user.top) if repository.top != self._user.top else None
        return Linting(self._choices, os.path.normpath(here), lambda: self._held, copy_of)

    @cached_property
    def _held(self) -> Collection[str] | None:
        return self._linting(self._user).held(self._user.root)

    def _bench(self, repository: Repository) -> Bench:
        return Bench(repository, self._linting(repository), trial)

    def _in_place(self, todo: Sequence[Item]) -> Iterator[tuple[Item, Tried]]:
        """Try files one after the other where they are to be changed."""
        repository = self._stage.repository
        bench = Bench(repository, self._linting(repository), self._stage.trial)
        for item in todo:
            if self._control.stop:
                return
            yield item, self._try(item, bench)

    def _on_benches(self, stack: ExitStack) -> Callable[[Sequence[Item]], Iterator[tuple[Item, Tried]]]:
        """Try files on work trees of their own."""
        folder = self._journal.folder_of(self._name)
        head = self._stage.repository.head
        trees = [
            _tree(self._user, os.path.join(folder, f"bench-{number}"), head(), stack)
            for number in range(1, self._choices.jobs + 1)
        ]
        benches = Benches([self._bench(tree) for tree in trees], self._try, head)
        return lambda todo: benches.run(todo, lambda: not self._control.stop)

    def _own_tree(self, stack: ExitStack) -> Repository:
        """Return the work tree to commit in: the user's, or one of the run's own."""
        if not self._choices.branch:
            return self._user
        folder = os.path.join(self._journal.folder_of(self._name), "tree")
        return _tree(self._user, folder, self._user.head(), stack, self._choices.branch)

    def _try(self, item: Item, bench: Bench) -> Tried:
        logs = os.path.join(self._journal.folder_of(self._name), "logs")
        os.makedirs(logs, exist_ok=True)
        edited = None if self._choices.fix else read_bytes(self._user, item.file.path)
        if not self._choices.fix and (edited is None or os.path.islink(os.path.join(self._user.root, item.file.path))):
            return Tried(REFUSED, "it is gone" if edited is None else "it is a symbolic link")
        tried = Attempt(item.file, bench, Checks(self._choices, self._verify, logs), edited).run()
        if edited is not None and tried.status in (RESTORED, MANUAL):
            return replace(tried, status=OPEN)
        return tried

    def _batch_verified(self, batch: str, when: str) -> bool:
        """Verify the work tree as a whole; return whether it is no worse than before the batch."""
        known = self._state().verified.get(batch, {})
        if self._verify_batch is None or (when == "before" and "before" in known) or self._control.stop:
            return True
        log = os.path.join(self._journal.folder_of(self._name), f"batch-{log_name(batch)}.{when}.log")
        done = self._verify_batch.run(self._stage.repository.root, log)
        self._journal.append(
            "batch", self._name, batch=batch, when=when, ok=done.is_passed, problem=done.problem, log=log,
            seconds=round(done.seconds, 3),
        )  # fmt: skip
        return when == "before" or done.is_passed or not known.get("before")

    def _undo_batch(self, batch: str) -> str:
        """Roll back what this run made of a batch, and return why the run ends."""
        why = f"batch {batch} passed `--verify-batch` before, and not after"
        undo = planned(self._journal.of_run(self._name), self._stage.repository, [batch])
        try:
            roll_back(undo, self._stage, self._journal, self._name, why)
        except (GitError, OSError) as error:
            return f"{why}; {error}"
        return f"{why}: it was rolled back"


def _tree(user: Repository, folder: str, commit: str, stack: ExitStack, branch: str = "") -> Repository:
    """Return a work tree of the run's own, which is taken away at its end."""
    user.remove_worktree(folder)
    user.add_worktree(folder, commit, branch)
    stack.callback(user.remove_worktree, folder)
    return Repository(user.within(folder), user.lock)


def _record(item: Item, tried: Tried) -> dict[str, object]:
    return {
        "batch": item.batch,
        "position": item.position,
        "status": tried.status,
        "reason": tried.reason,
        "before": digest(tried.before),
        "after": digest(tried.after),
        "fixed": dict(tried.fixed),
        "left": dict(tried.left),
        "unsafe": list(tried.unsafe),
        "tests": {when: dict(numbers) for when, numbers in tried.tests.items()},
        "seconds": tried.seconds,
        "log": tried.log,
    }


def totals(choices: Choices) -> dict[str, int]:
    """Return how many files a run is about, by batch."""
    return dict(Counter(item.batch for item in items(decode(choices.plan, "the plan"), choices)))
