"""Path patterns, with ruff's per-file-ignores as the judge."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flake8_uec.semantics.patterns import Patterns, patterns

PATHS = [
    "t.py", "a/t.py", "a/b/t.py", "a/b/test_x.py", "tests/test_y.py", "a/.h/z.py", "a/x[1]/q.py", "a/we{i}rd.py",
    "a/co,m.py", "a/A.py", "a/b!.py", "a/~t.py",
]  # fmt: skip

PATTERNS = [
    "t.py", "*.py", "test_*.py", "a/*.py", "a/**", "a/**/*.py", "**/b/*.py", "a", "a/", "a/b", "a/*", "./t.py",
    "./a/t.py", "/a/t.py", "?.py", "[az].py", "[a-z].py", "[!t].py", "[^t].py", "[]t].py", "a?b/t.py", "a[/]t.py",
    "{t,test_x}.py", "{a,tests}/*.py", "a/{b/t,t}.py", "{a/b/,**/}t.py", "{a,{b,t}}.py", "x/{a,t}.py", "a/x[1]/q.py",
    "a/x[[]1]/q.py", r"a/x\[1\]/q.py", r"we\{i\}rd.py", "co,m.py", "**", "*", "**/t.py", "a/**/t.py", "a**t.py",
    "**t.py", "a/**.py", ".h/z.py", "a//t.py", "a/./t.py", "a/**b/t.py", "**/**/t.py", "tests/**", "b/t.py", "a/b**",
    "***/t.py", "a/***/t.py", "b!.py", "[~&|-]t.py", "T.py", "**/a/**", "a/b/**/t.py", "*/t.py", "b/*",
]  # fmt: skip


@pytest.fixture(scope="module")
def ignored(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """For each pattern, the files in which ruff ignores a finding of its own by it."""
    root = tmp_path_factory.mktemp("root")
    for path in PATHS:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("import os\n", encoding="utf-8")
    return {pattern: _ignored(root, pattern) for pattern in PATTERNS}


def _ignored(root: Path, pattern: str) -> list[str]:
    config = f"[lint]\nselect = ['F401']\n[lint.per-file-ignores]\n'{pattern}' = ['F401']\n"
    (root / "ruff.toml").write_text(config, encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "concise", "."]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    found = {line.partition(":")[0] for line in done.stdout.splitlines()}
    return [path for path in PATHS if path not in found]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_matches_what_ruff_matches(pattern: str, ignored: dict[str, list[str]]) -> None:
    compiled = Patterns([pattern])
    assert [path for path in PATHS if compiled.matches(path)] == ignored[pattern]


def test_one_of_several_is_enough() -> None:
    several = Patterns(["conftest.py", "tests/**"])
    assert several.matches("a/conftest.py")
    assert several.matches("tests/deep/a.py")
    assert not several.matches("a/tests/b.py")


def test_no_pattern_matches_nothing() -> None:
    assert not Patterns([])
    assert not Patterns([]).matches("a.py")
    assert not Patterns([""]).matches("a.py")


@pytest.mark.parametrize("pattern", ["[t.py", "{t.py", "t}.py", "[z-a].py", "t.py\\"])
def test_what_is_no_pattern_stands_for_itself(pattern: str) -> None:
    assert Patterns([pattern]).matches(f"a/{pattern}")
    assert not Patterns([pattern]).matches("t.py")


def test_directory_counts_for_what_lies_in_it() -> None:
    build = Patterns(["build", "docs/*"])
    assert build.match_within("a/build/b/c.py")
    assert build.match_within("docs/b/c.py")
    assert not build.match_within("a/docs/b.py")
    assert not build.matches("a/build/b/c.py")


def test_name_with_a_line_break() -> None:
    assert Patterns(["a/*.py"]).matches("a/b\nc.py")
    assert not Patterns(["*.py"]).matches("a.py\n")


def test_compiled_once() -> None:
    assert patterns(("a/*", "b")) is patterns(("a/*", "b"))
