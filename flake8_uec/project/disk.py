"""Reads and writes files. What is to be written may lie over the disk until it is; other disks show other trees."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from flake8_uec.project import looks


class ChangedError(OSError):
    """A file is no longer what was read."""


class Stamp(NamedTuple):
    """What changes with a file's bytes: size, times of change in nanoseconds (the second cannot be set), inode."""

    size: int
    modified: int
    changed: int
    inode: int


class Disk:
    """The files as they will be: `pending` are bytes that are not written yet, by real path."""

    def __init__(self, pending: Mapping[str, bytes] | None = None) -> None:
        self.pending = pending or {}
        self._listed: dict[str, Mapping[str, bool]] = {}
        self._unlisted: set[str] = set()

    def read(self, path: str) -> bytes:
        """Return the bytes of a file. Raise `OSError`, or `ValueError` where the path is none."""
        if self.pending:
            found = self.pending.get(os.path.realpath(path))
            if found is not None:
                return found
        return read(path)

    def stamp(self, path: str) -> Stamp | None:
        """Return what tells that a file is as it was; `None` where only its bytes do: not written yet, or just now."""
        status = looks.status(path)
        if status is None:
            return None
        if self.pending and os.path.realpath(path) in self.pending:
            return None
        if not looks.is_settled(max(status.st_mtime_ns, status.st_ctime_ns)):
            return None
        return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)

    def leave_unlisted(self, path: str) -> None:
        """Ask of the directories that an absolute path lies in name by name: what else lies there is not ours."""
        while (parent := os.path.dirname(path)) != path:
            path = parent
            self._unlisted.add(path.rstrip(os.sep))

    def is_file(self, path: str) -> bool:
        """Tell whether there is a file at an absolute path, or a link to one."""
        folder, _, name = path.rpartition(os.sep)
        if folder in self._unlisted:
            return looks.is_file(path)
        return self._entries(folder).get(name) is True

    def is_dir(self, path: str) -> bool:
        """Tell whether there is a directory at an absolute path, or a link to one."""
        folder, _, name = path.rpartition(os.sep)
        if folder in self._unlisted:
            return looks.is_dir(path)
        return self._entries(folder).get(name) is False

    def _entries(self, folder: str) -> Mapping[str, bool]:
        """Return what lies in a directory, and which of it are files; one listing answers for many absent names."""
        known = self._listed.get(folder)
        if known is None:
            known = self._listed[folder] = listing(folder)
        return known


def read(path: str) -> bytes:
    """Return the bytes of a file. Raise `OSError`, or `ValueError` where the path is none."""
    looks.at(path)
    with looks.in_doubt(), open(path, "rb", buffering=0) as stream:
        return stream.read()


def entries(folder: str) -> list[os.DirEntry[str]]:
    """Return what lies in a directory. Raise `OSError`, or `ValueError` where the path is none."""
    looks.at_entries(folder)
    with looks.in_doubt(), os.scandir(folder) as scan:
        found = list(scan)
    for entry in found:
        if entry.is_symlink():
            looks.at(entry.path)  # what it leads to may come and go though the directory stays as it is
    return found


def listing(folder: str) -> dict[str, bool]:
    """Return what lies in a directory, `""` for the root, and which of it are files."""
    try:
        found = entries(folder or os.sep)
    except (OSError, ValueError):
        return {}
    kinds = {entry.name: is_file(entry) for entry in found}
    return {name: kind for name, kind in kinds.items() if kind is not None}


def is_file(entry: os.DirEntry[str]) -> bool | None:
    """Tell whether an entry is a file or a directory, `None` where it is neither, as a pipe or a link to nowhere."""
    try:
        return entry.is_file() or (False if entry.is_dir() else None)
    except OSError:
        return None


def create(path: str, data: bytes) -> None:
    """Write a file that is not there, at once. Raise `OSError` where it cannot be written."""
    temporary = _beside(path, data, None)
    try:
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    _sync_directory(os.path.dirname(path))


def write(path: str, before: bytes, after: bytes) -> None:
    """Replace a file's bytes at once: whoever reads it finds the old ones or the new ones.

    Mode, owner and a symbolic link that leads to it are kept. Raise `ChangedError` where it no longer holds
    `before`, and any other `OSError` where it cannot be written; it is then as it was.
    """
    real = os.path.realpath(path)
    status = os.stat(real)
    if not os.access(real, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    temporary = _beside(real, after, status)
    try:
        if Path(real).read_bytes() != before:
            raise ChangedError("it has changed since it was read")
        os.replace(temporary, real)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    _sync_directory(os.path.dirname(real))


@contextmanager
def locked(directory: str) -> Iterator[None]:
    """Let one process at a time into a directory, of those that ask; where the system knows no locks, all of them.

    The lock is the directory's own, so that nothing is left behind, whatever ends the process. Raise `OSError`.
    """
    try:
        from fcntl import LOCK_EX, flock  # noqa: PLC0415 -- not on every system
    except ImportError:
        yield
        return
    descriptor = os.open(directory or ".", os.O_RDONLY)
    try:
        with suppress(OSError):  # not every file system has locks
            flock(descriptor, LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _beside(real: str, data: bytes, status: os.stat_result | None) -> str:
    """Write bytes to a new file in the directory of another, synced, with its mode and owner where it has any."""
    from tempfile import mkstemp  # noqa: PLC0415 -- slow to import, and seldom needed

    handle, temporary = mkstemp(prefix=".flake8-uec-", suffix=".tmp", dir=os.path.dirname(real))
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if status is not None and hasattr(os, "chown"):
            with suppress(PermissionError):
                os.chown(temporary, status.st_uid, status.st_gid)
        os.chmod(temporary, stat.S_IMODE(status.st_mode) if status else 0o666 & ~_umask())
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    return temporary


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_directory(directory: str) -> None:
    """Let the new name outlast a power cut, where the system can."""
    with suppress(OSError):
        descriptor = os.open(directory or ".", os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
