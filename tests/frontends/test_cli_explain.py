"""`flake8-uec explain`: why there is, or is not, a finding on a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flake8_uec import __version__
from flake8_uec.model.explanation import STATUSES
from tests.frontends.conftest import Run, write

POLICY = """\
[tool.flake8-uec]
preset = "none"

[[tool.flake8-uec.deprecated]]
name = "lib.old.Old"
replacement = "lib.new.Fresh"
code = "UEC900"
exempt = ["spared.py"]

[tool.flake8-uec.bases]
names = ["lib.gone.Base"]
"""
FILES = {
    "pyproject.toml": POLICY,
    "lib/shim.py": "SECRET_OF_ANOTHER_FILE = 1\nfrom lib.old import Old as Ancient\n",
    "lib/other.py": "class Old: ...\n",
    "user.py": "SECRET_OF_ANOTHER_LINE = 1\nfrom lib import shim\n\nvalue = shim.Ancient()\n",
    "spared.py": "from lib.old import Old\n",
    "alike.py": "from lib.other import Old\n",
    "test_user.py": "class TestUser:\n    def test_it(self): ...\n",
}


@pytest.fixture
def told(run: Run, project: Path) -> Any:
    """Return what `explain --json` says of a place, in a project with these files."""
    write(project, FILES)

    def explain(*arguments: str) -> Any:
        done = run("explain", *arguments, "--json")
        assert (done.stderr, done.returncode) == ("", 0)
        return json.loads(done.stdout)

    return explain


def test_the_chain_of_a_finding_with_the_place_of_every_name(told: Any) -> None:
    (found,) = told("user.py:4")["findings"]
    assert (found["code"], found["status"], found["because"]) == ("UEC900", "reported", [])
    assert found["location"] == {"row": 4, "column": 9}
    (name,) = found["names"]
    assert [(step["name"], step["path"], step["line"]) for step in name["steps"]] == [
        ("shim", "user.py", 2),
        ("lib.shim.Ancient", "lib/shim.py", 2),
        ("lib.old.Old", "lib/old.py", 1),
    ]
    assert name["policy"] == [
        {"key": 'deprecated."lib.old.Old".name', "value": '"lib.old.Old"', "origin": "pyproject.toml:5"}
    ]


def test_the_settings_that_bear_on_a_finding_and_where_they_were_set(told: Any) -> None:
    (found,) = told("user.py:4", "--select", "UEC9")["findings"]
    origins = {setting["key"]: setting["origin"] for setting in found["settings"]}
    assert origins["select"] == "command line"
    assert origins["preset"] == "pyproject.toml:2"
    assert origins['deprecated."lib.old.Old".code'] == "pyproject.toml:7"


def test_it_shows_no_source_but_the_line_of_the_finding(run: Run, told: Any, project: Path) -> None:
    assert told("user.py:4")["findings"][0]["source"] == ["value = shim.Ancient()"]
    text = run("explain", "user.py:4").stdout
    assert "value = shim.Ancient()" in text
    assert "SECRET" not in text + run("explain", "user.py:4", "--json").stdout


@pytest.mark.parametrize(
    ("place", "options", "status", "because"),
    [
        ("spared.py:1", (), "exempt", "the policy leaves files alone that match `spared.py`"),
        ("user.py:4", ("--ignore", "UEC9"), "off", "`ignore` (command line) has `UEC9`"),
        ("user.py:4", ("--select", "UEC4"), "off", "`select` (command line) does not name it"),
        (
            "user.py:4",
            ("--per-file-ignores", "user.py:UEC9"),
            "ignored in this file",
            "`per-file-ignores` (command line) has `user.py`",
        ),
        ("test_user.py:1", (), "off", "it asks for `lib.gone.Base`, which the project does not have"),
    ],
)
def test_what_holds_a_finding_back(told: Any, place: str, options: tuple[str, ...], status: str, because: str) -> None:
    (found,) = told(place, *options)["findings"]
    assert (found["status"], found["because"]) == (status, [because])


def test_a_finding_that_a_comment_hides(told: Any, project: Path) -> None:
    write(project, {"user.py": "from lib.old import (  # noqa: UEC900\n    Old,\n)\n"})
    (found,) = told("user.py:2")["findings"]
    assert (found["status"], found["because"]) == ("suppressed", ["the comment on line 1 hides it"])


def test_a_finding_that_the_baseline_knows(told: Any, run: Run) -> None:
    run("baseline", "write")
    (found,) = told("user.py:4")["findings"]
    assert (found["status"], found["because"]) == ("known", ["`.flake8-uec-baseline.jsonl` has it"])


def test_a_rule_for_tests_in_another_file(told: Any, project: Path) -> None:
    code = "class UserCase:\n    def test_it(self): ...\n\n\ndef test_it(): ...\n"
    write(project, {"lib/gone.py": "class Base: ...\n", "checks.py": code})
    (found,) = told("checks.py:5", "--extend-select", "UEC402")["findings"]
    assert (found["code"], found["status"]) == ("UEC402", "no test file")
    assert found["because"] == ["no pattern of `test-files` (default) matches the file"]


def test_a_finding_that_yields_to_another(told: Any, project: Path) -> None:
    base = "class Base:\n    def setup_method(self):\n        self.ready = True\n"
    code = "class TestUser(Base):\n    async def setup_method(self): ...\n    def test_it(self): ...\n"
    write(project, {"lib/gone.py": base, "test_user.py": f"from lib.gone import Base\n{code}"})
    first, second = sorted(told("test_user.py:3")["findings"], key=lambda found: found["code"])
    assert (first["code"], first["status"]) == ("UEC406", "yields")
    assert first["because"] == ["`UEC407` points at the same place"]
    assert (second["code"], second["status"]) == ("UEC407", "reported")


# Silence


def silence(told: Any, code: str) -> Any:
    (found,) = [one for one in told["silent"] if one["code"] == code]
    return found


def test_a_name_that_only_ends_like_one_of_the_policy(told: Any) -> None:
    explained = told("alike.py:1")
    assert explained["findings"] == []
    (name,) = explained["names"]
    assert (name["steps"][-1]["name"], name["near"]) == ("lib.other.Old", ["lib.old.Old"])
    because = silence(explained, "UEC900")["because"]
    assert because == ["no name on the line leads to one of its 1"]


def test_the_file_that_defines_a_name_is_left_alone(told: Any, project: Path) -> None:
    write(project, {"lib/old.py": "class Old: ...\nkept = Old()\n"})
    explained = told("lib/old.py:2")
    assert silence(explained, "UEC900")["looks"]
    assert silence(explained, "UEC900")["because"] == ["this file defines `lib.old.Old`, and is left alone"]


def test_a_file_without_the_words(told: Any) -> None:
    explained = told("clean.py:1")
    assert silence(explained, "UEC900")["because"] == ["no word that it looks for is in the file: `Old`"]


def test_what_cannot_be_decided(told: Any, project: Path) -> None:
    write(project, {"lib/gone.py": "class Base: ...\n"})
    write(project, {"test_user.py": "class TestUser((lambda: 0)()):\n    def test_it(self): ...\n"})
    (why,) = silence(told("test_user.py:1"), "UEC401")["because"]
    assert why == "not decided: base `(lambda: 0)()` of `TestUser` is an expression"


def test_a_column_asks_for_what_stands_there(told: Any, project: Path) -> None:
    write(project, {"user.py": "from lib.old import Old\npair = (Old(), len([]))\n"})
    assert [name["subject"] for name in told("user.py:2")["names"]] == ["Old", "len"]
    here, there = told("user.py:2:9"), told("user.py:2:16")
    assert [len(one["findings"]) for one in (here, there)] == [1, 0]
    assert [name["subject"] for name in there["names"]] == ["len"]


@pytest.mark.parametrize(
    ("files", "place", "note"),
    [
        ({}, "user.py:3", "the line is empty"),
        ({"user.py": "# Old\n"}, "user.py:1", "the line is a comment"),
        ({"build/user.py": "value = 1\n"}, "build/user.py:1", "leaves the file out of a run"),
        ({"user.py": "value = 1\ndef (:\n"}, "user.py:1", "does not parse as a whole"),
        ({"user.py": "value = [\n    ]\n"}, "user.py:2", "ask for the line on which the statement begins"),
    ],
)
def test_what_there_is_to_say_of_the_file_and_the_line(
    told: Any, project: Path, files: dict[str, str], place: str, note: str
) -> None:
    write(project, files)
    notes = told(place, "--extend-exclude", "build")["notes"]
    assert any(note in one for one in notes)


# Faces


def test_the_shape_of_the_json(told: Any) -> None:
    explained = told("user.py:4")
    assert list(explained) == [
        "format", "version", "path", "line", "column", "module", "configuration", "notes", "findings", "names",
        "silent",
    ]  # fmt: skip
    assert [explained[key] for key in ("format", "version", "path", "line", "column", "module", "configuration")] == [
        1, __version__, "user.py", 4, None, "user", "pyproject.toml",
    ]  # fmt: skip
    assert list(explained["findings"][0]) == [
        "code", "name", "message", "url", "location", "end_location", "status", "because", "source", "names",
        "evidence", "fix", "settings",
    ]  # fmt: skip


def test_the_text_says_the_same(run: Run, told: Any) -> None:
    text = run("explain", "user.py:4").stdout
    assert text.startswith(f"user.py:4  (flake8-uec {__version__})\n")
    assert "  4:9 to 4:21: reported\n      4 | value = shim.Ancient()\n" in text
    assert "    -> `lib.shim.Ancient` lib/shim.py:2\n    -> `lib.old.Old` lib/old.py:1\n" in text
    assert "There is no finding." in run("explain", "clean.py:1").stdout


def test_the_statuses_are_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "explain.md").read_text("utf-8")
    assert all(f"`{status}`" in page for status in STATUSES)


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("user.py", "`user.py` names no line: write it as `path/to/module.py:12`"),
        ("user.py:9", "`user.py` has 4 lines: there is no line 9"),
        ("user.py:0", "there is no line 0"),
        ("user.py:1:99", "line 1 of `user.py` has 26 columns: there is no column 99"),
        ("user.py:1:0", "`user.py:1:0` names no column: the first is 1"),
        ("gone.py:1", "`gone.py` cannot be read: No such file or directory"),
        ("lib:1", "`lib` is a directory: name a file and a line of it, as `lib/module.py:12`"),
        ("latin.py:1", "`latin.py` cannot be read: not valid utf-8 on line 1"),
    ],
)
def test_a_place_that_is_none(run: Run, project: Path, place: str, message: str) -> None:
    write(project, FILES)
    (project / "latin.py").write_bytes(b"# \xff\n")
    done = run("explain", place)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: ")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


SCOPED = """\
[tool.flake8-uec]
preset = "none"

