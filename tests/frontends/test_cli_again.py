"""A run of which nothing has changed says again what it said; whatever it depends on makes it look anew."""

from __future__ import annotations

import errno
import json
import os
import random
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest

from flake8_uec.frontends.cli import again
from flake8_uec.frontends.cli.main import main
from flake8_uec.project import answers, disk, looks

from .conftest import OLD_USER, PYPROJECT, Run, write

TICK = 20_000_000
"""Nanoseconds after which the file systems that tests run on tell two changes apart."""

Said = tuple[int, str, str]
Say = Callable[..., Said]

_NOTED = """
import atexit, json, os, sys
from flake8_uec.frontends.cli import again

asked, noted, stat = set(), set(), os.stat

def heard(event, arguments):
    if event in ("open", "os.scandir", "os.listdir") and isinstance(arguments[0], str):
        asked.add(os.path.abspath(arguments[0]))

def looked(path, *rest, **options):
    if isinstance(path, str):
        asked.add(os.path.abspath(path))
    return stat(path, *rest, **options)

def keep(self, code, keep=again.Hearing.keep):
    found = again.looks.take()
    noted.update(map(os.path.abspath, [*found.paths, *found.folders]))

def tell():
    os.stat = stat
    with open("../asked.json", "w") as stream:
        json.dump([sorted(asked), sorted(noted)], stream)

import flake8_uec.frontends.cli.check
again.Hearing.keep = keep
atexit.register(tell)
sys.addaudithook(heard)
os.stat = looked
"""
"""Tells at the end what Python was asked for, by path, and what of it was noted."""


_RULES_ARE_IN = """
import atexit, sys
atexit.register(lambda: print("flake8_uec.rules" in sys.modules, file=sys.stderr))
"""


BASELINE = ".flake8-uec-baseline.jsonl"


def knowing(path: str, text: str) -> str:
    """Return a baseline that knows one finding of a file."""
    entry = {"path": path, "code": "UEC900", "scope": "", "text": text, "ordinal": 1}
    return f"{json.dumps({'flake8-uec-baseline': 1, 'version': '0.1.0'})}\n{json.dumps(entry)}\n"


def settle() -> None:
    time.sleep(2 * TICK / 1e9)


