"""Takes back what a migration committed, by new commits; history is never rewritten."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from flake8_uec.migration.changing import put
from flake8_uec.migration.journal import Event, Journal
from flake8_uec.migration.repository import GitError, Repository, read_bytes
from flake8_uec.migration.stage import Stage
from flake8_uec.migration.state import COMMITTED, KEPT
from flake8_uec.model.values import dataclass


@dataclass(frozen=True, slots=True)
class Rollback:
    """What is to be taken back: commits, newest first, and files that were left changed without one."""

    commits: tuple[Event, ...] = ()
    kept: tuple[Event, ...] = ()

    @property
    def files(self) -> list[str]:
        """The files that are about it, each once."""
        return sorted({event["path"] for event in (*self.commits, *self.kept)})


def planned(
    events: Iterable[Event], repository: Repository, batches: Collection[str] = (), files: Collection[str] = ()
) -> Rollback:
    """Return what of some batches or files can be taken back: what the history of the work tree holds still."""
    wanted = [
        event
        for event in events
        if event["event"] == "file" and (event["batch"] in batches or event["path"] in files)
    ]  # fmt: skip
    commits = [one for one in reversed(wanted) if one["status"] == COMMITTED and _stands(one, repository)]
    last = {event["path"]: event for event in wanted}
    kept = [one for one in last.values() if one["status"] == KEPT]
    return Rollback(tuple(commits), tuple(kept))


def _stands(event: Event, repository: Repository) -> bool:
    commit = event["commit"]
    return repository.holds(commit) and not repository.is_reverted(commit) and not _is_undone(event, repository)


def _is_undone(event: Event, repository: Repository) -> bool:
    """Tell whether the file is without what a commit made of it, without a revert: by hand, say."""
    path, commit = event["path"], event["commit"]
    current, before = repository.blob_at("HEAD", path), repository.blob_at(f"{commit}^", path)
    after = repository.blob_at(commit, path)
    if current is None or before is None or after is None:
        return False
    return _merged(current, after, before) == current


def problems(rollback: Rollback, stage: Stage) -> list[str]:
    """Return why nothing can be taken back, for a reader: all that is in the way. Nothing is changed."""
    repository = stage.repository
    found = []
    if rollback.commits and not repository.is_index_clean():
        found.append("there are staged changes: commit or unstage them first")
    for path in dict.fromkeys(event["path"] for event in rollback.commits):
        commits = [event["commit"] for event in rollback.commits if event["path"] == path]
        if not repository.is_clean([path]):
            found.append(f"{path}: it has changes that are not committed")
        elif not _merges(repository, path, commits):
            later = [one for one in repository.commits_of(commits[-1], path) if one not in commits]
            found.append(f"{path}: it conflicts with {', '.join(map(repository.describe, later)) or 'what came later'}")
    for event in rollback.kept:
        if not stage.is_as_left(event):
            found.append(f"{event['path']}: it has changed since")
    return found


def _merges(repository: Repository, path: str, commits: Sequence[str]) -> bool:
    """Tell whether the commits of one file can be reverted, newest first, by doing it aside."""
    current = repository.blob_at("HEAD", path)
    for commit in commits:
        base, other = repository.blob_at(commit, path), repository.blob_at(f"{commit}^", path)
        if current is None or base is None or other is None:
            return False
        current = _merged(current, base, other)
    return current is not None


def _merged(current: bytes, base: bytes, other: bytes) -> bytes | None:
    """Return what git makes of three versions of a file, `None` for a conflict."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for name, data in (("current", current), ("base", base), ("other", other)):
            names.append(os.path.join(folder, name))
            Path(names[-1]).write_bytes(data)
        done = subprocess.run(["git", "merge-file", "-p", "--quiet", *names], capture_output=True, check=False)
        return done.stdout if done.returncode == 0 else None


def roll_back(rollback: Rollback, stage: Stage, journal: Journal, run: str, why: str = "") -> list[str]:
    """Take it back, and return the new commits. Raise `GitError` with all that is in the way."""
    in_the_way = problems(rollback, stage)
    if in_the_way:
        raise GitError("nothing was rolled back:\n" + "\n".join(f"  {one}" for one in in_the_way))
    commits = [event["commit"] for event in rollback.commits]
    reverts = stage.repository.revert(commits) if commits else []
    for event in rollback.kept:
        data = read_bytes(stage.repository, event["path"])
        if data is not None:
            put(os.path.join(stage.repository.root, event["path"]), data, stage.original(event["before"]))
    batches = {event["path"]: event["batch"] for event in (*rollback.commits, *rollback.kept)}
    journal.append("rollback", run, files=batches, commits=commits, reverts=reverts, why=why)
    return reverts
