"""Starts a run, or goes on with the last one."""

from __future__ import annotations

import os
import time
from pathlib import Path

from flake8_uec.migration.choices import Choices
from flake8_uec.migration.journal import FOLDER, Journal
from flake8_uec.migration.lock import is_locked, locked
from flake8_uec.migration.repository import GitError, Repository
from flake8_uec.migration.run import Control, Run, totals
from flake8_uec.migration.stage import Stage
from flake8_uec.migration.state import FINISHED, INTERRUPTED, RUNNING, State, fold

PLAN = "plan.json"
"""The plan of a run, in its folder."""


def start(root: str, choices: Choices, control: Control, directory: str) -> State:
    """Migrate the files of a plan. Raise `GitError`, `VerifyError` or `ConfigError`."""
    with locked(os.path.join(Repository(root).common, FOLDER)) as lock:
        repository = _ready(root, lock, choices)
        journal = Journal(repository)
        _bring_to_an_end(repository, journal)
        name = _new_name(journal)
        run = Run(name, repository, choices, control, directory)
        Path(journal.folder_of(name), PLAN).write_text(choices.plan, "utf-8")
        head = repository.head()
        repository.set_ref(f"refs/flake8-uec/{name}", head)
        values = {
            "root": repository.root,
            "place": repository.place,
            "start": head,
            "choices": choices.to_json(),
            "total": totals(choices),
        }
        journal.append("run", name, **values)
        return run.go()


def last(root: str) -> State:
    """Return what came of the run that was started last; one that was killed is `INTERRUPTED`. Raise `GitError`."""
    journal = Journal(Repository(root))
    state = fold(journal.of_run(journal.last_run()))
    if state.run and state.end == RUNNING and not is_locked(journal.folder):
        state.end = INTERRUPTED
    return state


def resume(root: str, control: Control, directory: str) -> State:
    """Go on with the run that was started last. Raise as `start` does."""
    with locked(os.path.join(Repository(root).common, FOLDER)) as lock:
        journal = Journal(Repository(root))
        name = journal.last_run()
        state = fold(journal.of_run(name))
        if not name or state.end == FINISHED:
            raise GitError("there is no run to go on with" + (f": {name} is finished" if name else ""))
        plan = Path(journal.folder_of(name), PLAN).read_text("utf-8")
        choices = Choices.from_json(state.choices, plan)
        repository = _ready(state.root, lock, choices)
        run = Run(name, repository, choices, control, directory)
        journal.append("resume", name)
        return run.go()


def _bring_to_an_end(repository: Repository, journal: Journal) -> None:
    """Undo, or note, what a run that was killed was about to do to a file: nobody goes on with it now."""
    former = fold(journal.of_run(journal.last_run()))
    if former.change and not former.choices.get("branch"):
        Stage(repository, journal, former.run).recover(former.change)


def _ready(root: str, lock: int, choices: Choices) -> Repository:
    repository = Repository(root, lock)
    problem = repository.problem() if choices.commit else ""
    if problem:
        raise GitError(problem)
    return repository


def _new_name(journal: Journal) -> str:
    """Return a name for a run: when it was started."""
    name = base = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
    number = 1
    while os.path.exists(os.path.join(journal.folder, name)):
        number += 1
        name = f"{base}-{number}"
    return name
