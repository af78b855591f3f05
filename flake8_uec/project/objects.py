"""Files as git keeps them: the tree of a commit, and the bytes of its blobs. Nothing is ever checked out."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, Any

from flake8_uec.model.values import dataclass
from flake8_uec.project.git import ask, command, environment

if TYPE_CHECKING:
    import subprocess

LINK = "120000"
"""The mode of a symbolic link; its blob holds where it leads to."""

SUBMODULE = "160000"
"""The mode of a commit of another repository, which has no bytes here."""


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of a tree. Two files with one `id` hold the same bytes."""

    mode: str
    id: str


def tree(directory: str, commit: str) -> dict[str, Blob] | None:
    """Return the files of a commit by their paths from the top of the work tree, POSIX; `None` for no commit.

    Submodules are among them, directories are not.
    """
    output = ask(directory, "ls-tree", "-r", "-z", "--full-tree", "--end-of-options", f"{commit}^{{tree}}")
    if output is None:
        return None
    return dict(map(_file, filter(None, output.split(b"\0"))))


def _file(line: bytes) -> tuple[str, Blob]:
    """Read `mode type id<TAB>path`."""
    head, _, path = line.partition(b"\t")
    mode, _, name = head.decode("ascii").split(" ")
    return os.fsdecode(path), Blob(mode, name)


class Objects:
    """The objects of a repository, read through one `git cat-file` a process, which starts when it is first asked.

    It may be handed to another process, where it starts its own.
    """

    def __init__(self, directory: str) -> None:
        self._directory = directory
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def read(self, name: str) -> bytes | None:
        """Return the bytes of an object, by its id or as `commit:path`; `None` where the repository has none."""
        if "\n" in name:  # would be two questions
            return None
        sender, receiver = self._pipes()
        sender.write(os.fsencode(name) + b"\n")
        sender.flush()
        answer = receiver.readline()
        if not answer:
            self.close()
            raise OSError(f"git does not give `{name}`")
        size = answer.rsplit(b" ", 1)[-1].strip()
        if not size.isdigit():  # `... missing`, `... ambiguous`
            return None
        data = receiver.read(int(size))
        receiver.read(1)
        return data

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None or self._owner != os.getpid():
            import subprocess  # noqa: PLC0415 -- slow to import, and only a look at the past needs it

            self._process = subprocess.Popen(
                command(self._directory, "cat-file", "--batch"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(),
            )
            self._owner = os.getpid()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        return self._process.stdin, self._process.stdout

    def close(self) -> None:
        """End the process. It starts again where it is needed."""
        if self._process is not None and self._owner == os.getpid():
            self._process.communicate()
        self._process = None

    def __enter__(self) -> Objects:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __getstate__(self) -> Mapping[str, Any]:
        return {**self.__dict__, "_process": None}
