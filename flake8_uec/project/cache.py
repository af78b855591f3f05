"""What is remembered between runs: the findings of files, and what modules offer to one another.

One file a project, for one version of the linter and of Python; see `database.py` for what of it is believed.
"""

from __future__ import annotations

import marshal
import os
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from flake8_uec.model.facts import Question
from flake8_uec.model.values import dataclass
from flake8_uec.project.database import Database, check_sum
from flake8_uec.project.digest import digest
from flake8_uec.project.disk import Stamp
from flake8_uec.project.record import ModuleRecord

if TYPE_CHECKING:
    from sqlite3 import Connection

_MANY = 500
"""From so many files on, all rows are read at once."""

_TABLES = """
create table questions (id integer primary key, topic blob, name blob, answer blob, seal integer,
    unique (topic, name, answer));
create table files (settings blob, path blob, stamp blob, content blob, names blob, asked blob, linted blob,
    seal integer, primary key (settings, path)) without rowid;
create table modules (path blob primary key, module blob, stamp blob, content blob, meaning blob, seal integer,
    facts blob) without rowid;
create table names (settings blob primary key, names blob, seal integer) without rowid;
"""


Answered = tuple[Question, bytes]
"""A question with a digest of its answer."""

Asked: TypeAlias = "array[int] | Mapping[Question, bytes]"
"""What a file asked: ids of questions with their answers in the cache, or these themselves."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What linting a file gave, and what that depends on.

    stamp: what tells without reading that the file is unchanged, `None` where nothing does.
    content: a digest of its bytes.
    names: a digest of the new names of policy names that were known, `b""` where each import was followed.
    asked: what it wanted to know of its project.
    linted: a `Linted`, encoded.
    """

    stamp: Stamp | None
    content: bytes
    names: bytes
    asked: Asked
    linted: bytes


