"""What a policy finds and fixes on trees, beside a rule of ruff's that says the same:

    python -m tests.beside_ruff --policy examples/policies/numpy2.toml --select NPY201 TREE...
    python -m tests.beside_ruff --policy examples/policies/airflow3.toml --select AIR301,AIR302 \\
        --about '`airflow\\.(?!contrib|operators\\.subdag)' --unsafe-fixes TREE...

A finding is a file and a line, as often as something is found there; `--about` is a regular expression that the
message of ruff's begins with, where its rule says more than the policy. Trees are copied before anything is fixed. A
file that was fixed is `same`, or `tidied` where it is after `ruff --select I,F401 --fix`: an import was written in
another place, or left behind. Every other difference is printed; the exit code is 1 where there is one.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import sysconfig
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from itertools import accumulate
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

SCRIPTS = Path(sysconfig.get_path("scripts"))
RUFF = [str(SCRIPTS / "ruff"), "check", "--isolated", "--no-cache", "--quiet"]
OURS = [str(SCRIPTS / "flake8-uec"), "check", "--no-cache", "--quiet"]


MOST_PASSES = 10
"""How often ruff goes over a file to fix it."""


class FailedError(Exception):
    """A command ended with an error."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something is found; ruff points at another part of some expressions."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Sides:
    """The two commands that are held against each other, less what is different for each run."""

    ruff: Sequence[str]
    ours: Sequence[str]
    about: str = ""

    def found(self, tree: Path) -> tuple[Counter[Place], Counter[Place]]:
        """Return what ruff finds in a tree, and what we do."""
        theirs = (one for one in findings(self.ruff, tree) if re.match(self.about, one["message"]))
        return _places(theirs, tree), _places(findings(self.ours, tree), tree)

    def fix(self, trees: tuple[Path, Path], *options: str) -> None:
        """Let each fix a tree of its own; of ruff's fixes only those that count."""
        if self.about:
            passes = (_fix_some([*self.ruff, *options], trees[0], self.about) for _ in range(MOST_PASSES))
            all(passes)
        else:
            run([*self.ruff, "--fix", *options], trees[0])
        run([*self.ours, "--fix", *options], trees[1])


def sides(policy: str, select: str, about: str = "") -> Sides:
    """Return the commands for a policy and the codes of ruff's."""
    ruff = [*RUFF, "--select", select, "--target-version", "py310", "--ignore-noqa"]
    return Sides(ruff, [*OURS, "--config", str(Path(policy).resolve()), "--ignore-noqa"], about)


def run(command: Sequence[str], folder: Path) -> str:
    """Return what a command writes. Raise `FailedError` where it ends with an error."""
    done = subprocess.run([*command, "."], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1) or "Traceback" in done.stderr:
        raise FailedError(f"{command[0]} ended with {done.returncode}: {done.stderr[-1000:]}")
    return done.stdout


def findings(command: Sequence[str], tree: Path) -> list[dict[str, Any]]:
    """Return what a command finds in a tree, as its JSON has it."""
    found = json.loads(run([*command, "--output-format", "json"], tree) or "[]")
    return [one for one in found if one["code"] not in ("invalid-syntax", "UEC002")]


def _places(found: Iterable[dict[str, Any]], tree: Path) -> Counter[Place]:
    return Counter(_place(one, tree) for one in found)


def _place(finding: dict[str, Any], tree: Path) -> Place:
    path, line = Path(finding["filename"]), finding["location"]["row"]
    relative = path.resolve().relative_to(tree.resolve()) if path.is_absolute() else path
    return Place(relative.as_posix(), line)


# Fixes


def _fix_some(command: Sequence[str], tree: Path, about: str) -> bool:
    """Make the fixes of ruff's that count, as many of a file as do not meet; tell whether there were any."""
    by_file: dict[str, list[list[tuple[int, int, str]]]] = {}
    unsafe = "--unsafe-fixes" in command
    for one in findings(command, tree):
        fix = one["fix"]
        if fix and re.match(about, one["message"]) and (unsafe or fix["applicability"] == "safe"):
            starts = _line_starts(Path(one["filename"]).read_text(encoding="utf-8"))
            edits = [_edit(edit, starts) for edit in fix["edits"]]
            by_file.setdefault(one["filename"], []).append(sorted(edits))
    for name, fixes in by_file.items():
        _write(Path(name), fixes)
    return bool(by_file)


