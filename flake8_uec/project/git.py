"""The few questions that are asked of git."""

from __future__ import annotations

import os
import subprocess


def ls_files(directory: str, *options: str) -> list[str] | None:
    """Return what `git ls-files` lists below a directory, relative to it; `None` where git does not answer.

    That is so where git is missing, where the directory lies in no work tree, and where git refuses it.
    """
    command = ["git", "-C", directory, "ls-files", "-z", *options]
    try:
        done = subprocess.run(command, capture_output=True, check=True, env=_environment(), stdin=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return None
    return [os.fsdecode(name) for name in done.stdout.split(b"\0") if name]


def _environment() -> dict[str, str]:
    """No lock is taken and nothing is asked: a linter only looks."""
    kept = {name: value for name, value in os.environ.items() if name not in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")}
    return {**kept, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