class Cache:
    """The cache file of one project, for one version of the linter and of Python."""

    def __init__(self, file: str, *, is_trusted: bool) -> None:
        """`is_trusted`: the user named the directory, and may have brought it from another machine."""
        self._database = Database(file, _TABLES, is_trusted=is_trusted)

    def records(self, settings: bytes, paths: Collection[str]) -> dict[str, Remembered]:
        """Return what is remembered of files, by their path relative to the configuration's root."""
        query = "select path, stamp, content, names, asked, linted, seal from files where settings = ?"
        rows = self._select(query, (settings,), "path", [*map(_bytes, paths)])
        return {
            _text(path): Remembered(_stamp(stamp), content, names, array("I", asked), linted)
            for path, stamp, content, names, asked, linted, seal in rows
            if seal == check_sum(settings, path, stamp, content, names, asked, linted)
        }

    def module(self, path: str) -> ModuleRecord | None:
        """Return what is remembered of a module at a path relative to the configuration's root."""
        columns = "path, module, stamp, content, meaning, facts, seal"
        for *values, seal in self._database.rows(f"select {columns} from modules where path = ?", (_bytes(path),)):
            if seal == check_sum(*values):
                _, module, stamp, content, meaning, facts = values
                return ModuleRecord(path, _text(module), _stamp(stamp), content, meaning, facts)
        return None

    def questions(self, ids: Collection[int]) -> dict[int, tuple[Question, bytes]]:
        """Return questions with the answers that they had, by id."""
        query = "select id, topic, name, answer, seal from questions where true"
        rows = self._select(query, (), "id", ids)
        return {
            number: ((_text(topic), _text(name)), answer)
            for number, topic, name, answer, seal in rows
            if seal == check_sum(number, topic, name, answer)
        }

    def names(self, settings: bytes) -> frozenset[str]:
        """Return the new names of policy names that the last run over the whole project knew."""
        for names, seal in self._database.rows("select names, seal from names where settings = ?", (settings,)):
            if seal == check_sum(names):
                return frozenset(marshal.loads(names))
        return frozenset()

    # Writing

    def save(
        self,
        settings: bytes,
        records: Mapping[str, Remembered],
        modules: Iterable[ModuleRecord],
        names: frozenset[str] | None,
    ) -> None:
        """Remember what a run gave. Where that cannot be written, nothing is."""

        def write(connection: Connection) -> None:
            _write_modules(connection, modules)
            ids = _Ids(connection)
            if len(records) >= _MANY:
                ids.load()
            rows = [_file_row(settings, path, one, ids) for path, one in records.items()]
            ids.write()
            connection.executemany("insert or replace into files values (?,?,?,?,?,?,?,?)", rows)
            if names is not None:
                data = marshal.dumps(sorted(names))
                connection.execute("insert or replace into names values (?,?,?)", (settings, data, check_sum(data)))

        self._database.write(write)

    def exists(self) -> bool:
        """Tell whether anything may be remembered."""
        return self._database.exists()

    def forget(self, settings: bytes, paths: Collection[str]) -> None:
        """Drop what is remembered of files that are gone, and answers that nothing depends on any more."""

        def write(connection: Connection) -> None:
            connection.executemany(
                "delete from files where settings = ? and path = ?", ((settings, _bytes(path)) for path in paths)
            )
            used: set[int] = set()
            for (asked,) in connection.execute("select asked from files"):
                used.update(array("I", asked))
            every = [number for (number,) in connection.execute("select id from questions")]
            gone = ((number,) for number in every if number not in used)
            connection.executemany("delete from questions where id = ?", gone)

        self._database.write(write)

    # Reading

    def _select(
        self, query: str, values: tuple[Any, ...], key: str, keys: Collection[Any]
    ) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of some keys, or all where those are many."""
        if len(keys) >= _MANY:
            yield from self._database.rows(query, values)
            return
        for one in keys:
            yield from self._database.rows(f"{query} and {key} = ?", (*values, one))


def _write_modules(connection: Connection, modules: Iterable[ModuleRecord]) -> None:
    connection.executemany("insert or replace into modules values (?,?,?,?,?,?,?)", map(_module_row, modules))


class _Ids:
    """The ids of questions with their answers."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[Answered, int] = {}
        self._are_all_known = False
        ((last,),) = connection.execute("select coalesce(max(id), 0) from questions")
        self._next = last + 1
        self._new: dict[Answered, int] = {}

    def load(self) -> None:
        """Look up all that there are, where many are to be asked for."""
        self._are_all_known = True
        rows = self._connection.execute("select topic, name, answer, id from questions")
        self._known = {((_text(topic), _text(name)), answer): number for topic, name, answer, number in rows}

    def of(self, asked: Asked) -> bytes:
        """Return the ids of some questions as bytes."""
        if isinstance(asked, array):
            return asked.tobytes()
        return array("I", sorted(map(self._id, asked.items()))).tobytes()

    def _id(self, answered: Answered) -> int:
        number = self._known.get(answered) or self._look_up(answered)
        if number is None:
            number = self._new[answered] = self._next
            self._next += 1
        self._known[answered] = number
        return number

    def _look_up(self, answered: Answered) -> int | None:
        if self._are_all_known:
            return None
        (topic, name), answer = answered
        values = _bytes(topic), _bytes(name), answer
        query = "select id from questions where topic = ? and name = ? and answer = ?"
        return next((number for (number,) in self._connection.execute(query, values)), None)

    def write(self) -> None:
        """Write the questions that are new, or have a new answer."""
        rows = [(number, _bytes(topic), _bytes(name), answer) for ((topic, name), answer), number in self._new.items()]
        sealed = ((*row, check_sum(*row)) for row in rows)
        self._connection.executemany("insert into questions values (?,?,?,?,?)", sealed)


def _file_row(settings: bytes, path: str, one: Remembered, ids: _Ids) -> tuple[Any, ...]:
    values = settings, _bytes(path), _packed(one.stamp), one.content, one.names, ids.of(one.asked), one.linted
    return *values, check_sum(*values)


def _module_row(one: ModuleRecord) -> tuple[Any, ...]:
    head = _bytes(one.path), _bytes(one.module), _packed(one.stamp), one.content, one.meaning
    return *head, check_sum(*head, one.facts), one.facts


def _packed(stamp: Stamp | None) -> bytes:
    return array("Q", stamp).tobytes() if stamp else b""


def _stamp(packed: bytes) -> Stamp | None:
    return Stamp(*array("Q", packed)) if packed else None


def _bytes(name: str) -> bytes:
    """SQLite refuses text that holds half a character, as names of files and strings in code may."""
    return name.encode("utf-8", "surrogatepass")


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogatepass")


def cache_file(directory: str, build: str, what: Iterable[str]) -> str:
    """Return the file in a cache directory for a build of the linter, and what else tells two apart."""
    key = digest("\0".join([build, *what]).encode("utf-8", "surrogatepass"))
    return os.path.join(directory, f"{key.hex()}.sqlite")
