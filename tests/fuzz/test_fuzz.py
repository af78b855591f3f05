"""The same strange files and configurations each time: another part of them on each Python.

The script `python -m tests.fuzz.run` looks further.
"""

from __future__ import annotations

import sys
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.configurations import Desk, configuration
from tests.fuzz.files import Bench
from tests.fuzz.programs import SEEDS, grammatical, mutated, project, spliced

FIRST = sys.version_info[1] * 1_000_000
"""The number of the first input: it decides what the input is."""


def test_examples_of_the_rules_that_were_changed() -> None:
    bench, found = Bench(), set()
    for number in range(FIRST, FIRST + 2000):
        dice = Random(number)
        path, code = dice.choice(SEEDS)
        found |= {one.code for one in bench.check(mutated(code, dice), path)}
    assert len(found) > 30


def test_several_files_of_a_project_that_were_changed() -> None:
    for number in range(FIRST, FIRST + 30):
        files = project(Random(number))
        bench = Bench(files)
        for path, data in files.items():
            bench.check(data, path)


BENCH = Bench()


@given(grammatical(), st.integers(0, 2**32))
@settings(derandomize=True, deadline=None, max_examples=80, suppress_health_check=[*HealthCheck])
def test_programs_of_the_grammar_with_words_of_the_policy(program: str, number: int) -> None:
    BENCH.check(spliced(program, Random(number)))


def test_configurations() -> None:
    desk = Desk.temporary()
    sound = [desk.check(configuration(Random(number))) for number in range(FIRST, FIRST + 700)]
    assert 100 < sum(sound) < 600
