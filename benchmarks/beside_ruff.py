"""What a policy finds and fixes on trees, beside a rule of ruff's that says the same:

    python benchmarks/beside_ruff.py --policy examples/policies/numpy2.toml --select NPY201 TREE...

A finding is a file and a line, as often as something is found there. Trees are copied before anything is fixed. A file
that both have fixed is `same`, or `tidied` where it is after `ruff --select I,F401 --fix`: an import was written in
another place, or left behind. Every other difference is printed; the exit code is 1 where there is one.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import sysconfig
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

SCRIPTS = Path(sysconfig.get_path("scripts"))
RUFF = [str(SCRIPTS / "ruff"), "check", "--isolated", "--no-cache", "--quiet"]
OURS = [str(SCRIPTS / "flake8-uec"), "check", "--no-cache", "--quiet"]


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

    def found(self, tree: Path, *options: str) -> tuple[Counter[Place], Counter[Place]]:
        """Return what ruff finds in a tree, and what we do."""
        words = "--output-format", "json", *options
        return _places([*self.ruff, *words], tree), _places([*self.ours, *words], tree)

    def fix(self, trees: tuple[Path, Path], *options: str) -> None:
        """Let each fix a tree of its own."""
        for command, tree in zip((self.ruff, self.ours), trees, strict=True):
            run([*command, "--fix", *options], tree)


def sides(policy: str, select: str, *options: str) -> Sides:
    """Return the commands for a policy and the codes of ruff's; options such as `--ignore-noqa` go to both."""
    ruff = [*RUFF, "--select", select, "--target-version", "py310", *options]
    return Sides(ruff, [*OURS, "--config", str(Path(policy).resolve()), *options])


def run(command: Sequence[str], folder: Path) -> str:
    """Return what a command writes. Raise `FailedError` where it ends with an error."""
    done = subprocess.run([*command, "."], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1) or "Traceback" in done.stderr:
        raise FailedError(f"{command[0]} ended with {done.returncode}: {done.stderr[-1000:]}")
    return done.stdout


def _places(command: Sequence[str], tree: Path) -> Counter[Place]:
    findings: list[dict[str, Any]] = json.loads(run(command, tree) or "[]")
    return Counter(_place(one, tree) for one in findings if one["code"] not in ("invalid-syntax", "UEC002"))


def _place(finding: dict[str, Any], tree: Path) -> Place:
    path, line = Path(finding["filename"]), finding["location"]["row"]
    relative = path.resolve().relative_to(tree.resolve()) if path.is_absolute() else path
    return Place(relative.as_posix(), line)


# Fixes


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
    both, differ = sides(options.policy, options.select, "--ignore-noqa"), False
    print(f"{'tree':28} {'ruff':>6} {'ours':>6} {'both':>6}   --fix same/tidied/other   and unsafe same/tidied/other")
    for tree in options.trees:
        ruff, ours = both.found(tree)
        runs = [fixed(tree, both), fixed(tree, both, "--unsafe-fixes")]
        said = "   ".join(f"{f'{one.same}/{one.tidied}/{len(one.differing)}':>23}" for one in runs)
        print(f"{tree.name:28} {ruff.total():6} {ours.total():6} {(ruff & ours).total():6}   {said}")
        _tell("ruff only", ruff - ours)
        _tell("ours only", ours - ruff)
        for text in dict.fromkeys(text for one in runs for text in one.differing):
            print(text)
        differ |= ruff != ours or any(one.differing for one in runs)
    return int(differ)


def _tell(side: str, places: Counter[Place]) -> None:
    for place in sorted(places.elements()):
        print(f"    {side}: {place.path}:{place.line}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--policy", required=True, help="a TOML file")
    parser.add_argument("--select", required=True, help="the codes of ruff's that the policy stands for")
    parser.add_argument("trees", nargs="+", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
