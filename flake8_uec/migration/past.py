"""The history of a repository, as git tells it: commits, and what each changed. Nothing is checked out."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from typing import IO

from flake8_uec.migration.repository import GitError, Repository
from flake8_uec.model.values import dataclass
from flake8_uec.project.disk import Stamp
from flake8_uec.project.git import ask, command, environment
from flake8_uec.project.objects import Blob
from flake8_uec.project.tree_disk import TreeDisk

_FIELDS = ("%H", "%T", "%cI", "%aN", "%s")
_DATE = re.compile(r"\d{4}-\d\d-\d\d.*|.* ago|yesterday")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
"""git takes a day without a time to begin at the present time of day."""

_NOTHING = "000000"


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the first-parent history. `date` is when it was committed, as ISO 8601."""

    id: str
    tree: str
    date: str
    author: str
    subject: str


def commits(repository: Repository, since: str = "", every: int = 1) -> list[Commit]:
    """Return the commits, oldest first, the newest among them. Raise `GitError` where `since` is none.

    since: a commit, which is the first then, or a date.
    every: take every so manieth, counted from the newest.
    """
    start = _range(repository, since)
    output = ask(repository.root, "log", "--first-parent", "-z", f"--format={'%x1f'.join(_FIELDS)}", *start)
    if output is None:
        raise GitError("git cannot tell the history: is there a commit?")
    lines = output.decode("utf-8", "replace").split("\0")
    found = [Commit(*line.split("\x1f", 4)) for line in lines if line][::every]
    return found[::-1]


def _range(repository: Repository, since: str) -> Sequence[str]:
    if not since:
        return ["HEAD"]
    try:
        first = repository.commit_of(since)
    except GitError:
        if _DATE.fullmatch(since):
            return [f"--since={since} 00:00" if _DAY.fullmatch(since) else f"--since={since}", "HEAD"]
        raise GitError(f"`{since}` is neither a commit nor a date, as 2026-01-31 or `3 months ago`") from None
    parent = ask(repository.root, "rev-parse", "--verify", "--quiet", f"{first}^")
    return [f"{first}^..HEAD"] if parent is not None else ["HEAD"]


class Differences:
    """Tells what differs between two trees, through one git process."""

    def __init__(self, directory: str) -> None:
        self._process = subprocess.Popen(
            command(directory, "diff-tree", "--stdin", "-r", "-z", "--no-renames", "--no-abbrev"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )

    def between(self, old: str, new: str) -> dict[str, Blob | None]:
        """Return each path from the top that differs, with the file of the new tree, `None` where it has none."""
        sender, receiver = self._pipes()
        # What is no pair of trees comes back as it is: it ends the answer.
        sender.write(f"{old} {new}\nend\n".encode())
        sender.flush()
        data = b""
        while not data.endswith(b"end\n"):
            chunk = receiver.read1(1 << 20)  # type: ignore[attr-defined]
            if not chunk:
                raise GitError("git diff-tree ended early")
            data += chunk
        return dict(_records(data.removesuffix(b"end\n").partition(b"\n")[2]))

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        return self._process.stdin, self._process.stdout

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def _records(data: bytes) -> Iterator[tuple[str, Blob | None]]:
    """Read `:mode mode id id status<NUL>path<NUL>`."""
    words = iter(data.split(b"\0"))
    for head in words:
        if head:
            _, mode, _, blob, _ = head.decode("ascii").lstrip(":").split(" ")
            yield os.fsdecode(next(words)), None if mode == _NOTHING else Blob(mode, blob)


class PastDisk(TreeDisk):
    """The tree of a commit in the place of the work tree. What a blob is called is all that its bytes need."""

    def stamp(self, path: str) -> Stamp | None:
        """Return what stands for the bytes of a file: its blob's name."""
        blob = self.blob(path)
        if blob is None:
            return None
        first, second, third = (int(blob.id[start : start + 15], 16) for start in (0, 15, 30))
        return Stamp(first, second, third, 0)
