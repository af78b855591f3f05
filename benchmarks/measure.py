"""Run commands in turn and compare what they cost."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class FailedError(Exception):
    """A command ended with an error: no figure of it is quoted."""


@dataclass(frozen=True, slots=True)
class Command:
    """What to run: its name in the table, its words, what is done before each run, and the exit codes of a good one."""

    name: str
    words: Sequence[str]
    before: Callable[[], object] = lambda: None
    good: frozenset[int] = frozenset({0, 1})
    environment: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """One run: seconds on the clock, seconds of processors, megabytes of its largest process."""

    wall: float
    cpu: float
    memory: float


def run(command: Command, folder: Path) -> Cost:
    """Run a command once. Raise `FailedError` where it ends with an error, or says something on standard error."""
    command.before()
    environment = {**os.environ, **(command.environment or {})}
    started = time.perf_counter()
    process = subprocess.Popen(
        command.words, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = code = os.waitstatus_to_exitcode(status)
    if code not in command.good or b"Traceback" in said:
        raise FailedError(f"{command.name} ended with {code}: {said.decode(errors='replace')[-500:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def in_turn(commands: Sequence[Command], folder: Path, rounds: int) -> list[Cost]:
    """Run commands one after the other, several times after once for the caches; return the median cost of each."""
    for command in commands:
        run(command, folder)
    costs: list[list[Cost]] = [[] for _ in commands]
    for _ in range(rounds):
        for command, own in zip(commands, costs, strict=True):
            own.append(run(command, folder))
    return [_median(own) for own in costs]


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(*(statistics.median(getattr(one, name) for one in costs) for name in ("wall", "cpu", "memory")))


def table(title: str, commands: Sequence[Command], costs: Sequence[Cost]) -> str:
    """Return what some commands cost, and the first of them as a ratio to each other one."""
    first = costs[0]
    lines = [title, f"  {'':34}{'wall s':>9}{'CPU s':>9}{'MB':>7}   ours / it: wall, CPU"]
    for command, cost in zip(commands, costs, strict=True):
        row = f"  {command.name:34}{cost.wall:9.3f}{cost.cpu:9.3f}{cost.memory:7.0f}"
        ratio = "" if cost is first else f"   {first.wall / cost.wall:8.2f} {first.cpu / cost.cpu:8.2f}"
        lines.append(row + ratio)
    return "\n".join(lines)
