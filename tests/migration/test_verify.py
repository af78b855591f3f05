"""What the tests gave before and after, compared."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import pytest

from flake8_uec.migration.verify import Verified, Verify, VerifyError, worsened

BASE = "def test_a(): pass\n\ndef test_b(): pass\n"


def verified(folder: Path, code: str, command: str = "{python} -m pytest -q -p no:cacheprovider {{path}}") -> Verified:
    (folder / "test_x.py").write_text(textwrap.dedent(code))
    verify = Verify(command.format(python=sys.executable), 60)
    return verify.run(str(folder), str(folder / "log"), "test_x.py")


@pytest.mark.parametrize(
    ("after", "worse"),
    [
        (BASE, ""),
        (BASE + "\ndef test_c(): pass\n", ""),
        ("def test_a(): pass\n\ndef test_b(): assert 0\n", "test_x::test_b passed before, and failed after"),
        ("def test_a(): pass\n", "test_x::test_b passed before, and vanished after"),
        (
            "import pytest\ndef test_a(): pass\n@pytest.mark.skip\ndef test_b(): pass\n",
            "test_x::test_b passed before, and is skipped after",
        ),
        ("1/0\n", "test_x::test_a passed before, and vanished after, and 1 more"),
        ("", "test_x::test_a passed before, and vanished after, and 1 more"),
    ],
)
def test_nothing_that_passed_may_fail_or_vanish(tmp_path: Path, after: str, worse: str) -> None:
    before = verified(tmp_path, BASE)
    assert (before.is_passed, before.count("passed")) == (True, 2)
    assert worsened(before, verified(tmp_path, after)) == worse


def test_fewer_tests_are_worse_though_none_of_them_passed(tmp_path: Path) -> None:
    before = verified(tmp_path, "def test_a(): assert 0\n\ndef test_b(): assert 0\n")
    after = verified(tmp_path, "def test_a(): assert 0\n")
    assert (before.is_passed, before.problem) == (False, "test_x::test_a and 1 more fails")
    assert worsened(before, after) == "1 tests were collected, 2 before"


def test_nothing_collected_is_no_pass(tmp_path: Path) -> None:
    assert verified(tmp_path, "") == Verified(False, "no test was collected", pytest.approx(0, abs=60), {})


def test_mended_test_is_a_pass_though_it_failed_before(tmp_path: Path) -> None:
    before = verified(tmp_path, "def test_a(): assert 0\n")
    after = verified(tmp_path, "def test_a(): pass\n")
    assert (worsened(before, after), after.is_passed) == ("", True)


def test_other_commands_are_judged_by_exit_code(tmp_path: Path) -> None:
    command = "{python} {{path}}"
    good, bad = verified(tmp_path, "", command), verified(tmp_path, "raise SystemExit(3)", command)
    assert (good.is_passed, bad.is_passed, bad.problem, bad.tests) == (True, False, "exit code 3", None)
    assert worsened(good, bad) == "passed before, and not after: exit code 3"
    assert worsened(bad, bad) == worsened(bad, good) == ""


def test_path_goes_into_each_argument_and_no_shell_is_started(tmp_path: Path) -> None:
    command = (
        "{python} -c 'import sys; sys.exit(sys.argv[1:] != [\"--on=test_x.py;a\", \"$HOME\"])' '--on={{path}};a' $HOME"
    )
    assert verified(tmp_path, "", command).is_passed


def test_output_is_kept_and_what_is_started_ends_with_the_command(tmp_path: Path) -> None:
    code = "import subprocess, sys\nprint('told', flush=True)\nsubprocess.Popen(['sleep', '60']).wait()\n"
    (tmp_path / "test_x.py").write_text(code)
    done = Verify(f"{sys.executable} {{path}}", 1.0).run(str(tmp_path), str(tmp_path / "log"), "test_x.py")
    assert (done.problem, (tmp_path / "log").read_text()) == ("it took more than 1 s", "told\n")
    assert done.seconds < 20


@pytest.mark.parametrize("command", ["", "'"])
def test_command_that_is_none(command: str) -> None:
    with pytest.raises(VerifyError):
        Verify(command, 1)
