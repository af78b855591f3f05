"""What flake8-uec costs on a tree, beside ruff, ast-grep, flake8 and Python itself: `python benchmarks/speed.py TREE`.

The tree is copied first; nothing is written into it. Commands run in turn, so that what slows one slows the other;
a table gives medians, and what ours costs as a ratio. A run that ends with an error ends the benchmark.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from measure import Command, FailedError, in_turn, table

from flake8_uec.project.config import Resolver
from flake8_uec.project.looks import SETTLED
from flake8_uec.project.vocabulary import known
from flake8_uec.rules import RULES

SCRIPTS = Path(sysconfig.get_path("scripts"))
IMPORTS = ("UEC201", "UEC301")
"""The rules whose work ruff can do too."""

WITHOUT_PLUGIN = """
import sys, importlib.metadata as metadata
every = metadata.distributions
metadata.distributions = lambda **given: (one for one in every(**given) if one.name != "flake8-uec")
from flake8.main.cli import main
sys.exit(main())
"""


class Bench:
    """The commands to compare, in one copy of a tree, old enough for what is seen of it to be remembered."""

    def __init__(self, tree: Path, scratch: Path) -> None:
        self.tree = scratch / "tree"
        self.scratch = scratch
        shutil.copytree(tree, self.tree, symlinks=True, ignore=shutil.ignore_patterns(".git", "*_cache"))
        self.files = sorted(path for path in self.tree.rglob("*.py") if path.is_file())
        self.policy = Resolver(known()).settings_for(str(self.tree)).policy
        self.names = self._names()
        self.needed = self._needed()
        (scratch / "ruff.toml").write_text(self._ruff(), encoding="utf-8")
        (scratch / "rule.yml").write_text(self._ast_grep(), encoding="utf-8")
        time.sleep(SETTLED / 1e9)

    def _names(self) -> list[str]:
        mine = [one for one in self.policy.deprecated if not {one.code, *one.codes.values()}.isdisjoint(IMPORTS)]
        return sorted({name for one in mine for name in one.names})

    def _needed(self) -> list[Path]:
        """Return the files of the modules that rules ask for."""
        names = {name for rule in RULES for name in (*rule.requires(self.policy), *rule.names(self.policy))}
        modules = {name.rpartition(".")[0].replace(".", "/") for name in names}
        return [path for path in self.files if path.relative_to(self.tree).with_suffix("").as_posix() in modules]

    def _ruff(self) -> str:
        banned = "".join(f'"{name}".msg = "gone"\n' for name in self.names)
        return f'[lint]\nselect = ["TID251"]\n[lint.flake8-tidy-imports.banned-api]\n{banned}'

    def _ast_grep(self) -> str:
        words = "|".join(sorted({name.rpartition(".")[2] for name in self.names}))
        rule = {
            "kind": "import_from_statement",
            "has": {"stopBy": "end", "kind": "identifier", "regex": f"^({words})$"},
        }
        return json.dumps({"id": "old", "language": "python", "severity": "error", "rule": rule})

    def ours(self, *arguments: str, cache: Path | None = None, before: Callable[[], object] = lambda: None) -> Command:
        """Return our command, with a cache directory or without one."""
        remembered = ["--cache-dir", str(cache)] if cache else ["--no-cache"]
        words = [str(SCRIPTS / "flake8-uec"), "check", "-q", "--output-format", "concise", *remembered, *arguments]
        return Command("flake8-uec " + " ".join(arguments[:2])[:22], words, before)

    def ruff(self, *arguments: str, cache: Path | None = None, before: Callable[[], object] = lambda: None) -> Command:
        """Return ruff's TID251 with the same names."""
        remembered = ["--cache-dir", str(cache)] if cache else ["--no-cache"]
        words = [str(SCRIPTS / "ruff"), "check", "-q", "--output-format", "concise", *remembered]
        return Command("ruff TID251", [*words, "--config", str(self.scratch / "ruff.toml"), *arguments], before)

    def ast_grep(self, *arguments: str) -> Command:
        """Return ast-grep with the same last names in `from` imports."""
        words = [str(SCRIPTS / "ast-grep"), "scan", "--rule", str(self.scratch / "rule.yml"), *(arguments or (".",))]
        return Command("ast-grep", words)

    def flake8(self, *, with_plugin: bool) -> Command:
        """Return flake8 on some files, with our plugin or without it."""
        program = ["-m", "flake8"] if with_plugin else ["-c", WITHOUT_PLUGIN]
        name = "flake8 with flake8-uec" if with_plugin else "flake8 without"
        return Command(name, [sys.executable, *program, "-q", *map(str, self._some(300))])

    def _some(self, size: int) -> list[Path]:
        return self.files[:: max(1, len(self.files) // size)][:size]

    def _part(self, size: int) -> Path:
        """Return a directory with some of the files, evenly taken, and those without which rules would be off."""
        part = self.scratch / f"part-{size}"
        if not part.exists():
            for path in {*self._some(size - len(self.needed)), *self.needed}:
                target = part / path.relative_to(self.tree)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, target)
            (part / "pyproject.toml").touch()
        return part

    # Cases

    def cases(self) -> Iterator[tuple[str, Path, list[Command]]]:
        """Yield each comparison: what it is, where it runs, and its commands, ours first."""
        whole, select = self.tree, ("--select", ",".join(IMPORTS))
        yield "cold, whole tree, the work that ruff can do too", whole, [self.ours(*select), self.ruff()]
        yield "cold, whole tree, all rules", whole, [self.ours(), self.ruff(), self.ast_grep()]
        mine, its = self.scratch / "cache", self.scratch / "ruff-cache"
        yield "warm, nothing changed", whole, [self.ours(cache=mine), self.ruff(cache=its)]
        python = Command("python -c pass", [sys.executable, "-c", "pass"])
        one, some = self._tests(1), self._tests(20)
        yield "1 file, unchanged", whole, [self.ours(*one, cache=mine), python, self.ruff(*one, cache=its)]
        unchanged = [self.ours(*some, cache=mine), self.ruff(*some, cache=its), self.ast_grep(*some)]
        yield "20 files, unchanged", whole, unchanged
        change = partial(self._change, 20)
        warm = [self.ours(cache=mine, before=change), self.ruff(cache=its, before=change)]
        yield "warm, 20 files changed", whole, warm
        yield "1 file, cold process", whole, [self.ours(*one), python, self.ruff(*one), self.ast_grep(*one)]
        yield "1 file, the project's modules known", whole, [self.ours(*one, cache=mine, before=change), python]
        yield "20 files, cold process", whole, [self.ours(*some), self.ruff(*some), self.ast_grep(*some)]
        both = [self.flake8(with_plugin=True), self.flake8(with_plugin=False)]
        yield "flake8, 300 files", whole, both
        self._remember()
        yield "flake8, 300 files, where the command has left its cache", whole, both
        sizes = [size for size in (1000, 2000, 4000) if size < len(self.files)]
        for size in sizes:
            yield f"growth, {size} files", self._part(size), [self.ours(), self.ruff()]

    def _remember(self) -> None:
        """Let the project have a cache, as one in which the command is used has."""
        subprocess.run([SCRIPTS / "flake8-uec", "check", "-q"], cwd=self.tree, stdout=subprocess.DEVNULL, check=False)

    def _tests(self, count: int) -> list[str]:
        """Return test files of about a thousand lines."""
        tests = [path for path in self.files if path.name.startswith("test_")]
        tests.sort(key=lambda path: abs(path.stat().st_size - 40_000))
        return [str(path.relative_to(self.tree)) for path in sorted(tests[:count])]

    def _change(self, count: int) -> None:
        """Add a line to some files, the one that most others import among them."""
        for path in [*self.files[:: max(1, len(self.files) // count)][: count - 1], *self._popular()]:
            with path.open("a", encoding="utf-8") as stream:
                stream.write("# changed\n")

    def _popular(self) -> list[Path]:
        return [path for path in self.files if path.name == "base_test_case.py"][:1]


def main() -> int:
    """Print a table a case, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tree", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--case", default="", help="only cases whose title holds this")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="flake8-uec-bench-") as scratch:
        bench = Bench(options.tree.resolve(), Path(scratch))
        print(f"{len(bench.files)} files; ruff and ast-grep look for {', '.join(bench.names)}")
        for title, folder, commands in bench.cases():
            if options.case in title:
                try:
                    print(table(title, commands, in_turn(commands, folder, options.rounds)), flush=True)
                except (FailedError, FileNotFoundError) as error:
                    print(f"{title}: no figures, {error}", file=sys.stderr)
                    return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
