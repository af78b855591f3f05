"""`flake8-uec check --add-noqa` and `--add-todo`, with the real commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frontends.conftest import OLD_USER, Run, write
from tests.frontends.running_flake8 import flake8

ENGINE = """\
[tool.flake8-uec]
preset = "none"

[[tool.flake8-uec.deprecated]]
name = "lib.old.Old"
replacement = "lib.new.Fresh"
codes = { call = "UEC900" }
arguments = { registry = "factory", user = "context" }
"""
LIB = {
    "pyproject.toml": ENGINE,
    "lib/__init__.py": "",
    "lib/old.py": "class Old:\n    def __init__(self, registry, user=None): ...\n",
    "lib/new.py": "class Fresh:\n    def __init__(self, context, factory): ...\n",
    "user.py": "from lib.old import Old\n\n\ndef make(parts):\n    return Old(parts)\n",
}
TO_DO = """\
    # TODO(UEC900): write this, from `lib.new`:
    #     Fresh(context=..., factory=parts)
    return Old(parts)
"""


def test_every_finding_is_hidden_from_the_command_and_from_flake8(project: Path, run: Run) -> None:
    done = run("check", "--add-noqa", "user.py")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "Added 2 noqa directives.\n")
    assert (project / "user.py").read_text() == OLD_USER.replace("Old\n", "Old  # noqa: UEC900\n").replace(
        "Old()\n", "Old()  # noqa: UEC900\n"
    )
    assert run("check").stdout == "All checks passed!\n"
    assert flake8(project, "--select=UEC", ".").output == ""
    assert len(flake8(project, "--select=UEC", "--disable-noqa", ".").found) == 2


def test_a_second_run_adds_nothing(project: Path, run: Run) -> None:
    run("check", "--add-noqa=until the importer has moved")
    before = (project / "user.py").read_text()
    assert before.count("  # noqa: UEC900 until the importer has moved\n") == 2
    done = run("check", "--add-noqa=something else")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (project / "user.py").read_text() == before


ROWS = {
    "string": 'x = """\n%s\n""" % Old()\n',
    "continuation": "x = 1 + \\\n    Old()\n",
    "brackets": "x = [\n    Old(),\n    1,\n]\n",
    "comment": "x = Old()  # type: ignore\n",
    "codes": "x = Old()  # noqa: E501\n",
    "no space": "x = Old()  #noqa:E501 long\n",
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_flake8_accepts_each_place(project: Path, run: Run, row: str) -> None:
    (project / "user.py").write_text(f"from lib.old import Old\n{row}")
    assert run("check", "--add-noqa", "user.py").returncode == 0
    assert run("check", "user.py").returncode == 0
    assert flake8(project, "--select=UEC", "user.py").output == ""


def test_what_no_comment_can_hide_is_told(project: Path, run: Run) -> None:
    (project / "user.py").write_text("from lib.old import Old  # noqa: because\n")
    (project / "broken.py").write_text("from lib.old import Old\ndef (:\n")
    done = run("check", "--add-noqa", "--output-format=concise")
    assert (done.returncode, done.stdout) == (1, "")
    head, *lines = done.stderr.splitlines()
    assert head == "warning: no comment can hide 3 errors:"
    assert [line.split(" ")[:2] for line in lines] == [
        ["broken.py:1:21:", "UEC900"],
        ["broken.py:2:5:", "UEC002"],
        ["user.py:1:21:", "UEC900"],
    ]


def test_a_reason_that_the_encoding_of_a_file_lacks_is_not_written(project: Path, run: Run) -> None:
    data = b"# coding: latin-1\nfrom lib.old import Old\nx = '\xe9'\n"
    (project / "user.py").write_bytes(data)
    assert run("check", "--add-noqa=\N{SNOWMAN}").returncode == 1
    assert (project / "user.py").read_bytes() == data
    assert run("check", "--add-noqa=\N{LATIN SMALL LETTER E WITH ACUTE}").returncode == 0
    assert (project / "user.py").read_bytes() == data.replace(b"Old\n", b"Old  # noqa: UEC900 \xe9\n")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--add-noqa", "--fix"), "`--add-noqa` cannot be used with `--fix`"),
        (("--add-noqa", "--diff"), "`--add-noqa` cannot be used with `--diff`"),
        (("--add-noqa=why", "--ignore-noqa"), "`--add-noqa` cannot be used with `--ignore-noqa`"),
        (("--add-noqa", "--add-todo"), "`--add-noqa` cannot be used with `--add-todo`"),
        (("--add-todo", "--fix-only"), "`--add-todo` cannot be used with `--fix-only`"),
        (("--add-todo", "--statistics"), "`--add-todo` cannot be used with `--statistics`"),
        (("--add-noqa", "-"), "`--add-noqa` writes files, and cannot be used with standard input"),
        (("--add-todo", "--stdin-filename=a.py"), "`--add-todo` writes files, and cannot be used with standard input"),
        (("--add-noqa=UEC900 why",), "the reason of `--add-noqa` begins like a code: put a word before it"),
        (("--add-noqa=a\nb",), "the reason of `--add-noqa` is not one line of text"),
    ],
)
def test_what_contradicts_is_refused(project: Path, run: Run, options: tuple[str, ...], message: str) -> None:
    done = run("check", *options)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"error: {message}\n")
    assert (project / "user.py").read_text() == OLD_USER


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    """Make a project with a call that no fix mends."""
    write(tmp_path / "calls", LIB)
    return tmp_path / "calls"


def test_a_to_do_shows_the_new_call_once(calls: Path, run: Run) -> None:
    done = run("check", "--add-todo", cwd=calls)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "Added 1 TODO comment.\n")
    after = LIB["user.py"].replace("    return Old(parts)\n", TO_DO)
    assert (calls / "user.py").read_text() == after
    (calls / "user.py").write_text(f"import os\n{after}")
    assert run("check", "--add-todo", cwd=calls).stderr == ""
    assert (calls / "user.py").read_text() == f"import os\n{after}"
    assert run("check", cwd=calls).returncode == 1


def test_a_diff_of_to_dos_writes_nothing(calls: Path, run: Run) -> None:
    done = run("check", "--add-todo", "--diff", cwd=calls)
    assert (done.returncode, done.stderr) == (1, "Would add 1 TODO comment.\n")
    assert "\n+    # TODO(UEC900): write this, from `lib.new`:\n" in done.stdout
    assert (calls / "user.py").read_text() == LIB["user.py"]


def test_a_hidden_finding_gets_no_to_do(calls: Path, run: Run) -> None:
    run("check", "--add-noqa", cwd=calls)
    done = run("check", "--add-todo", cwd=calls)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "TODO" not in (calls / "user.py").read_text()