def _line_starts(text: str) -> list[int]:
    return [0, *accumulate(map(len, text.splitlines(keepends=True)))]


def _edit(edit: dict[str, Any], starts: list[int]) -> tuple[int, int, str]:
    start, end = (starts[at["row"] - 1] + at["column"] - 1 for at in (edit["location"], edit["end_location"]))
    return start, end, edit["content"]


def _write(path: Path, fixes: list[list[tuple[int, int, str]]]) -> None:
    made: list[tuple[int, int, str]] = []
    for edits in sorted(fixes):
        new = [edit for edit in edits if edit not in made]
        if not any(start < its_end and its_start < end for start, end, _ in new for its_start, its_end, _ in made):
            made += new
    text = path.read_text(encoding="utf-8")
    for start, end, content in sorted(made, reverse=True):
        text = text[:start] + content + text[end:]
    path.write_text(text, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Fixed:
    """The files that at least one side has fixed: the same text, the same once tidied, and what differs."""

    same: int
    tidied: int
    differing: tuple[str, ...]


def fixed(tree: Path, both: Sides, *options: str) -> Fixed:
    """Fix two copies of a tree and compare them."""
    with tempfile.TemporaryDirectory() as scratch:
        copies = Path(scratch, "ruff"), Path(scratch, "ours")
        for copy in copies:
            copytree(tree, copy, ignore=ignore_patterns(".git", "*_cache"))
            # A checkout is a project, of which every file is known; what was unpacked lacks the mark.
            (copy / "pyproject.toml").write_text("", encoding="utf-8")
        both.fix(copies, *options)
        changed = [name for name in _names(tree) if any(_read(tree, name) != _read(copy, name) for copy in copies)]
        unlike = [name for name in changed if _read(copies[0], name) != _read(copies[1], name)]
        before = {name: _difference(name, copies) for name in unlike}
        for copy in copies if unlike else ():
            _tidy(copy, unlike)
        differing = tuple(before[name] for name in unlike if _read(copies[0], name) != _read(copies[1], name))
        return Fixed(len(changed) - len(unlike), len(unlike) - len(differing), differing)


def _names(tree: Path) -> Iterator[str]:
    yield from sorted(path.relative_to(tree).as_posix() for path in tree.rglob("*.py") if path.is_file())


def _read(tree: Path, name: str) -> bytes:
    return (tree / name).read_bytes()


def _tidy(tree: Path, names: Sequence[str]) -> None:
    command = [*RUFF, "--select", "I,F401", "--fix", "--unsafe-fixes", "--line-length", "120", "--exit-zero", *names]
    subprocess.run(command, cwd=tree, capture_output=True, check=True)


def _difference(name: str, copies: tuple[Path, Path]) -> str:
    old, new = (_read(copy, name).decode(errors="replace").splitlines() for copy in copies)
    return "\n".join(unified_diff(old, new, f"ruff/{name}", f"ours/{name}", lineterm="", n=1))


# The table


def main() -> int:
    """Print a line for each tree, and below it whatever differs."""
    options = _options()
    both, differ = sides(options.policy, options.select, options.about), False
    level = ["--unsafe-fixes"] if options.unsafe_fixes else []
    print(f"{'tree':32} {'ruff':>6} {'ours':>6} {'both':>6}   files fixed: {'same':>5} {'tidied':>6} {'other':>5}")
    for tree in options.trees:
        ruff, ours = both.found(tree)
        made = fixed(tree, both, *level)
        files = f"{made.same:18} {made.tidied:6} {len(made.differing):5}"
        print(f"{tree.name:32} {ruff.total():6} {ours.total():6} {(ruff & ours).total():6}   {files}", flush=True)
        _tell("ruff only", ruff - ours)
        _tell("ours only", ours - ruff)
        print(*made.differing, sep="\n", end="\n" if made.differing else "")
        differ |= ruff != ours or bool(made.differing)
    return int(differ)


def _tell(side: str, places: Counter[Place]) -> None:
    for place in sorted(places.elements()):
        print(f"    {side}: {place.path}:{place.line}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--policy", required=True, help="a TOML file")
    parser.add_argument("--select", required=True, help="the codes of ruff's that the policy stands for")
    parser.add_argument("--about", default="", help="which findings of ruff's count: a pattern of their messages")
    parser.add_argument("--unsafe-fixes", action="store_true", help="compare what unsafe fixes make, too")
    parser.add_argument("trees", nargs="+", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
