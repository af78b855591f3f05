"""What is remembered of a repository's history, by blob and settings, so that no file is linted twice for nothing.

It lies in the git directory, which no checkout brings along.
"""

from __future__ import annotations

import json
import os
import sqlite3
from array import array
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, NamedTuple

from flake8_uec.migration.journal import FOLDER
from flake8_uec.migration.repository import GitError
from flake8_uec.project.disk import Stamp
from flake8_uec.project.record import ModuleRecord

_TABLES = """
create table if not exists commits (key blob, id text, previous text, told text, primary key (key, id, previous));
create table if not exists looks (key blob, path blob, blob text, asked blob, found text,
    primary key (key, path, blob));
create table if not exists questions (id integer primary key, root blob, topic text, name blob, answer blob,
    unique (root, topic, name, answer));
create table if not exists modules (path blob, stamp blob, module blob, content blob, meaning blob, facts blob,
    primary key (path, stamp));
"""

PATIENCE = 3600.0
"""Seconds to wait for another run, which may be at a commit of thousands of files."""

Found = tuple[str, int, int]
"""A finding: its code, and numbers that stand for its scope and its text."""


class Asked(NamedTuple):
    """What a file asked of its project: the root of that, the topic and the name."""

    root: str
    topic: str
    name: str


class Look(NamedTuple):
    """What linting a file gave, and what that depends on: the ids of questions with their answers."""

    blob: str
    asked: frozenset[int]
    found: tuple[Found, ...]


class Store:
    """The memory of one repository for one kind of run: `key` stands for the settings and the linter."""

    def __init__(self, common: str, key: bytes) -> None:
        folder = os.path.join(common, FOLDER)
        os.makedirs(folder, exist_ok=True)
        self._key = key
        file = os.path.join(folder, "history.sqlite")
        try:
            self._open(file)
        except (sqlite3.DatabaseError, ValueError, TypeError) as error:  # no more than a memory: it is made anew
            if "locked" in str(error):
                raise GitError("another `history` is at work in this repository") from error
            for name in (file, f"{file}-wal", f"{file}-shm"):
                with suppress(FileNotFoundError):
                    os.unlink(name)
            self._open(file)

    def _open(self, file: str) -> None:
        self._database = sqlite3.connect(file, isolation_level=None, timeout=PATIENCE)
        self._database.execute("pragma journal_mode = wal")
        self._database.execute("pragma synchronous = normal")
        self._database.executescript(_TABLES)
        self._questions: dict[int, tuple[Asked, bytes]] = {}
        self._ids: dict[tuple[Asked, bytes], int] = {}
        self._load("select id, root, topic, name, answer from questions")

    def _load(self, query: str, *values: object) -> None:
        for number, root, topic, name, answer in self._database.execute(query, values):
            answered = Asked(os.fsdecode(root), topic, _text(name)), answer
            self._questions[number], self._ids[answered] = answered, number

    def commit(self, commit: str, previous: str) -> Any:
        """Return what was told of a commit that follows another one, `None` where that is not known."""
        query = "select told from commits where key = ? and id = ? and previous = ?"
        row = self._database.execute(query, (self._key, commit, previous)).fetchone()
        try:
            return None if row is None else json.loads(row[0])
        except ValueError:
            return None

    def look(self, path: str, blob: str) -> Look | None:
        """Return what a file gave when it was looked at last."""
        query = "select asked, found from looks where key = ? and path = ? and blob = ?"
        row = self._database.execute(query, (self._key, os.fsencode(path), blob)).fetchone()
        if row is None:
            return None
        return Look(
            blob, frozenset(array("I", row[0])), tuple((code, one, two) for code, one, two in json.loads(row[1]))
        )

    def question(self, number: int) -> tuple[Asked, bytes]:
        """Return a question with an answer."""
        if number not in self._questions:  # another run has asked it meanwhile
            self._load("select id, root, topic, name, answer from questions where id = ?", number)
        return self._questions[number]

    def id_of(self, asked: Asked, answer: bytes) -> int:
        """Return the id of a question with an answer."""
        number = self._ids.get((asked, answer))
        if number is None:
            row = os.fsencode(asked.root), asked.topic, _bytes(asked.name), answer
            # Another run may have asked it meanwhile.
            self._database.execute("insert or ignore into questions (root, topic, name, answer) values (?,?,?,?)", row)
            query = "select id from questions where root = ? and topic = ? and name = ? and answer = ?"
            (number,) = self._database.execute(query, row).fetchone()
            self._ids[asked, answer] = number
            self._questions[number] = asked, answer
        return number

    def module(self, path: str, stamp: Stamp) -> ModuleRecord | None:
        """Return what is known of a module at a path relative to its root, as a blob has it."""
        query = "select module, content, meaning, facts from modules where path = ? and stamp = ?"
        row = self._database.execute(query, (os.fsencode(path), _packed(stamp))).fetchone()
        return None if row is None else ModuleRecord(path, _text(row[0]), stamp, *row[1:])

    def begin(self) -> None:
        """Write what follows all together or not at all."""
        self._database.execute("begin immediate")

    def end(self) -> None:
        """See `begin`."""
        self._database.execute("commit")

    def save_looks(self, looks: Iterable[tuple[str, Look]]) -> None:
        """Remember what files gave."""
        rows = (
            (self._key, os.fsencode(path), one.blob, array("I", sorted(one.asked)).tobytes(), json.dumps(one.found))
            for path, one in looks
        )
        self._database.executemany("insert or replace into looks values (?,?,?,?,?)", rows)

    def save_modules(self, modules: Iterable[ModuleRecord]) -> None:
        """Remember modules."""
        rows = (
            (os.fsencode(one.path), _packed(one.stamp), _bytes(one.module), one.content, one.meaning, one.facts)
            for one in modules
            if one.stamp is not None
        )
        self._database.executemany("insert or replace into modules values (?,?,?,?,?,?)", rows)

    def save_commit(self, commit: str, previous: str, told: object) -> None:
        """Remember what was told of a commit."""
        row = self._key, commit, previous, json.dumps(told)
        self._database.execute("insert or replace into commits values (?,?,?,?)", row)

    def close(self) -> None:
        """Close the file."""
        self._database.close()


def _packed(stamp: Stamp) -> bytes:
    return array("Q", stamp).tobytes()


def _bytes(name: str) -> bytes:
    return name.encode("utf-8", "surrogatepass")


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogatepass")
