"""The file of known findings: one JSON line each, sorted, so that it is the same bytes for the same findings.

A merge by union may bring back lines that were removed, and leave two first lines; both is read without a word, for
an entry that knows nothing is told as stale.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from flake8_uec.model.entry import Entry
from flake8_uec.model.settings import DEFAULT_BASELINE, Settings
from flake8_uec.model.values import dataclass
from flake8_uec.project import looks
from flake8_uec.project.disk import create, locked, write
from flake8_uec.project.mistakes import ConfigError, Mistake
from flake8_uec.project.version import release

FORMAT = 1
_FORMAT_KEY, _VERSION_KEY = "flake8-uec-baseline", "version"
_KEYS = ("path", "code", "scope", "text", "ordinal")


@dataclass(frozen=True, slots=True)
class Baseline:
    """The known findings of one project.

    file: the absolute path they were read from.
    root: the absolute directory that their paths are relative to.
    version: the version of the linter that wrote the file last.
    moved: the paths of files that were renamed since, by their old ones.
    by_path: the entries of each path; those of a file that was renamed by its new path too.
    homeless: the entries of files that are gone. strays: those of them of which it is not known where they went.
    """

    file: str
    root: str
    entries: frozenset[Entry] = frozenset()
    version: str = ""
    moved: Mapping[str, str] = field(default_factory=dict)
    by_path: dict[str, list[Entry]] = field(default_factory=dict)
    homeless: list[Entry] = field(default_factory=list)
    strays: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        for entry in sorted(self.entries):
            self.by_path.setdefault(entry.path, []).append(entry)
        for path in [path for path in self.by_path if not looks.exists(os.path.join(self.root, path))]:
            self.homeless.extend(self.by_path[path])
            if path in self.moved:
                self.by_path.setdefault(self.moved[path], []).extend(self.by_path[path])
            else:
                self.strays.extend(self.by_path[path])


def load(settings: Settings) -> Baseline | None:
    """Return the known findings of a project, `None` where none are to be used. Raise `ConfigError`.

    The file of the default name need not be there; one that was named must.
    """
    file = path_of(settings)
    if not settings.baseline or (settings.baseline == DEFAULT_BASELINE and not looks.exists(file)):
        return None
    baseline = read(file, settings.root)
    return _moved(baseline) if baseline.homeless else baseline


def _moved(baseline: Baseline) -> Baseline:
    """Return a baseline that knows, by git, where the files of its entries went since it was committed."""
    from flake8_uec.project.changes import renamed_since  # noqa: PLC0415 -- only where a file is gone

    renamed = {
        _inner(baseline.root, old): _inner(baseline.root, new) for old, new in renamed_since(baseline.file).items()
    }
    return Baseline(baseline.file, baseline.root, baseline.entries, baseline.version, renamed)


def _inner(root: str, path: str) -> str:
    return os.path.relpath(path, root).replace(os.sep, "/")


def path_of(settings: Settings) -> str:
    """Return the absolute path of the file of known findings."""
    return os.path.join(settings.root, settings.baseline)


def read(file: str, root: str) -> Baseline:
    """Read the known findings of the project at a root. Raise `ConfigError` with every line that is none."""
    looks.at(file)
    try:
        text = Path(file).read_text("utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigError([Mistake(file, 0, "", f"the baseline cannot be read: {reason}")]) from error
    entries: set[Entry] = set()
    versions: list[str] = []
    mistakes = []
    for number, line in enumerate(text.split("\n"), 1):
        problem = _take(line, entries, versions) if line.strip() else ""
        if problem:
            mistakes.append(Mistake(file, number, "", problem))
    if mistakes:
        raise ConfigError(mistakes)
    return Baseline(file, root, frozenset(entries), min(versions, key=release, default=""))


def replace_file(file: str, data: bytes) -> None:
    """Write the file of known findings at once; the same bytes are not written again. Raise `OSError`."""
    with locked(os.path.dirname(file)):
        _replace(file, data)


def change_file(baseline: Baseline, change: Callable[[frozenset[Entry]], Iterable[Entry]], version: str) -> None:
    """Change the entries of a file, as they are now: another run may have changed them since they were read.

    Raise `OSError`, or `ConfigError` where it cannot be read any more.
    """
    with locked(os.path.dirname(baseline.file)):
        _replace(baseline.file, encode(change(read(baseline.file, baseline.root).entries), version))


def _replace(file: str, data: bytes) -> None:
    if not os.path.exists(file):
        create(file, data)
    elif (before := Path(file).read_bytes()) != data:
        write(file, before, data)


def _take(line: str, entries: set[Entry], versions: list[str]) -> str:
    """Take one line over; return what is wrong with it."""
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
        return "a merge conflict: keep the lines of both sides, and let `flake8-uec baseline update` drop what is gone"
    try:
        value = json.loads(line)
    except ValueError as error:
        return f"not a line of JSON: {error}"
    if isinstance(value, dict) and _FORMAT_KEY in value:
        versions.append(str(value.get(_VERSION_KEY, "")))
        newer = value[_FORMAT_KEY] != FORMAT
        return f"format {value[_FORMAT_KEY]} is not known: it takes another flake8-uec" if newer else ""
    if not _is_entry(value):
        return "not an entry: it takes a `path` and a `code`, and no keys but " + ", ".join(_KEYS)
    entries.add(Entry(**value))
    return ""


def _is_entry(value: Any) -> bool:
    if not isinstance(value, dict) or not {"path", "code"} <= value.keys() <= set(_KEYS):
        return False
    types = {key: int if key == "ordinal" else str for key in _KEYS}
    return all(type(item) is types[key] for key, item in value.items())


def encode(entries: Iterable[Entry], version: str) -> bytes:
    """Return the bytes of a file of known findings; it ends with a line break."""
    return "".join(f"{line}\n" for line in _lines(sorted(set(entries)), version)).encode("utf-8", "surrogatepass")


def _lines(entries: Collection[Entry], version: str) -> Iterator[str]:
    yield _json({_FORMAT_KEY: FORMAT, _VERSION_KEY: version})
    for entry in entries:
        values = {key: getattr(entry, key) for key in _KEYS}
        yield _json({key: value for key, value in values.items() if value or key in ("path", "code")})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