@pytest.fixture
def say(project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Say:
    """Run `check` in this process, in the project."""
    monkeypatch.chdir(project)
    monkeypatch.setattr(looks, "SETTLED", TICK)
    monkeypatch.delenv("FLAKE8_UEC_CACHE_DIR", raising=False)

    def say(*arguments: str) -> Said:
        code = main(["check", *arguments])
        captured = capfd.readouterr()
        return code, captured.out, captured.err

    return say


@pytest.fixture
def again_said(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Note of each run whether it said its last answer again."""
    found: list[bool] = []
    known = again.say

    def say(arguments: list[str]) -> int | None:
        code = known(arguments)
        found.append(code is not None)
        return code

    monkeypatch.setattr(again, "say", say)
    return found


def said_again(say: Say, *arguments: str) -> list[Said]:
    """Run until the last answer is said again: the first run makes the directory for it."""
    found = []
    for _ in range(3):
        settle()
        found.append(say(*arguments))
    return found


def test_an_unchanged_run_says_the_same_and_imports_no_linter(run: Run, project: Path) -> None:
    (project / "latin.py").write_text("# \\udcff \u20ac\nfrom lib.old import Old\n", "utf-8")
    known = _settled(run, project)
    done = run("check", before=_RULES_ARE_IN)
    assert (done.returncode, done.stdout, done.stderr) == (1, known.stdout, known.stderr + "False\n")
    changed = run("check", "--select", "ALL", before=_RULES_ARE_IN)
    assert changed.stderr.endswith("True\n")


def _settled(run: Run, project: Path) -> subprocess.CompletedProcess[str]:
    """Run until nothing of the project is so new that a later change might go unseen."""
    (project / ".flake8_uec_cache").mkdir()
    for path in (project, *project.rglob("*")):
        os.utime(path, (1, 1))
    time.sleep(2.1)  # the time of the change of an inode cannot be set
    return run("check", before="import sys")


def test_whatever_a_run_looks_at_is_noted(run: Run, project: Path) -> None:
    test = "from lib.base import Base\n\nclass TestOne(Base):\n    def test_it(self): ...\n"
    text = PYPROJECT.replace('preset = "none"', 'preset = "none"\nextend = "more.toml"')
    files = {"pyproject.toml": text, "more.toml": 'ignore = ["UEC110"]\n', "tests/test_one.py": test}
    write(project, {**files, "lib/base.py": "import unittest\nclass Base(unittest.TestCase): ...\n"})
    write(project, {BASELINE: knowing("gone.py", "Old")})
    (project / "link").symlink_to("nowhere")
    asked, unnoted = _asked(run, project, 1)
    assert {"tests/test_one.py", "lib/base.py", "more.toml", "gone.py", "link"} <= asked
    assert not unnoted


def test_so_is_where_a_configuration_was_looked_for(run: Run, project: Path) -> None:
    write(project, {"pyproject.toml": "", "lib/.gitignore": "old.py\n", "lib/one.py": "import lib.new\n"})
    asked, unnoted = _asked(run, project, 0)
    assert {"../pyproject.toml", "pyproject.toml"} <= asked
    assert not unnoted


def _asked(run: Run, project: Path, code: int) -> tuple[set[str], set[str]]:
    """Return what a run asks of the disk in the project and in what it lies in, and what of that is not noted."""
    assert run("check", before=_NOTED).returncode == code
    asked, noted = (set(paths) for paths in json.loads((project.parent / "asked.json").read_text()))
    ours = {path for path in asked if path.startswith(str(project)) or Path(path).parent in project.parents}
    ours = {path for path in ours if ".flake8_uec_cache" not in path and not path.endswith("asked.json")}
    return {os.path.relpath(path, project) for path in ours}, ours - noted


@pytest.mark.parametrize("seed", range(6))
def test_no_change_goes_unseen(say: Say, project: Path, again_said: list[bool], seed: int) -> None:
    chance = random.Random(seed)
    if seed % 2:
        subprocess.run(["git", "init", "-q", project], check=True)
    changes = _Changes(project, chance)
    for _ in range(30):
        told = changes.make()
        settle()
        arguments = chance.choice([["."], ["lib", "user.py"], ["user.py"], []])
        fresh = say("--no-cache", *arguments)
        assert [say(*arguments) for _ in range(3)] == [fresh] * 3, told
    assert sum(again_said) > 30


class _Changes:
    """Random changes of what a run may depend on."""

    def __init__(self, root: Path, chance: random.Random) -> None:
        self._root = root
        self._chance = chance

    def make(self) -> str:
        """Make one change, and return what it was."""
        kinds = (self._edit, self._remove, self._touch, self._configure, self._link, self._hide, self._know, self._nest)
        kind = self._chance.choice(kinds)
        kind()
        return kind.__name__

    def _edit(self) -> None:
        name = self._chance.choice(["user.py", "clean.py", "new.py", "deep/er/one.py", "lib/re.py", "lib/old.py"])
        texts = OLD_USER, OLD_USER.replace("value", "names"), "from lib.re import Again\nx = Again\n", "value = 1\n"
        write(self._root, {name: self._chance.choice((*texts, "from lib.old import Old as Again\n", "def broken(:\n"))})

    def _remove(self) -> None:
        for path in self._some("*.py"):
            path.unlink()

    def _touch(self) -> None:
        for path in self._some("*.py"):
            path.touch()

    def _configure(self) -> None:
        more = self._chance.choice(['exclude = ["lib"]', 'ignore = ["UEC900"]', 'src = ["lib"]', ""])
        text = PYPROJECT.replace('preset = "none"', f'preset = "none"\n{more}')
        write(self._root, {self._chance.choice(["pyproject.toml", "deep/pyproject.toml"]): text})

    def _link(self) -> None:
        link = self._root / "link.py"
        link.unlink(missing_ok=True)
        link.symlink_to(self._chance.choice(["user.py", "nowhere.py", "lib", "clean.py"]))

    def _hide(self) -> None:
        ignored = self._chance.choice(["user.py\n", "lib/\n", "deep\n", ""])
        write(self._root, {self._chance.choice([".gitignore", "deep/.gitignore"]): ignored})

    def _know(self) -> None:
        baseline = self._root / BASELINE
        if baseline.exists():
            baseline.unlink()
        else:
            baseline.write_text(knowing("user.py", "Old"))

    def _nest(self) -> None:
        for path in self._some("pyproject.toml"):
            if path.parent != self._root:
                path.unlink()

    def _some(self, pattern: str) -> Iterator[Path]:
        found = sorted(self._root.rglob(pattern))
        yield from self._chance.sample(found, min(1, len(found)))


def test_other_surroundings_get_an_answer_of_their_own(
    say: Say, project: Path, again_said: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = said_again(say)
    assert again_said.pop()
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in say()[1]
    monkeypatch.delenv("FORCE_COLOR")
    monkeypatch.chdir(project / "lib")
    assert say("..")[1] != found[0][1]
    monkeypatch.chdir(project)
    assert say() == found[0]
    assert again_said.pop()


@pytest.mark.parametrize("option", [["--no-cache"], ["--verbose"], ["--fix"], ["--diff"], ["--output-file", "../out"]])
def test_what_does_more_than_look_is_done_each_time(say: Say, again_said: list[bool], option: list[str]) -> None:
    said_again(say, *option)
    assert not any(again_said)


def test_answers_lie_in_the_directory_that_is_named(say: Say, project: Path, again_said: list[bool]) -> None:
    for option in (["--cache-dir", "../named"], ["--cache-dir=../other"]):
        said_again(say, *option)
        assert again_said.pop()
    assert {*project.parent.glob("*/answers.sqlite")} == {
        project.parent / "named/answers.sqlite",
        project.parent / "other/answers.sqlite",
    }


def test_the_oldest_answers_make_room(say: Say, again_said: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    said_again(say)
    said_again(say, "lib")
    assert again_said == [False, False, True, False, True, True]
    monkeypatch.setattr(answers, "MOST", 4000)
    for number in range(4):
        said_again(say, *["."] * (number + 2))
        assert again_said[-1]
    say("lib")
    assert not again_said[-1]
    say("lib")
    assert again_said[-1]


def test_both_streams_keep_their_order(run: Run, project: Path) -> None:
    """Python buffers standard output where it is no terminal."""
    write(project, {BASELINE: knowing("user.py", "Gone")})
    known = _settled(run, project)
    both = [run("check", stderr=subprocess.STDOUT, before=code).stdout for code in ("", "import sys", _RULES_ARE_IN)]
    assert both[0].endswith(known.stderr)
    assert both == [both[0], both[0], f"{both[0]}False\n"]


def test_an_error_that_may_pass_is_not_said_again(
    say: Say, again_said: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: str, *_: object, **__: object) -> IO[bytes]:
        if os.path.basename(path) == "user.py":
            raise OSError(errno.EIO, "Input/output error", path)
        return open(path, "rb", buffering=0)

    monkeypatch.setattr(disk, "open", fail, raising=False)
    assert all("Input/output error" in found for _, found, _ in said_again(say, "--select", "ALL"))
    assert not any(again_said)


def test_a_walk_does_not_meet_the_cache(say: Say, project: Path, again_said: list[bool]) -> None:
    write(project, {"pyproject.toml": PYPROJECT.replace('"none"', '"none"\nexclude = []')})
    said_again(say)
    assert again_said.pop()
    said_again(say, "--cache-dir", "inner/cache")
    settle()
    say("--cache-dir", "inner/cache")
    assert again_said.pop()


def test_a_hook_of_git_has_answers_too(say: Say, again_said: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_AUTHOR_DATE", "@1 +0000")
    said_again(say, "user.py")
    monkeypatch.setenv("GIT_AUTHOR_DATE", "@2 +0000")
    say("user.py")
    assert again_said[-1]


def test_an_answer_of_git_that_changes_is_no_firm_ground() -> None:
    looks.begin()
    looks.at_answer((".", "ls-files"), b"one")
    looks.at_answer((".", "ls-files"), b"one")
    first = looks.take()
    looks.at_answer((".", "ls-files"), b"two")
    second = looks.take()
    looks.end()
    assert first is not None
    assert second is not None
    assert first.is_firm
    assert second.is_firm
    first.add(second)
    assert not first.is_firm


@pytest.mark.parametrize("harm", ["cut", "garbage", "flip", "remove"])
def test_a_spoiled_file_of_answers_is_as_none(say: Say, project: Path, harm: str) -> None:
    known = said_again(say)[0]
    file = project / ".flake8_uec_cache" / "answers.sqlite"
    data = file.read_bytes()
    at = data.rfind(b"Old") if harm == "flip" else len(data) // 2
    broken = {"cut": data[:at], "garbage": b"x" * at, "flip": data[:at] + b"New" + data[at + 3 :], "remove": b""}[harm]
    file.unlink() if harm == "remove" else file.write_bytes(broken)
    assert [say(), say(), say()] == [known] * 3
