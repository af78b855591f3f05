"""What runs said, for a run of which nothing has changed to say it again."""

from __future__ import annotations

import marshal
import os
from itertools import groupby
from operator import itemgetter
from time import time_ns

from flake8_uec.project.database import Database, check_sum
from flake8_uec.project.looks import Looks, are_listed_so, are_so

TYPE_CHECKING = False  # as in `database.py`
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from sqlite3 import Connection
    from typing import TypeAlias

    from flake8_uec.project.looks import Asked, State

    Said: TypeAlias = Sequence[tuple[bool, str]]
    """Texts, each with whether it went to standard error."""

MOST = 64_000_000
"""Bytes of answers that are kept: those to the commands that somebody gives again and again."""

_TABLE = "create table answers (key blob primary key, made integer, value blob, seal integer);"

_OLD = """
select key from (select key, sum(length(value)) over (order by made desc) as size from answers) where size > ?
"""


class Answers:
    """The answers of a cache directory."""

    def __init__(self, directory: str, *, is_trusted: bool) -> None:
        """`is_trusted`: the user named the directory."""
        self._database = Database(
            os.path.join(directory, "answers.sqlite"), _TABLE, is_trusted=is_trusted, patience=0.2
        )

    def find(self, key: bytes) -> tuple[int, Said] | None:
        """Return the exit code of a run and what it said, `None` unless all that it looked at is as it was."""
        for value, seal in self._database.rows("select value, seal from answers where key = ?", (key,)):
            if seal == check_sum(key, value):
                code, said, paths, folders, answers = marshal.loads(value)
                if _hold(paths, folders, answers):
                    return code, said
        return None

    def keep(self, key: bytes, code: int, said: Said, looks: Looks) -> None:
        """Remember the answer of a run, in the place of the oldest where there are too many."""
        value = marshal.dumps((code, [*_joined(said)], looks.paths, looks.folders, looks.answers))

        def write(connection: Connection) -> None:
            row = key, time_ns(), value, check_sum(key, value)
            connection.execute("insert or replace into answers values (?,?,?,?)", row)
            connection.execute(f"delete from answers where key in ({_OLD})", (MOST,))

        self._database.write(write)


def _joined(said: Said) -> Iterator[tuple[bool, str]]:
    for is_error, texts in groupby(said, itemgetter(0)):
        yield is_error, "".join(text for _, text in texts)


def _hold(paths: dict[str, State], folders: dict[str, State], answers: dict[Asked, bytes | None]) -> bool:
    is_same = are_so(paths) and are_listed_so(folders)
    return is_same and (not answers or _says_git(answers))


def _says_git(answers: dict[Asked, bytes | None]) -> bool:
    from flake8_uec.project.git import ask  # noqa: PLC0415 -- not needed where files are named

    return all(ask(*asked) == answer for asked, answer in answers.items())
