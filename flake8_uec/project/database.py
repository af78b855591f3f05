"""One SQLite file of what is remembered, which keeps writers apart and survives their deaths.

Nothing in it is believed that does not carry the check sum of its row, and the file itself only where this user made
it, in this very directory: a cache can come with somebody else's checkout. Whatever is wrong with it, it is as if it
were empty. A run that only says its last answer again imports this module and hardly another.
"""

from __future__ import annotations

import os
from contextlib import closing, suppress
from zlib import crc32

TYPE_CHECKING = False  # `typing` takes longer to import than this module
if TYPE_CHECKING:
    from collections.abc import Callable
    from sqlite3 import Connection
    from typing import Any


class Database:
    """The file, opened when it is first needed, by each process for itself."""

    def __init__(self, file: str, tables: str, *, is_trusted: bool, patience: float = 5) -> None:
        """`tables`: what makes them; a file with others is not believed.

        is_trusted: the user named the directory, and may have brought it along.
        patience: seconds to wait for another process that writes.
        """
        self._file = file
        self._tables = tables
        self._format = check_sum(tables)
        self._patience = patience
        self._is_trusted = is_trusted
        self._connection: Connection | None = None
        self._process = 0

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "_connection": None, "_process": 0}

    def exists(self) -> bool:
        """Tell whether there is such a file."""
        return os.path.exists(self._file)

    def rows(self, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Return what a query gives, nothing where the file cannot be read or believed."""
        if not self.exists():
            return []
        from sqlite3 import DatabaseError, OperationalError  # noqa: PLC0415 -- slow to import

        try:
            connection = self._open()
            return connection.execute(query, values).fetchall() if connection else []
        except OperationalError:
            return []
        except (DatabaseError, OSError, ValueError):
            self._discard()
            return []

    def write(self, write: Callable[[Connection], None]) -> None:
        """Write to the file all together or not at all; what stands against it ends here."""
        if not self._file:
            return
        from sqlite3 import DatabaseError, OperationalError  # noqa: PLC0415 -- slow to import

        try:
            with self._open() or self._create() as connection:
                connection.execute("begin immediate")
                write(connection)
        except OperationalError:
            self._close()  # locked, read-only or full: it is for another run to write
        except (DatabaseError, OSError):
            self._discard()

    def _open(self) -> Connection | None:
        """Return a connection of this process to the file, `None` where there is none to be believed."""
        if self._connection is not None and self._process == os.getpid():
            return self._connection
        if not self.exists() or not _is_ours(self._file):
            return None
        from sqlite3 import connect  # noqa: PLC0415 -- slow to import, and not needed without a cache

        connection = connect(self._file, timeout=self._patience, isolation_level=None)
        connection.execute("pragma synchronous = off")
        connection.execute("pragma journal_mode = truncate")  # the directory stays as it is, which a walk may meet
        connection.execute("pragma mmap_size = 268435456")
        self._connection, self._process = connection, os.getpid()
        if not self._is_believed(connection):
            self._discard()
            return None
        return connection

    def _is_believed(self, connection: Connection) -> bool:
        tables = connection.execute("select count(*) from sqlite_master where name = 'origin'").fetchall()
        return tables == [(1,)] and connection.execute("select place, format from origin").fetchall() == [
            (self._place(), self._format)
        ]

    def _place(self) -> str:
        """Return what no checkout can know: where on this machine the directory lies."""
        if self._is_trusted:
            return ""
        status = os.stat(os.path.dirname(self._file))
        return f"{status.st_dev}:{status.st_ino}"

    def _create(self) -> Connection:
        """Make an empty file. Raise `OSError`."""
        from sqlite3 import connect  # noqa: PLC0415

        folder = os.path.dirname(self._file)
        os.makedirs(folder, exist_ok=True)
        if not _is_ours(folder) or (os.path.islink(folder) and not self._is_trusted):
            raise PermissionError  # a link may have come with a checkout, and lead anywhere
        ignore = os.path.join(folder, ".gitignore")
        if not os.path.exists(ignore):
            with open(ignore, "x", encoding="utf-8") as stream:
                stream.write("*\n")
        os.close(os.open(self._file, os.O_CREAT | os.O_WRONLY, 0o600))  # it may hold lines of files that are private
        with closing(connect(self._file, timeout=self._patience, isolation_level=None)) as connection:
            connection.executescript(
                f"begin exclusive; create table origin (place text, format integer); {self._tables}"
            )
            connection.execute("insert into origin values (?, ?)", (self._place(), self._format))
            connection.execute("commit")
        opened = self._open()
        if opened is None:
            raise FileNotFoundError
        return opened

    def _close(self) -> None:
        if self._connection is not None and self._process == os.getpid():
            self._connection.close()
        self._connection = None

    def _discard(self) -> None:
        """Remove a file that cannot be believed."""
        self._close()
        with suppress(OSError):
            os.unlink(self._file)


def check_sum(*values: object) -> int:
    """Return the check sum of a row, of whatever rotted into it too."""
    found = 0
    for value in values:
        found = crc32(value if isinstance(value, bytes) else repr(value).encode("utf-8", "surrogatepass"), found)
    return found


def _is_ours(path: str) -> bool:
    """Tell whether a file belongs to this user, and not everybody may write to it."""
    if not hasattr(os, "geteuid"):
        return True
    status = os.stat(path)
    return status.st_uid == os.geteuid() and not status.st_mode & 0o002
