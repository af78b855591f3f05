"""A commit's files, read from git objects as though they lay on the disk."""

from __future__ import annotations

import os
import pickle
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_uec.model.settings import Files, Settings
from flake8_uec.project.index import DiskProject
from flake8_uec.project.objects import Objects, tree
from flake8_uec.project.tree_disk import TreeDisk

Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Run git in a new repository, untouched by the user's own configuration."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)

    def run(*arguments: str) -> str:
        identity = ("-c", "user.name=a", "-c", "user.email=a@b.c")
        command = ["git", *identity, *arguments]
        return subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout.strip()

    run("init", "-q")
    return run


def commit(git: Git) -> str:
    git("add", "-A")
    git("commit", "-qm", "change", "--allow-empty")
    return git("rev-parse", "HEAD")


def write(folder: Path, name: str, text: str = "") -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)


def disk(folder: Path, commit: str) -> TreeDisk:
    files = tree(str(folder), commit)
    assert files is not None
    return TreeDisk(str(folder), files, Objects(str(folder)))


def test_reads_what_was_committed_whatever_the_disk_holds_now(tmp_path: Path, git: Git) -> None:
    write(tmp_path, "pkg/a.py", "old = 1\n")
    first = commit(git)
    write(tmp_path, "pkg/a.py", "new = 1\n")
    write(tmp_path, "pkg/b.py")
    then = disk(tmp_path, first)
    assert then.read(f"{tmp_path}/pkg/a.py") == b"old = 1\n"
    assert not then.is_file(f"{tmp_path}/pkg/b.py")
    with pytest.raises(FileNotFoundError):
        then.read(f"{tmp_path}/pkg/b.py")


def test_files_and_directories_are_what_the_tree_has(tmp_path: Path, git: Git) -> None:
    write(tmp_path, "pkg/inner/a.py")
    then = disk(tmp_path, commit(git))
    assert all(then.is_dir(f"{tmp_path}{path}") for path in ("", "/pkg", "/pkg/inner"))
    outside = (f"{tmp_path}/pkg/inn", f"{tmp_path}/pkg/inner/a.py", str(tmp_path.parent))
    assert not any(map(then.is_dir, outside))
    assert then.is_file(f"{tmp_path}/pkg/inner/a.py")
    assert not then.is_file(f"{tmp_path}/pkg")


def test_links_are_followed_within_the_tree(tmp_path: Path, git: Git) -> None:
    write(tmp_path, "real/a.py", "x = 1\n")
    (tmp_path / "linked").symlink_to("real")
    (tmp_path / "real" / "b.py").symlink_to("a.py")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "outside").symlink_to("/")
    then = disk(tmp_path, commit(git))
    assert then.read(f"{tmp_path}/linked/b.py") == b"x = 1\n"
    assert then.is_dir(f"{tmp_path}/linked")
    assert not then.is_file(f"{tmp_path}/loop")
    assert not then.is_dir(f"{tmp_path}/outside")


@pytest.mark.parametrize("name", [b"new\nline.py", b"\xff.py", b" blank.py ", b'"quoted".py', b"tab\t.py"])
def test_names_are_as_on_the_disk(tmp_path: Path, git: Git, name: bytes) -> None:
    write(tmp_path, os.fsdecode(name), "x = 1\n")
    assert disk(tmp_path, commit(git)).read(f"{tmp_path}/{os.fsdecode(name)}") == b"x = 1\n"


def test_objects_are_read_one_after_the_other_and_in_another_process(tmp_path: Path, git: Git) -> None:
    write(tmp_path, "a.py", "a\n")
    write(tmp_path, "empty.py")
    first = commit(git)
    with Objects(str(tmp_path)) as objects:
        assert objects.read(f"{first}:a.py") == b"a\n"
        assert objects.read("0" * 40) is None
        assert objects.read(f"{first}:empty.py") == b""
        with pickle.loads(pickle.dumps(objects)) as other:
            assert other.read(f"{first}:a.py") == b"a\n"


def test_what_is_no_commit_has_no_tree(tmp_path: Path, git: Git) -> None:
    write(tmp_path, "a.py")
    commit(git)
    assert tree(str(tmp_path), "HEAD") is not None
    assert tree(str(tmp_path), "missing") is None
    assert tree(str(tmp_path), "--help") is None


def test_project_of_a_commit(tmp_path: Path, git: Git) -> None:
    write(tmp_path, "src/pkg/old.py", "class Cart: ...\n")
    write(tmp_path, "src/pkg/__init__.py")
    write(tmp_path, "pytest.ini", "[pytest]\npython_files = check_*.py\n")
    first = commit(git)
    for path in ("src/pkg/old.py", "pytest.ini"):
        (tmp_path / path).unlink()
    settings = Settings(root=str(tmp_path), files=Files())
    now, then = DiskProject(settings), DiskProject(settings, disk(tmp_path, first))
    assert then.has_module("pkg.old")
    assert not now.has_module("pkg.old")
    facts = then.facts("pkg.old")
    assert facts is not None
    assert "Cart" in facts.classes
    assert then.pytest_options("src/a.py").files == ("check_*.py",)
    assert now.pytest_options("src/a.py").files != ("check_*.py",)
