"""What the command answers to right and wrong usage."""

from __future__ import annotations

import pytest

from tests.frontends.conftest import Run


def test_no_command_is_help_and_wrong_usage(run: Run) -> None:
    done = run()
    assert (done.returncode, done.stdout) == (2, "")
    assert "check" in done.stderr


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_names_every_command(run: Run, option: str) -> None:
    done = run(option)
    assert done.returncode == 0
    assert all(command in done.stdout for command in ("check", "config", "rule"))


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version(run: Run, option: str) -> None:
    assert run(option).stdout.startswith("flake8-uec ")


@pytest.mark.parametrize("path", [".", "user.py", "-"])
def test_a_path_in_place_of_a_command_is_told(run: Run, path: str) -> None:
    done = run(path)
    assert done.returncode == 2
    assert f"use `flake8-uec check {path}`" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("chek",), "unknown command `chek`; did you mean `check`?"),
        (("zzz",), "unknown command `zzz`: use one of baseline, check, config, explain, history, "),
        (("--versio",), "unexpected argument `--versio`; did you mean `--version`?"),
        (("check", "--selct", "UEC900"), "unexpected argument `--selct`; did you mean `--select`?"),
        (("check", "--sel=UEC900"), "unexpected argument `--sel`; did you mean `--select`?"),
        (("check", "-x"), "unexpected argument `-x`"),
        (("check", "--select", "UEC91"), "Unknown rule selector `UEC91` in `select` from the CLI"),
        (("check", "--ignore", "UEC403x"), "did you mean `UEC403`?"),
        (("check", "--output-format", "jsno"), "unknown output format `jsno`; did you mean `json`?"),
        (("check", "--color", "alway"), "unknown value `alway`; did you mean `always`?"),
        (("check", "--color", "x"), "use one of auto, always, never"),
        (("check", "--jobs", "0"), "`0` is no number from 1 on"),
        (("check", "--output-file"), "expected one argument"),
        (("check", "--show-files", "--statistics"), "not allowed with"),
        (("check", "--quiet", "--verbose"), "not allowed with"),
        (("check", "-", "user.py"), "cannot be linted together"),
        (("check", "--config", "missing.toml"), "missing.toml: cannot be read"),
        (("check", "--show-settings", "missing"), "there is no `missing`"),
        (("rule",), "name one rule"),
        (("rule", "--all", "UEC201"), "name one rule"),
        (("rule", "UEC2O1"), "did you mean `UEC201`?"),
        (("rule", "UEC201", "--output-format", "jsn"), "did you mean `json`?"),
        (("config", "selct"), "did you mean `select`?"),
        (("config", "zzz"), "`flake8-uec config` lists them all"),
    ],
)
def test_wrong_usage_is_told_on_standard_error(run: Run, arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: ")
    assert message in done.stderr


def test_options_may_stand_between_files(run: Run) -> None:
    done = run("check", "clean.py", "--quiet", "user.py", "--output-format=concise")
    assert done.stdout.count("user.py:") == 2


def test_files_behind_two_dashes_may_look_like_options(run: Run) -> None:
    done = run("check", "--output-format", "concise", "--", "-user.py", "clean.py")
    assert done.stdout.startswith("-user.py:1:1: UEC005")
