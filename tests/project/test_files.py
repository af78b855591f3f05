"""Which files are looked at, with ruff as the judge where it has the same idea."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from flake8_uec.model.settings import Files, Settings
from flake8_uec.project.files import LARGEST_TEXT, Discovery, Problem, discover

Git = Callable[..., None]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def git(monkeypatch: pytest.MonkeyPatch) -> Git:
    """Return a function that runs git, untouched by the user's own configuration."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)

    def run(*arguments: str) -> None:
        subprocess.run(["git", *arguments], check=True, capture_output=True)

    return run


def write(*paths: str, text: str = "") -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")


def find(*paths: str, **files: object) -> Discovery:
    """Discover with the settings of one configuration at the working directory."""
    settings = Settings(root=os.getcwd(), files=replace(Files(), **files))  # type: ignore[arg-type]
    return discover(paths or (".",), lambda directory: settings)


def ruff(*arguments: str) -> list[str]:
    """Return the Python files that ruff would check, relative to the working directory."""
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--show-files"]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=True)
    shown = [os.path.relpath(line) for line in done.stdout.splitlines()]
    return sorted(path for path in shown if path.endswith((".py", ".pyi", "script")))


def tricky_tree() -> None:
    write("a.py", "b.pyi", "c.txt", ".hidden.py", ".dot/h.py", "d.py/inside.py", "A.PY", "e.pyw", "script")
    write("pkg/m.py", "pkg/sub/n.py", "build/w.py", "pkg/dist/z.py", "dist/x.py", "node_modules/y/y.py", "ignored/i.py")
    write("pkg/local.py", "generated.py", "pkg/keep/generated.py")
    write(".gitignore", text="ignored/\ngenerated.py\n")
    write("pkg/.gitignore", text="local.py\n!keep/generated.py\n")
    os.symlink("a.py", "link.py")
    os.symlink("pkg", "linked")
    os.symlink("..", "pkg/sub/loop")
    os.symlink("self.txt", "self.txt")


# Ruff judges


@pytest.mark.parametrize("repository", [True, False])
@pytest.mark.parametrize(
    "arguments",
    [
        ["."],
        ["pkg", "a.py", "./a.py", "pkg/../a.py"],
        ["dist/x.py", "script", "generated.py", "link.py"],
        ["linked"],
        ["dist", "node_modules/y", "d.py"],
        ["ignored"],
        ["pkg/sub", "pkg"],
    ],
)
def test_finds_what_ruff_finds(git: Git, arguments: list[str], repository: bool) -> None:
    tricky_tree()
    if repository:
        git("init")
    assert [*find(*arguments).python] == ruff(*arguments)


@pytest.mark.parametrize(
    "pattern",
    [
        "pkg",
        "pkg/",
        "./pkg",
        "pkg/*",
        "pkg/sub",
        "sub",
        "sub/n.py",
        "m.py",
        "*.pyi",
        "**/n.py",
        "*/n.py",
        "/pkg",
        "p?g",
    ],
)
def test_excludes_what_ruff_excludes(pattern: str) -> None:
    tricky_tree()
    for arguments in (["."], ["pkg/sub"], ["pkg/sub/n.py", "a.py"]):
        for force in (False, True):
            options = ["--exclude", pattern, *["--force-exclude"] * force]
            found = find(*arguments, exclude=(pattern,), force_exclude=force)
            assert [*found.python] == ruff(*options, *arguments), (arguments, force)


def test_ignores_nothing_when_told_so(git: Git) -> None:
    tricky_tree()
    git("init")
    found = find(respect_gitignore=False).python
    assert "ignored/i.py" in found
    assert [*found] == ruff("--no-respect-gitignore", ".")


# Git


def test_tracked_file_is_linted_though_a_pattern_ignores_it(git: Git) -> None:
    write("kept.py", "other.py")
    write(".gitignore", text="*.py\n")
    git("init")
    git("add", "--force", "kept.py")
    assert find().python == ("kept.py",)


def test_repository_within_a_repository_has_its_own_ignores(git: Git) -> None:
    write("inner/a.py", "inner/b.py", "inner/deep/c.py")
    write("inner/.gitignore", text="b.py\n")
    git("init")
    git("init", "inner")
    assert find().python == ("inner/a.py", "inner/deep/c.py")


