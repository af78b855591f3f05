"""What differs between a commit and the working tree, by git's own account."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from flake8_uec.model.values import dataclass
from flake8_uec.project.files import PYTHON
from flake8_uec.project.git import ask, ls_files, work_tree
from flake8_uec.project.objects import LINK, SUBMODULE

_DIFF = ("diff", "--raw", "-z", "--no-abbrev", "--no-relative", "--ignore-submodules=all")
_NOTHING = "000000"


class NoBaseError(Exception):
    """There is nothing to compare with. The message is for the user."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from a commit. Paths are absolute.

    What git does not follow, as ignored files and other repositories within this one, counts as unchanged.

    top: the work tree.
    commit: what is compared with.
    before: each path that differs, with the id of the blob that it was; `""` where there was no file.
    renamed: each Python file that had another name, with that name.
    untracked: those that git does not know yet, so that it cannot tell of a file that was renamed.
    """

    top: str
    commit: str
    before: Mapping[str, str]
    renamed: Mapping[str, str]
    untracked: frozenset[str]


def changes_since(directory: str, ref: str) -> Changes:
    """Return how the work tree that holds a directory differs from where the branch of HEAD left that of a ref.

    Raise `NoBaseError` where there is no such commit.
    """
    top = work_tree(directory)
    if top is None or ask(top, "rev-parse", "--git-dir") is None:
        raise NoBaseError(f"`{directory}` lies in no git repository, so there is no `{ref}` to compare with")
    commit = _merge_base(top, ref)
    differing = ask(top, *_DIFF, "--no-renames", commit, "--")
    if differing is None:
        raise NoBaseError(f"git cannot compare the working tree of `{top}` with {commit[:12]}")
    before = {f"{top}/{path}": blob for blob, path, _ in _records(differing)}
    untracked = frozenset(f"{top}/{one.path}" for one in ls_files(top) or () if not one.tracked)
    before.update(dict.fromkeys(untracked, ""))
    return Changes(top, commit, before, {new: old for old, new in _renamed(top, commit).items()}, untracked)


def renamed_since(file: str) -> dict[str, str]:
    """Return where the Python files went that were renamed since a file was committed last, by their old paths.

    All paths are absolute; where git does not answer, there are none.
    """
    top = work_tree(os.path.dirname(file))
    commit = ask(top, "log", "-1", "--format=%H", "--", file) if top else None
    return _renamed(top, commit.decode("ascii").strip() or "HEAD") if top and commit is not None else {}


def _renamed(top: str, commit: str) -> dict[str, str]:
    output = ask(top, *_DIFF, "-M", "--diff-filter=R", commit, "--", *(f"*{suffix}" for suffix in PYTHON))
    return {f"{top}/{old}": f"{top}/{new}" for _, old, new in _records(output or b"")}


def has_commits(directory: str) -> bool:
    """Tell whether there is a commit of the work tree that holds a directory."""
    return _commit(directory, "HEAD") is not None


def _records(output: bytes) -> Iterator[tuple[str, str, str]]:
    """Yield the old blob, the path, and of a renamed file the new one.

    A record is `:mode mode id id status`, a path and, of a renamed file, a second one, each ended by a NUL. An old
    symbolic link or submodule is no file that could be linted.
    """
    words = iter([os.fsdecode(word) for word in output.split(b"\0")])
    for head in words:
        if head:
            old_mode, _, blob, _, status = head.removeprefix(":").split(" ")
            path = next(words)
            was_file = old_mode not in (_NOTHING, LINK, SUBMODULE)
            yield blob if was_file else "", path, next(words) if status.startswith("R") else ""


def _merge_base(top: str, ref: str) -> str:
    commit = _commit(top, ref)
    if commit is None:
        raise NoBaseError(_unknown(top, ref))
    base = ask(top, "merge-base", commit, "HEAD")
    if base is None:
        raise NoBaseError(_unrelated(top, ref))
    return base.decode("ascii").split()[0]


def _commit(top: str, ref: str) -> str | None:
    output = ask(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    return None if output is None else output.decode("ascii").split()[-1]


def _unknown(top: str, ref: str) -> str:
    problem = f"`{ref}` is no commit of the repository `{top}`"
    if _commit(top, "HEAD") is None:
        return f"{problem}, which has none yet"
    fetch = _fetch(top, ref)
    return f"{problem}; if the remote has it, fetch it: {fetch}" if fetch else problem


def _unrelated(top: str, ref: str) -> str:
    problem = f"`{ref}` and HEAD have no commit in common"
    if not _is_shallow(top):
        return problem
    return f"{problem} in this shallow clone; fetch the history: {_fetch(top, ref) or 'git fetch --unshallow'}"


def _fetch(top: str, ref: str) -> str:
    """Return the command that fetches a remote's branch, with all the history where this clone has a part only."""
    remotes = os.fsdecode(ask(top, "remote") or b"").split()
    remote, _, branch = ref.removeprefix("refs/remotes/").partition("/")
    deepen = " --unshallow" * _is_shallow(top)
    if branch and remote in remotes:
        return f"git fetch{deepen} {remote} +refs/heads/{branch}:refs/remotes/{remote}/{branch}"
    return f"git fetch{deepen}" if deepen and remotes else ""


def _is_shallow(top: str) -> bool:
    return (ask(top, "rev-parse", "--is-shallow-repository") or b"").strip() == b"true"
