"""Fuzzing that is led by the coverage of the linter's own code, where atheris is installed."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.fuzz.failures import Failures

LONGEST = 8192
"""How many bytes an input may have."""


def fuzz(what: str, seconds: float, seed: int, failures: Failures) -> None:
    """Fuzz the bytes of a Python file, or of a configuration, for so many seconds of CPU time; end the process."""
    import atheris

    with atheris.instrument_imports(include=["flake8_uec"]):
        from tests.fuzz import configurations, files, programs
    paths = sorted({path for path, _ in programs.SEEDS})
    bench, desk = files.Bench(), configurations.Desk.temporary()
    sound = [code for _, code in programs.SEEDS] if what == "files" else [*configurations.seeds()]
    mutated = programs.mutated if what == "files" else configurations.mutated
    end = time.process_time() + seconds

    def mutate(data: bytes, longest: int, number: int) -> bytes:
        dice = Random(number)
        if dice.random() < 0.5:
            return bytes(atheris.Mutate(data, longest))
        return mutated(data.decode("utf-8", "replace"), dice)[:longest]

    def one(data: bytes) -> None:
        if time.process_time() > end:
            sys.stdout.write(f"{failures.tried} executions, {len(failures)} failures\n")
            sys.stdout.flush()
            os._exit(0)
        if what == "files":
            failures.guard(bench.check, data, paths[len(data) % len(paths)])
        else:
            failures.guard(desk.check, data)

    with tempfile.TemporaryDirectory() as corpus:
        for index, text in enumerate(sound):
            Path(corpus, str(index)).write_bytes(text.encode())
        options = [f"-seed={seed + 1}", f"-max_len={LONGEST}", "-timeout=120", "-rss_limit_mb=4096"]
        atheris.Setup([sys.argv[0], corpus, *options], one, custom_mutator=mutate)
        atheris.Fuzz()