@pytest.mark.parametrize("program", ["exit 1", ""])
def test_gitignore_holds_where_git_does_not_answer(
    git: Git, program: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tricky_tree()
    git("init")
    expected = find().python, find("pkg").python
    (here / "bin").mkdir()
    if program:
        (here / "bin/git").write_text(f"#!/bin/sh\n{program}\n", encoding="utf-8")
        (here / "bin/git").chmod(0o755)
    monkeypatch.setenv("PATH", str(here / "bin"))
    assert (find().python, find("pkg").python) == expected


def test_hook_of_another_repository_does_not_mislead(git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    write("one/a.py", "one/ignored.py", "two/b.py")
    write("one/.gitignore", text="ignored.py\n")
    git("init", "one")
    git("init", "two")
    monkeypatch.setenv("GIT_DIR", os.path.abspath("two/.git"))
    monkeypatch.setenv("GIT_INDEX_FILE", os.path.abspath("two/.git/index"))
    assert find("one").python == ("one/a.py",)


def test_repository_cannot_have_a_program_run(git: Git, here: Path) -> None:
    write("a.py")
    git("init")
    (here / "spy").write_text(f"#!/bin/sh\ntouch {here}/spied\n", encoding="utf-8")
    (here / "spy").chmod(0o755)
    git("config", "core.fsmonitor", str(here / "spy"))
    assert find().python == ("a.py",)
    assert not (here / "spied").exists()


# Text files


def test_text_files_are_the_small_ones_that_git_tracks(git: Git) -> None:
    write("README.md", "docs/a.rst", "fix.patch", "dist/log.txt", "a.py", "new.txt")
    write("large.txt", text="x" * LARGEST_TEXT)
    os.symlink("README.md", "link.md")
    git("init")
    git("add", "--force", ".")
    git("rm", "--cached", "new.txt")
    write("gone.txt")
    git("add", "gone.txt")
    Path("gone.txt").unlink()
    found = find()
    assert found.text == ("README.md", "docs/a.rst")
    assert found.python == ("a.py",)


def test_text_files_are_those_that_git_tracks_though_nothing_is_ignored(git: Git) -> None:
    write("README.md", "new.txt", "generated.py")
    write(".git/info/exclude", text="generated.py\n")
    git("init")
    git("add", "README.md")
    assert find(respect_gitignore=False) == Discovery(("generated.py",), ("README.md",), ())


def test_no_text_files_outside_a_repository() -> None:
    write("README.md", "a.py")
    assert find() == Discovery(("a.py",), (), ())


# Configurations


def test_nearest_configuration_holds() -> None:
    write("a.py", "skip.py", "inner/skip.py", "inner/only.py", "inner/deep/only.py", "inner/pyproject.toml")
    outer = Settings(root=os.getcwd(), files=Files(exclude=("skip.py",)))
    inner = Settings(root=os.path.abspath("inner"), files=Files(exclude=("only.py", "inner")))

    def settings_for(directory: str) -> Settings:
        return inner if os.path.abspath(directory).startswith(inner.root) else outer

    assert discover(["."], settings_for).python == ("a.py", "inner/skip.py")
    assert discover(["inner/deep"], settings_for).python == ()


def test_patterns_are_relative_to_the_root(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("pkg/a.py", "pkg/b.py", "pkg/pkg/b.py")
    settings = Settings(root=str(here), files=Files(exclude=("pkg/b.py",)))
    monkeypatch.chdir("pkg")
    assert discover(["."], lambda directory: settings).python == ("a.py", "pkg/b.py")


# Bad input


@pytest.mark.parametrize("path", ["missing.py", "a.py/", "", "dangling.py"])
def test_missing_path_is_a_problem(path: str) -> None:
    write("a.py")
    os.symlink("nowhere", "dangling.py")
    (problem,) = find("a.py", path).problems
    assert problem.path == path
    assert problem.message in ("No such file or directory", "Not a directory")


def test_path_that_cannot_be_one_is_a_problem() -> None:
    (problem,) = find("a\0b.py").problems
    assert "null" in problem.message


def test_pipe_is_never_opened() -> None:
    write("a.py")
    os.mkfifo("pipe.py")
    assert find() == Discovery(("a.py",), (), ())
    assert find("pipe.py").problems == (Problem("pipe.py", "not a regular file"),)


def test_unreadable_directory_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.py", "closed/b.py", "open/c.py")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if os.path.basename(path) == "closed":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert find() == Discovery(("a.py", "open/c.py"), (), (Problem("closed", "Permission denied"),))


@pytest.mark.parametrize(("ignored", "problems"), [("", 1), ("closed/", 0)])
def test_closed_directory_is_a_problem_unless_git_ignores_it(
    git: Git, monkeypatch: pytest.MonkeyPatch, ignored: str, problems: int
) -> None:
    write("a.py")
    write(".gitignore", text=ignored)
    git("init")
    Path("closed").mkdir()
    scandir, access = os.scandir, os.access

    def refuse(path: str) -> object:
        if path == "closed":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    # Permissions do not hold for root, as whom containers often test.
    monkeypatch.setattr(os, "scandir", refuse)
    monkeypatch.setattr(os, "access", lambda path, mode: path != "closed" and access(path, mode))
    assert find().python == ("a.py",)
    assert len(find().problems) == problems


def test_links_that_lead_nowhere_are_left_out() -> None:
    write("a.py")
    os.symlink("nowhere", ".#a.py")
    os.symlink("loop.py", "loop.py")
    assert find() == Discovery(("a.py",), (), ())
    assert [problem.path for problem in find("loop.py", ".#a.py").problems] == [".#a.py", "loop.py"]


def test_problem_is_told_once() -> None:
    assert len(find("missing", "./missing", "missing").problems) == 1


def test_names_that_are_no_text(git: Git) -> None:
    names = [b"\xff.py", b"new\nline.py", "é.py".encode(), b"-x.py"]
    for name in names:
        Path(os.fsdecode(name)).touch()
    expected = tuple(os.fsdecode(name) for name in sorted(names))
    assert find().python == expected
    git("init")
    assert find().python == expected


def test_order_is_that_of_the_paths_as_bytes() -> None:
    write("a/b.py", "a-b.py", "a.py", "Z.py")
    assert find().python == ("Z.py", "a-b.py", "a.py", "a/b.py")


def test_one_file_named_in_several_ways_is_found_once(here: Path) -> None:
    write("pkg/a.py")
    assert len(find(".", "pkg", "pkg/a.py", str(here / "pkg"), "./pkg/../pkg/a.py").python) == 1
