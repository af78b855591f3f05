"""Kill a migration at random moments and resume it: the end must be as without.

usage: python -m tests.migration.kill_and_resume [POINTS [SEED]]
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.migration.conftest import COMMAND, TEST, Repo, repository

FILES = 6
KINDS = ("", "# fails\n", "# failed, fails\n")


def prepare(repo: Repo) -> None:
    """Give the repository files that will be committed, restored and left to a person."""
    repo.write({f"tests/test_{number}.py": f"# {number}\n{TEST}{KINDS[number % 3]}" for number in range(FILES)})
    repo.commit()
    repo.plan()


def outcome(repo: Repo) -> tuple[str, list[str], dict[str, str], str]:
    """Return all that must not depend on whether the run was killed: tree, commits, statuses, what lies about."""
    statuses = dict(sorted(repo.statuses().items()))
    return repo.git("rev-parse", "HEAD^{tree}"), repo.subjects(), statuses, repo.git("status", "--porcelain")


def killed_run(repo: Repo, moments: list[float]) -> None:
    """Run, kill after so many seconds, resume, kill again, ..., and resume to the end."""
    first = ["migrate", "--plan", str(repo.plan_file), "--unsafe-fixes", "--commit", "--verify", repo.verify]
    for number, seconds in enumerate(moments):
        begun = number and repo.run("migrate", "status", "--json").stdout.find('"run": null') < 0
        arguments = ["migrate", "--resume"] if begun else first
        process = subprocess.Popen(
            [*COMMAND, *arguments], cwd=repo.root, env=repo.environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        process.kill()
        process.wait()
    if repo.status()["run"] is None:
        repo.run(*first, code=1)
    elif repo.status()["state"] != "finished":
        repo.run("migrate", "--resume", code=1)


def trial(folder: Path, points: int, seed: int) -> tuple[int, float]:
    """Compare runs that were killed with one that was not; return how many points there were, and how long it took."""
    whole = repository(_made(folder / "whole"))
    prepare(whole)
    started = time.monotonic()
    whole.migrate(code=1)
    length = time.monotonic() - started
    expected, chance, left = outcome(whole), random.Random(seed), points
    while left > 0:
        repo = repository(_made(folder / f"killed-{left}"))
        prepare(repo)
        moments = [chance.uniform(0, length) for _ in range(min(3, left))]
        killed_run(repo, moments)
        assert outcome(repo) == expected, (moments, outcome(repo), expected)
        left -= len(moments)
    return points, length


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def main(points: int = 30, seed: int = 0) -> None:
    """Kill so many times; the seed is told, to do it again."""
    seed = seed or random.randrange(10**6)
    with tempfile.TemporaryDirectory() as folder:
        done, length = trial(Path(folder), points, seed)
    print(f"killed at {done} moments of runs of {length:.1f} s (seed {seed}): same tree, commits and journal")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