[[tool.flake8-uec.deprecated]]
name = "lib.old.Old"
code = "UEC900"
paths = ["app/**"]
where = "not-tests"
since = 2030-01-01

[[tool.flake8-uec.mocks]]
name = "first"

[[tool.flake8-uec.mocks]]
name = "http"
names = ["lib.mocks.Http"]
factory = "lib.mocks.Factory"
code = "UEC910"
exempt = ["test_spared.py"]
"""


def test_clauses_that_do_not_hold_in_the_file_or_on_the_day(told: Any, project: Path) -> None:
    write(project, {"pyproject.toml": SCOPED, "test_old.py": "from lib.old import Old\n"})
    (found,) = told("test_old.py:1", "--today", "2026-11-01")["findings"]
    assert (found["code"], found["status"], found["because"]) == (
        "UEC900",
        "exempt",
        [
            "the policy means files that match `app/**`",
            "the policy means files that are not-tests",
            "the policy means days from 2030-01-01, and this is 2026-11-01",
        ],
    )


def test_table_with_a_code_of_its_own(told: Any, project: Path) -> None:
    mocks = {"lib/mocks.py": "class Http: ...\nclass Factory: ...\n"}
    using = "from lib.mocks import Http\n"
    write(project, {"pyproject.toml": SCOPED, **mocks, "test_http.py": using, "test_spared.py": using})
    (found,) = told("test_http.py:1")["findings"]
    assert (found["code"], found["status"]) == ("UEC910", "reported")
    (found,) = told("test_spared.py:1")["findings"]
    assert (found["code"], found["because"]) == (
        "UEC910",
        ["the policy leaves files alone that match `test_spared.py`"],
    )
