"""A migration that is killed goes on where it was."""

from __future__ import annotations

from pathlib import Path

from tests.migration.kill_and_resume import trial


def test_killed_runs_end_as_one_that_was_not(tmp_path: Path) -> None:
    trial(tmp_path, points=4, seed=1)
