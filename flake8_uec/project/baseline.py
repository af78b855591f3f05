"""The file of known findings: one JSON line each, sorted, so that it is the same bytes for the same findings.

A merge by union may bring back lines that were removed, and leave two first lines; both is read without a word, for
an entry that knows nothing is told as stale.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flake8_uec.model.entry import Entry
from flake8_uec.model.settings import DEFAULT_BASELINE, Settings
from flake8_uec.project.disk import create, write
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
    """

    file: str
    root: str
    entries: frozenset[Entry] = frozenset()
    version: str = ""
    by_path: dict[str, list[Entry]] = field(default_factory=dict)
    homeless: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        for entry in sorted(self.entries):
            self.by_path.setdefault(entry.path, []).append(entry)
        for path, entries in self.by_path.items():
            if not os.path.exists(os.path.join(self.root, path)):
                self.homeless.extend(entries)


def load(settings: Settings) -> Baseline | None:
    """Return the known findings of a project, `None` where none are to be used. Raise `ConfigError`.

    The file of the default name need not be there; one that was named must.
    """
    file = path_of(settings)
    if not settings.baseline or (settings.baseline == DEFAULT_BASELINE and not os.path.exists(file)):
        return None
    return read(file, settings.root)


def path_of(settings: Settings) -> str:
    """Return the absolute path of the file of known findings."""
    return os.path.join(settings.root, settings.baseline)


def read(file: str, root: str) -> Baseline:
    """Read the known findings of the project at a root. Raise `ConfigError` with every line that is none."""
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
