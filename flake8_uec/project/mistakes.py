"""What is wrong with a configuration, told all at once."""

from __future__ import annotations

from collections.abc import Iterable

from flake8_uec.model.values import dataclass


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: the file (`""` for the command line), its 1-based line (0 where unknown) and the key."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.key, self.message) if part)


class ConfigError(Exception):
    """A configuration that cannot be used. `str()` gives one line a mistake, in the order of the files."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda mistake: (mistake.file, mistake.line)))
        super().__init__("\n".join(map(str, self.mistakes)))

    def __reduce__(self) -> tuple[type[ConfigError], tuple[tuple[Mistake, ...]]]:
        return ConfigError, (self.mistakes,)


def did_you_mean(word: str, candidates: Iterable[str], likeness: float = 0.6) -> str:
    """Return `; did you mean ...?` for the candidate nearest to a word, `""` where none is near.

    `likeness` is how much of both must match, from 0 to 1.
    """
    from difflib import get_close_matches  # noqa: PLC0415  (only after a mistake)

    spelled = {_plain(candidate): candidate for candidate in sorted(candidates)}
    near = get_close_matches(_plain(word), spelled, 1, likeness)
    return f"; did you mean `{spelled[near[0]]}`?" if near else ""


def _plain(word: str) -> str:
    return word.casefold().replace("_", "-")
