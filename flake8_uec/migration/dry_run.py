"""What a run would do, without doing it."""

from __future__ import annotations

import os
from collections.abc import Iterator

from flake8_uec.migration.choices import Choices
from flake8_uec.migration.item import Item, items
from flake8_uec.migration.linting import Linting
from flake8_uec.migration.plan import digest
from flake8_uec.migration.plan_file import decode
from flake8_uec.migration.repository import Repository, read_bytes
from flake8_uec.model.diagnostic import Applicability
from flake8_uec.model.values import dataclass


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be done to a file: how many fixes, and how many of them unsafe; or why nothing."""

    item: Item
    fixes: int = 0
    unsafe: int = 0
    reason: str = ""


def preview(root: str, choices: Choices, directory: str) -> Iterator[Preview]:
    """Yield what a run would do to each file, but for what verification decides. Raise `GitError` or `ConfigError`."""
    repository = Repository(root)
    found: list[object] = []

    def held() -> object:
        if not found:
            found.append(linting.held(repository.root))
        return found[0]

    linting = Linting(choices, directory, held)  # type: ignore[arg-type]
    for item in items(decode(choices.plan, "the plan"), choices):
        yield _preview(item, repository, linting)


def _preview(item: Item, repository: Repository, linting: Linting) -> Preview:
    data = read_bytes(repository, item.file.path)
    if data is None or digest(data) != item.file.digest:
        return Preview(item, reason="gone" if data is None else "changed since the plan")
    outcome = linting.fix(data, os.path.join(repository.root, item.file.path))
    if outcome is None or not outcome.applied:
        return Preview(item, reason="no fix that this run may make")
    unsafe = sum(one.fix is not None and one.fix.applicability is Applicability.UNSAFE for one in outcome.applied)
    return Preview(item, len(outcome.applied), unsafe)
