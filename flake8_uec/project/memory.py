"""Which findings still hold: those of files that are unchanged, and whose questions have the answers that they had."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from flake8_uec.model.facts import Question
from flake8_uec.model.settings import Settings
from flake8_uec.project.cache import Cache, Remembered
from flake8_uec.project.caches import Caches
from flake8_uec.project.codec import Codec
from flake8_uec.project.digest import digest
from flake8_uec.project.disk import Disk
from flake8_uec.project.index import DiskProject
from flake8_uec.project.paths import relative_to
from flake8_uec.project.record import LINTED, Linted, ModuleRecord, Record


class Memories:
    """The memories of one run: one for each way to look at the files of a project."""

    def __init__(self, caches: Caches) -> None:
        self._caches = caches
        self._memories: dict[tuple[int, str], Memory] = {}

    def of(self, settings: Settings, look: str, names: Collection[str] | None) -> Memory:
        """Return what is remembered of a look at the files of a configuration.

        Where the new names of policy names are known, a file without one is not asked what it imports; what was found
        so holds for no run that follows each import.
        """
        key = id(settings), f"{look}, following" if names is None else look
        if key not in self._memories:
            self._memories[key] = Memory(self._caches.of(settings), settings, key[1])
        return self._memories[key]


class Memory:
    """What one look at the files of a project gave, from its cache and from the rounds of this run."""

    def __init__(self, cache: Cache, settings: Settings, look: str) -> None:
        self._cache = cache
        self._root = settings.root
        self._key = settings_key(settings, look)
        self._records: dict[str, Remembered] = {}
        self._changed: set[str] = set()
        self._modules: list[ModuleRecord] = []
        self._loaded: set[str] = set()

    def names(self) -> frozenset[str]:
        """Return the new names of policy names that the last run over the whole project knew."""
        return self._cache.names(self._key)

    def recall(
        self, paths: Sequence[str], project: DiskProject, disk: Disk, names: Collection[str] | None
    ) -> dict[str, Linted]:
        """Return what linting some files would give, for those of which that is known."""
        relatives = {relative_to(self._root, path): path for path in paths}
        self._load(relatives)
        same = (path for path in relatives if self._is_unchanged(path, relatives[path], disk))
        key = key_of(names)
        known = {path: self._records[path] for path in same if self._records[path].names == key}
        answers = _Answers(project, self._cache, known.values())
        holding = ((relatives[path], one.linted) for path, one in known.items() if answers.hold(one.asked))
        return {path: LINTED.decode(linted, path=path) for path, linted in holding}

    def _load(self, relatives: Collection[str]) -> None:
        missing = [path for path in relatives if path not in self._loaded]
        self._loaded.update(missing)
        found = self._cache.records(self._key, missing) if missing else {}
        self._records.update((path, one) for path, one in found.items() if path not in self._records)

    def _is_unchanged(self, relative: str, path: str, disk: Disk) -> bool:
        one = self._records.get(relative)
        if one is None:
            return False
        stamp = disk.stamp(path)
        if stamp is not None and stamp == one.stamp:
            return True
        try:
            content = digest(disk.read(path))
        except (OSError, ValueError):
            return False
        if content == one.content and stamp is not None:
            self._records[relative] = replace(one, stamp=stamp)
            self._changed.add(relative)
        return content == one.content

    def take(self, path: str, record: Record, names: Collection[str] | None) -> None:
        """Take in what linting a file gave."""
        if record.content:
            relative = relative_to(self._root, path)
            self._records[relative] = Remembered(record.stamp, record.content, key_of(names), *record[2:])
            self._changed.add(relative)

    def take_modules(self, modules: Iterable[ModuleRecord]) -> None:
        """Take in the modules that had to be read."""
        self._modules += modules

    def save(self, names: Collection[str] | None, linted: Collection[str], *, whole: bool) -> None:
        """Write what is new to the cache. `linted` are the files of the run: with `whole`, there are no others."""
        relatives = [relative_to(self._root, path) for path in linted]
        if names is not None:
            self._agree_on(key_of(names), relatives)
        changed, modules = {path: self._records[path] for path in self._changed}, self._modules
        self._changed, self._modules = set(), []
        if changed or modules:
            self._cache.save(self._key, changed, modules, None if names is None else frozenset(names))
        gone = self._records.keys() - set(relatives) if whole else ()
        if gone or (whole and changed):
            self._cache.forget(self._key, gone)

    def _agree_on(self, key: bytes, relatives: Iterable[str]) -> None:
        """Note that the findings of a run are those by the new names which were known at its end."""
        for path in relatives:
            one = self._records.get(path)
            if one is not None and one.names not in (key, b""):
                self._records[path] = replace(one, names=key)
                self._changed.add(path)


class _Answers:
    """Tells whether questions still have the answers that they had, each asked once."""

    def __init__(self, project: DiskProject, cache: Cache, records: Iterable[Remembered]) -> None:
        self._project = project
        self._now: dict[Question, bytes] = {}
        ids: set[int] = set()
        for one in records:
            if isinstance(one.asked, array):
                ids.update(one.asked)
        self._wrong = ids - {number for number, answered in cache.questions(ids).items() if self._holds(*answered)}

    def hold(self, asked: array[int] | Mapping[Question, bytes]) -> bool:
        """Tell whether all that a file asked is answered as it was."""
        if isinstance(asked, array):
            return self._wrong.isdisjoint(asked)
        return all(self._holds(question, answer) for question, answer in asked.items())

    def _holds(self, question: Question, answer: bytes) -> bool:
        now = self._now.get(question)
        if now is None:
            now = self._now[question] = self._project.answer(question)
        return now == answer


def key_of(names: Collection[str] | None) -> bytes:
    """Return what stands for the new names that a run knows."""
    return b"" if names is None else digest("\0".join(sorted(names)).encode("utf-8", "surrogatepass"))


_SETTINGS: Codec[Settings] = Codec(Settings)


def settings_key(settings: Settings, look: str) -> bytes:
    """Return what stands for a look at files, and all in the settings that its outcome depends on."""
    policy = settings.policy.on(settings.today)
    neutral = replace(
        settings,
        config="", baseline="", output_format="", required_version="", strict_policy=False, origins={},
        today="", policy=policy, preset=(), extend=(),
    )  # fmt: skip
    return digest(look.encode() + _SETTINGS.encode(neutral))
