"""Fuzz for as long as it is told: `python -m tests.fuzz.run [--minutes 24] [--seed 0] [--keep FOLDER]`.

The minutes are of CPU time, shared by five fronts. What fails is kept in the folder, the smallest input of each kind;
the exit code is 1 then. The guided fronts need atheris (`pip install -e '.[dev,fuzz]'`) and are passed over without it.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from random import Random

from tests.fuzz.failures import Failures


def guided_files(seconds: float, seed: int, failures: Failures) -> None:
    """The bytes of a Python file, led by coverage."""
    from tests.fuzz.guided import fuzz

    fuzz("files", seconds, seed, failures)


def guided_configurations(seconds: float, seed: int, failures: Failures) -> None:
    """The bytes of a configuration, led by coverage."""
    from tests.fuzz.guided import fuzz

    fuzz("configurations", seconds, seed, failures)


def examples(seconds: float, seed: int, failures: Failures) -> None:
    """The rules' own examples, changed: alone, and as several files of one project."""
    from tests.fuzz.files import Bench
    from tests.fuzz.programs import SEEDS, mutated, project

    bench = Bench()
    for dice in _dice(seconds, seed):
        if dice.random() < 0.1:
            files = project(dice)
            together = Bench(files)
            for path, data in files.items():
                failures.guard(together.check, data, path, told=repr(files))
        else:
            path, code = dice.choice(SEEDS)
            failures.guard(bench.check, mutated(code, dice), path)


def generated(seconds: float, seed: int, failures: Failures) -> None:
    """Programs of Python's grammar, with the policy's words in them."""
    import hypothesis
    from hypothesis import strategies

    from tests.fuzz.files import Bench
    from tests.fuzz.programs import grammatical, spliced

    bench, end = Bench(), time.process_time() + seconds

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=10**9,
        deadline=None,
        database=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=[*hypothesis.HealthCheck],
    )
    @hypothesis.given(grammatical(), strategies.integers(0, 2**32))
    def go(program: str, number: int) -> None:
        if time.process_time() > end:
            raise KeyboardInterrupt
        failures.guard(bench.check, spliced(program, Random(number)))

    with suppress(KeyboardInterrupt):
        go()


def tables(seconds: float, seed: int, failures: Failures) -> None:
    """Configurations of the documents and the preset, changed, and random ones by the schema."""
    from tests.fuzz.configurations import Desk, configuration

    desk = Desk.temporary()
    for dice in _dice(seconds, seed):
        failures.guard(desk.check, configuration(dice))


def _dice(seconds: float, seed: int) -> Iterator[Random]:
    """Yield dice until so much CPU time is over."""
    end, number = time.process_time() + seconds, seed * 10**9
    while time.process_time() < end:
        yield Random(number)
        number += 1


FRONTS: dict[str, tuple[float, Callable[[float, int, Failures], None]]] = {
    "guided-files": (0.35, guided_files),
    "guided-configurations": (0.15, guided_configurations),
    "examples": (0.2, examples),
    "generated": (0.15, generated),
    "tables": (0.15, tables),
}
"""The share of each front in the time, and what it does."""


def main() -> int:
    """Run every front in a process of its own, as many at a time as there are processors."""
    options = _options()
    if options.front:
        return _front(options)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        reports = [*pool.map(lambda name: _run(name, options), FRONTS)]
    print(*reports, sep="\n")
    kept = sorted(Path(options.keep).glob("*.input"))
    print(*(f"failed: {path}" for path in kept), sep="\n")
    return 1 if kept or any("ended with" in report for report in reports) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.fuzz.run", description="Fuzz the linter.")
    parser.add_argument("--minutes", type=float, default=24.0, help="of CPU time, of all fronts together")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", default="fuzz-failures", help="where inputs go that something fails on")
    parser.add_argument("--front", choices=FRONTS, help="run this one alone, in this process")
    return parser.parse_args()


def _front(options: argparse.Namespace) -> int:
    share, go = FRONTS[options.front]
    failures = Failures(Path(options.keep), options.front)
    go(options.minutes * 60 * share, options.seed, failures)
    print(f"{failures.tried} executions, {len(failures)} failures")
    return 0


def _run(name: str, options: argparse.Namespace) -> str:
    if name.startswith("guided") and find_spec("atheris") is None:
        return f"{name}: passed over, for atheris is not installed"
    given = ["--minutes", str(options.minutes), "--seed", str(options.seed), "--keep", options.keep, "--front", name]
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.run", *given], capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        return f"{name} ended with {done.returncode}:\n{done.stderr[-2000:]}"
    coverage = re.findall(r"cov: \d+ ft: \d+ corp: \d+", done.stderr)[-1:]
    return ": ".join([name, done.stdout.strip(), *coverage])


if __name__ == "__main__":
    sys.exit(main())
