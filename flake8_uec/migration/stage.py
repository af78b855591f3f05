"""The work tree in which a run leaves its results: what is about to be done is in the journal first."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from flake8_uec.migration.changing import put, put_back, sweep, trial
from flake8_uec.migration.journal import Event, Journal
from flake8_uec.migration.plan import digest
from flake8_uec.migration.repository import GitError, Repository, read_bytes
from flake8_uec.migration.state import COMMITTED, KEPT
from flake8_uec.project.disk import ChangedError, create, write


class Stage:
    """Changes files one at a time, so that whatever ends the run, `recover` finds out how far it came."""

    def __init__(self, repository: Repository, journal: Journal, run: str) -> None:
        self.repository = repository
        self._journal = journal
        self._run = run

    @contextmanager
    def trial(self, file: str, before: bytes, after: bytes) -> Iterator[None]:
        """Let a file hold other bytes for a while."""
        self._announce("change", self._relative(file), before, after)
        with trial(file, before, after):
            yield

    def keep(self, path: str, before: bytes, after: bytes, record: Mapping[str, Any]) -> None:
        """Leave a file changed. Raise `OSError`."""
        self._announce("change", path, before, after)
        put(self._file(path), before, after)
        self.record(path, {**record, "status": KEPT})

    def commit(self, path: str, before: bytes, after: bytes, message: str, record: Mapping[str, Any]) -> None:
        """Change a file, where it is not changed yet, and commit it alone. Raise `OSError` or `GitError`.

        It is then as it was, and so is the index.
        """
        parent = self.repository.head()
        was_there = read_bytes(self.repository, path) == after
        if not was_there and not self.repository.is_clean([path]):
            raise ChangedError("it has changes that are not committed")
        self._announce("commit", path, before, after, parent=parent, edited=was_there, record=record)
        status = os.stat(self._file(path))
        if not was_there:
            put(self._file(path), before, after)
        try:
            commit = self.repository.commit(path, message)
        except GitError:
            if not was_there:
                self._restore(path, before, status)
                os.utime(self._file(path), ns=(status.st_atime_ns, status.st_mtime_ns))
            with suppress(GitError):  # whatever holds the index now has kept the commit from changing it
                self.repository.unstage(path)
            raise
        self.record(path, {**record, "status": COMMITTED, "commit": commit})

    def record(self, path: str, record: Mapping[str, Any]) -> None:
        """Write into the journal what came of a file."""
        self._journal.append("file", self._run, path=path, **record)

    def recover(self, change: Event) -> None:
        """Bring to an end what was about to be done to a file when the run was ended: it is done, or undone."""
        path = change["path"]
        sweep(self._file(path))
        if change["event"] == "commit":
            self.repository.unstage(path)
            commit = self._made(change)
            if commit:
                self.record(path, {**change["record"], "status": COMMITTED, "commit": commit})
                return
        data = read_bytes(self.repository, path)
        if data is not None and digest(data) == change["after"] != change["before"] and not change.get("edited"):
            self._restore(path, Path(self._kept(change["before"])).read_bytes())

    def _made(self, change: Event) -> str:
        """Return the commit that was about to be made, `""` where it was not."""
        for commit in self.repository.commits_of(change["parent"], change["path"]):
            data = self.repository.file_at(commit, change["path"])
            if data is not None and digest(data) == change["after"]:
                return commit
        return ""

    def is_as_left(self, record: Event) -> bool:
        """Tell whether a file still holds what a run made of it."""
        data = read_bytes(self.repository, record["path"])
        return data is not None and digest(data) == record["after"]

    def original(self, name: str) -> bytes:
        """Return the bytes with a digest that a file had before it was changed. Raise `OSError`."""
        return Path(self._kept(name)).read_bytes()

    def _announce(self, event: str, path: str, before: bytes, after: bytes, **values: object) -> None:
        """Keep the bytes of a file, and say what is about to become of it."""
        name = digest(before)
        kept = self._kept(name)
        if not os.path.exists(kept):
            create(kept, before)
        self._journal.append(event, self._run, path=path, before=name, after=digest(after), **values)

    def _kept(self, name: str) -> str:
        folder = os.path.join(self._journal.folder, "before")
        os.makedirs(folder, exist_ok=True)
        return os.path.join(folder, name)

    def _restore(self, path: str, before: bytes, status: os.stat_result | None = None) -> None:
        data = read_bytes(self.repository, path)
        if data is None and status is not None:
            put_back(self._file(path), before, status)
        elif data is not None and data != before:
            write(self._file(path), data, before)

    def _file(self, path: str) -> str:
        return os.path.join(self.repository.root, path)

    def _relative(self, file: str) -> str:
        return os.path.relpath(file, self.repository.root).replace(os.sep, "/")
