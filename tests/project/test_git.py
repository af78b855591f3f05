"""The questions that are asked of git, of real repositories."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from flake8_uec.project.git import Listed, is_ignored, ls_files, work_tree


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a new repository, untouched by the user's own configuration of git."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    folder = tmp_path / "repository"
    folder.mkdir()
    monkeypatch.chdir(folder)
    git("init")
    return folder


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)


def write(*paths: str, text: str = "") -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")


def test_lists_what_is_tracked_and_what_is_new_but_not_what_is_ignored() -> None:
    write("old.py", "new.py", "cache.py", "pkg/deep.py")
    write(".git/info/exclude", text="cache.py\n")
    git("add", "old.py", "pkg")
    listed = {(one.path, one.tracked) for one in ls_files(".") or ()}
    assert listed == {("old.py", True), ("new.py", False), ("pkg/deep.py", True)}


def test_paths_are_relative_to_the_directory(repository: Path) -> None:
    write("pkg/a.py", "b.py")
    assert ls_files("pkg") == ls_files(str(repository / "pkg")) == [Listed("a.py", tracked=False)]


@pytest.mark.parametrize(
    "name", [b"new\nline.py", b"\xff.py", "é.py".encode(), b" blank.py ", b'"quoted".py', b"-v.py"]
)
def test_names_are_as_on_the_disk(name: bytes) -> None:
    Path(os.fsdecode(name)).touch()
    assert ls_files(".") == [Listed(os.fsdecode(name), tracked=False)]


def test_repository_within_is_one_path() -> None:
    write("inner/a.py")
    git("init", "inner")
    assert ls_files(".") == [Listed("inner", tracked=False)]


def test_conflicted_file_is_tracked() -> None:
    write("a.py", text="one\n")
    git("add", ".")
    blob = subprocess.run(["git", "hash-object", "a.py"], check=True, capture_output=True, text=True).stdout.strip()
    stages = f"0 {'0' * 40} 0\ta.py\n" + "".join(f"100644 {blob} {stage}\ta.py\n" for stage in (1, 2, 3))
    subprocess.run(["git", "update-index", "--index-info"], input=stages, check=True, text=True)
    assert set(ls_files(".") or ()) == {Listed("a.py", tracked=True)}


def test_empty_repository_is_an_answer() -> None:
    assert ls_files(".") == []


def test_lock_of_another_process_does_not_hinder() -> None:
    write("a.py", ".git/index.lock")
    assert ls_files(".") == [Listed("a.py", tracked=False)]


# No answer


def test_no_answer_outside_a_work_tree(tmp_path: Path) -> None:
    assert ls_files(str(tmp_path)) is None
    assert ls_files(".git") is None
    assert ls_files("missing") is None


def test_no_answer_without_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    assert ls_files(".") is None
    assert not is_ignored(".")


def test_no_answer_where_git_does_not_trust_the_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ls_files(".") == []
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert ls_files(".") is None


def test_no_answer_where_the_index_is_broken() -> None:
    write(".git/index", text="not an index")
    assert ls_files(".") is None


# Work trees and ignored directories


def test_work_tree_is_the_nearest(tmp_path: Path, repository: Path) -> None:
    write("pkg/sub/a.py", "inner/b.py")
    git("init", "inner")
    assert work_tree("pkg/sub") == str(repository)
    assert work_tree("inner") == str(repository / "inner")
    assert work_tree(str(tmp_path)) is None


def test_second_work_tree_has_a_file_for_its_mark(tmp_path: Path) -> None:
    git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--allow-empty", "--message", "start")
    git("worktree", "add", str(tmp_path / "second"))
    assert work_tree(str(tmp_path / "second")) == str(tmp_path / "second")
    assert ls_files(str(tmp_path / "second")) == []


def test_ignored_directory() -> None:
    write("build/a.py", "kept/a.py", "-v/a.py")
    write(".gitignore", text="build/\n-v/\n")
    assert is_ignored("build")
    assert is_ignored("-v")
    assert not is_ignored("kept")
    assert not is_ignored(".")
