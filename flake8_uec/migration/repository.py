"""What a migration asks of git. Unlike `project.git`, it changes things: commits, refs, work trees."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from flake8_uec.model.values import dataclass
from flake8_uec.project.git import environment

_ALONE = ("-c", "gc.auto=0", "-c", "maintenance.auto=false")
"""Nothing goes on behind a command's back."""

_PLAIN = ("-c", "log.showSignature=false", "-c", "revert.reference=false")
"""What is read, or found again by its words, does not hang on the user's taste."""

_QUIET = (*_ALONE, "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")
"""No program of the repository's own starts but for a commit, whose hooks are the team's wish."""

LINK = "120000"


_HOST = re.compile(
    r"(?:https?://(?:[^@/]+@)?|(?:ssh://)?git@)(?P<host>[\w.-]*(?:github|gitlab)[\w.-]*)[:/](?P<name>[\w./-]+?)(?:\.git)?/?$"
)


class GitError(Exception):
    """A git command failed. The message is for the user."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """A file as the index has it."""

    mode: str
    blob: str
    is_overlooked: bool = False
    """Whether git was told to take it for unchanged, or not to look for it."""


class Repository:
    """A work tree and its repository. Paths are POSIX and relative to `root`, which lies in it.

    lock: a descriptor that a commit inherits, so that whoever waits for it waits for the commit too.
    """

    def __init__(self, root: str, lock: int | None = None) -> None:
        self.root = os.path.realpath(root)
        self.lock = lock
        self.top = os.fsdecode(self._git("rev-parse", "--show-toplevel").rstrip(b"\n"))
        common = os.fsdecode(self._git("rev-parse", "--git-common-dir").rstrip(b"\n"))
        self.common = os.path.normpath(os.path.join(self.root, common))

    @property
    def place(self) -> str:
        """The root, from the top of the work tree."""
        return self.from_top(".")

    def within(self, folder: str) -> str:
        """Return the place in another work tree that the root has in this one."""
        return os.path.normpath(os.path.join(folder, os.path.relpath(self.root, self.top)))

    def head(self) -> str:
        """Return the commit that the work tree is at. Raise `GitError` where there is none."""
        try:
            return self.commit_of("HEAD")
        except GitError:
            raise GitError("there is no commit yet") from None

    def commit_of(self, name: str) -> str:
        """Return the id of a commit. Raise `GitError`."""
        return self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").decode().strip()

    def problem(self) -> str:
        """Return why nothing can be committed now, `""` where it can."""
        folder = os.fsdecode(self._git("rev-parse", "--absolute-git-dir").rstrip(b"\n"))
        for mark, what in {
            "MERGE_HEAD": "a merge", "REVERT_HEAD": "a revert", "CHERRY_PICK_HEAD": "a cherry-pick",
            "rebase-merge": "a rebase", "rebase-apply": "a rebase",
        }.items():  # fmt: skip
            if os.path.exists(os.path.join(folder, mark)):
                return f"{what} is under way: finish or abort it first"
        try:
            self._git("var", "GIT_COMMITTER_IDENT")
        except GitError:
            return "git does not know who commits: set user.name and user.email"
        return ""

    def tracked(self, path: str) -> Tracked | None:
        """Return a file as the index has it, `None` where git does not track it, or it is in conflict."""
        lines = self._git("ls-files", "--stage", "-v", "-z", "--", path).split(b"\0")[:-1]
        if len(lines) != 1:
            return None
        mark, mode, blob, _ = lines[0].partition(b"\t")[0].decode().split(" ")
        return Tracked(mode, blob, mark.islower() or mark == "S")

    def is_clean(self, paths: Sequence[str] = ()) -> bool:
        """Tell whether files are as committed; without paths, all that git tracks."""
        untracked = "all" if paths else "no"
        return not self._git("status", "--porcelain", "-z", f"--untracked-files={untracked}", "--", *paths)

    def commit(self, path: str, message: str) -> str:
        """Commit one file as it lies in the work tree, and nothing else. Raise `GitError`."""
        self._git(
            "commit", "--only", "--quiet", "--cleanup=whitespace", "--file=-", "--", path, hooks=True, text=message
        )
        self._follow_hooks()
        return self.head()

    def _follow_hooks(self) -> None:
        """Let the index have the files of the last commit as that has them: a hook may have changed or added some."""
        names = self._git("diff-tree", "--no-commit-id", "--name-only", "-r", "-z", "HEAD").split(b"\0")[:-1]
        paths = [os.path.relpath(os.path.join(self.top, os.fsdecode(name)), self.root) for name in names]
        if paths:
            self._git("reset", "--quiet", "--", *paths)

    def unstage(self, path: str) -> None:
        """Let the index have a file as the commit has it."""
        self._git("reset", "--quiet", "--", path)

    def commits_of(self, since: str, path: str) -> list[str]:
        """Return the commits since one that changed a file, newest first."""
        return self._git("rev-list", f"{since}..HEAD", "--", path).decode().split()

    def holds(self, commit: str) -> bool:
        """Tell whether a commit is part of the work tree's history."""
        try:
            self._git("merge-base", "--is-ancestor", commit, "HEAD")
        except GitError:
            return False
        return True

    def file_at(self, commit: str, path: str) -> bytes | None:
        """Return the bytes of a file at a commit as a work tree would have them, `None` where it has none."""
        name = f"{commit}:{self.from_top(path)}"
        try:
            return self._git("cat-file", "--filters", name)
        except GitError:
            return None

    def blob_at(self, commit: str, path: str) -> bytes | None:
        """Return the bytes of a file as a commit holds them, `None` where it has none."""
        try:
            return self._git("cat-file", "blob", f"{commit}:{self.from_top(path)}")
        except GitError:
            return None

    def is_reverted(self, commit: str) -> bool:
        """Tell whether a later commit reverts one, as `git revert` words it, and is not reverted itself."""
        wording = f"--grep=This reverts commit {commit}"
        reverts = self._git("log", "--format=%H", "--fixed-strings", wording, f"{commit}..HEAD").decode().split()
        return any(not self.is_reverted(one) for one in reverts)

    def is_index_clean(self) -> bool:
        """Tell whether nothing is staged."""
        return not self._git("diff", "--cached", "--name-only", "-z")

    def describe(self, commit: str) -> str:
        """Return a commit's short id and subject."""
        return self._git("log", "-1", "--format=%h (%s)", commit).decode("utf-8", "replace").strip()

    def from_top(self, path: str) -> str:
        """Return a path relative to the top of the work tree."""
        return os.path.relpath(os.path.join(self.root, path), os.path.realpath(self.top)).replace(os.sep, "/")

    def revert(self, commits: Sequence[str]) -> list[str]:
        """Revert commits, in the order given, one commit each, and return the new ones. Raise `GitError`."""
        before = self.head()
        try:
            self._git("revert", "--no-edit", *commits, hooks=True)
        except GitError:
            self._git("revert", "--abort")
            raise
        return self._git("rev-list", "--reverse", f"{before}..HEAD").decode().split()

    def link(self, commit: str, prefix: str) -> str:
        """Return where the host of the remote `origin` shows a line, `""` for a host that is not known."""
        try:
            url = self._git("remote", "get-url", "origin").decode("utf-8", "replace").strip()
        except GitError:
            return ""
        found = _HOST.match(url)
        if found is None:
            return ""
        blob = "-/blob" if "gitlab" in found["host"] else "blob"
        return f"https://{found['host']}/{found['name']}/{blob}/{commit}/{prefix}{{path}}#L{{line}}"

    def set_ref(self, name: str, commit: str) -> None:
        """Let a ref name a commit, which keeps it from being collected."""
        self._git("update-ref", name, commit)

    def add_worktree(self, folder: str, commit: str, branch: str = "") -> None:
        """Lay out a commit in a new work tree; with a branch, on that, which is made where there is none."""
        self._forget_worktree(folder)
        if not branch:
            self._git("worktree", "add", "--quiet", "--force", "--detach", folder, commit)
        elif self._has_branch(branch):
            self._git("worktree", "add", "--quiet", folder, branch)
        else:
            self._git("worktree", "add", "--quiet", "-b", branch, folder, commit)

    def _has_branch(self, branch: str) -> bool:
        try:
            self._git("show-ref", "--verify", "--quiet", f"refs/heads/{branch}")
        except GitError:
            return False
        return True

    def remove_worktree(self, folder: str) -> None:
        """Take a work tree away, with all that is in it."""
        if os.path.isdir(folder):
            self._git("worktree", "remove", "--force", "--force", folder)
        self._forget_worktree(folder)

    def _forget_worktree(self, folder: str) -> None:
        """Drop what git keeps of a work tree that is gone; `git worktree prune` would drop those of others too."""
        mark = os.path.join(os.path.realpath(folder), ".git")
        for known in Path(self.common, "worktrees").glob("*/gitdir"):
            if not os.path.exists(mark) and known.read_text("utf-8", "surrogateescape").rstrip("\n") == mark:
                shutil.rmtree(known.parent)

    def reset(self, commit: str) -> None:
        """Let all tracked files be those of a commit; only for a work tree of our own."""
        self._git("reset", "--hard", "--quiet", commit)

    def _git(self, *arguments: str, hooks: bool = False, text: str = "") -> bytes:
        """Run git in the root. Its own session keeps it alive where this process is ended: no half-made commit."""
        options = _ALONE if hooks else _QUIET
        command = ["git", *options, *_PLAIN, "--literal-pathspecs", "-C", self.root, *arguments]
        kept = (self.lock,) if self.lock is not None else ()
        try:
            done = subprocess.run(
                command, input=text.encode("utf-8", "surrogateescape"), capture_output=True, check=False,
                env={**environment(), "LC_ALL": "C"}, pass_fds=kept, start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise GitError(f"git cannot be started: {error.strerror}") from error
        if done.returncode:
            said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
            raise GitError(f"git {arguments[0]}: {said or f'exit code {done.returncode}'}")
        return done.stdout


def read_bytes(repository: Repository, path: str) -> bytes | None:
    """Return the bytes of a file in the work tree, `None` where it cannot be read."""
    try:
        return Path(repository.root, path).read_bytes()
    except OSError:
        return None
