"""The few questions that are asked of git."""

from __future__ import annotations

import os
from typing import NamedTuple

from flake8_uec.project import looks

_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX")
"""What git itself sets for its hooks: it would answer for another work tree or index."""

_NO_HOOKS = (
    "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "log.showSignature=false",
)  # fmt: skip
"""A repository's own configuration must not start a program because its files are listed, or its log is read."""


class Listed(NamedTuple):
    """A path that git knows, relative to the directory asked for.

    A submodule is one path, and so is another repository that lies in this one.
    """

    path: str
    tracked: bool


def work_tree(directory: str) -> str | None:
    """Return the nearest directory upward with a `.git`, as an absolute path; `None` where none has one."""
    folder = os.path.abspath(directory)
    while not looks.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
    return folder


def ls_files(directory: str) -> list[Listed] | None:
    """Return the files below a directory that git tracks or does not ignore.

    `None` where git does not answer: it is missing, this is no work tree, or it belongs to another user.
    """
    output = ask(directory, "ls-files", "-z", "-t", "--cached", "--others", "--exclude-standard")
    if output is None:
        return None
    lines = [os.fsdecode(line) for line in output.split(b"\0") if line]
    return [Listed(line[2:].rstrip("/"), not line.startswith("?")) for line in lines]


def is_ignored(directory: str) -> bool:
    """Tell whether a directory as a whole is ignored. Its parent is asked: it may be closed itself."""
    parent, name = os.path.split(os.path.abspath(directory))
    return ask(parent, "check-ignore", "--quiet", "--", f"./{name}") is not None


def merges_by_union(file: str) -> bool:
    """Tell whether git keeps the lines of both sides where it merges a file; where there is no git, none is needed."""
    folder, name = os.path.split(os.path.abspath(file))
    output = ask(folder, "check-attr", "merge", "--", name)
    return output is None or output.endswith(b": union\n")


def ask(directory: str, *arguments: str) -> bytes | None:
    """Return the output of a git command run in a directory, `None` where it fails."""
    answer = _ask(directory, *arguments)
    looks.at_answer((directory, *arguments), answer)
    return answer


def _ask(directory: str, *arguments: str) -> bytes | None:
    import subprocess  # noqa: PLC0415 -- slow to import, and a named file needs no git

    try:
        done = subprocess.run(
            command(directory, *arguments),
            capture_output=True,
            check=True,
            stdin=subprocess.DEVNULL,
            env=environment(),
        )
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None
    return done.stdout


def command(directory: str, *arguments: str) -> list[str]:
    """Return what runs a git command in a directory."""
    return ["git", *_NO_HOOKS, "-C", directory, *arguments]


def environment() -> dict[str, str]:
    """No lock is taken, nothing is asked of the user, and git looks at the directory that it is told."""
    kept = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    return {**kept, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
