"""The plugin inside the real flake8."""

from __future__ import annotations

import ast
import contextlib
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from flake8_uec.model.source import Source
from flake8_uec.project.config import Resolver
from flake8_uec.project.places import VARIABLE, named_directory
from flake8_uec.project.vocabulary import known
from flake8_uec.project.worker import Worker
from tests.frontends.running_flake8 import Found, flake8, run

EXAMPLES = Path(__file__).parents[2] / "examples"
IMPORT = "from netra_backend.app.agents.state import DeepAgentState\n"
CONFLICT = f"import os\n<<<<<<< HEAD\n{IMPORT}=======\nimport sys\n>>>>>>> theirs\n"
JOBS = {
    "one process": (["-j1"], ""),
    "fork": (["-j2"], "import multiprocessing; multiprocessing.set_start_method('fork')"),
    "spawn": (["-j2"], "import multiprocessing; multiprocessing.set_start_method('spawn')"),
    "forkserver": (["-j2"], "import multiprocessing; multiprocessing.set_start_method('forkserver')"),
}


def write(directory: Path, **files: str | bytes) -> None:
    """Write modules by name."""
    for name, text in files.items():
        (directory / f"{name}.py").write_bytes(text if isinstance(text, bytes) else text.encode())


# Both faces


@pytest.fixture(scope="module")
def of_the_command() -> list[Found]:
    done = run(EXAMPLES, "-m", "flake8_uec", "check", "--ignore-noqa", "--output-format", "json", ".")
    places = [(one["filename"], one["location"], one["code"]) for one in json.loads(done.output)]
    return [
        Found(Path(name).relative_to(EXAMPLES).as_posix(), at["row"], at["column"], code) for name, at, code in places
    ]


@pytest.mark.parametrize(("args", "before"), JOBS.values(), ids=JOBS)
def test_finds_what_the_command_finds(of_the_command: list[Found], args: list[str], before: str) -> None:
    result = flake8(EXAMPLES, "--isolated", "--select", "UEC", "--disable-noqa", *args, ".", before=before)
    ours = [one for one in result.found if one.code != "E999"]
    broken = [one.path for one in result.found if one.code == "E999"]
    assert sorted(ours) == sorted(one for one in of_the_command if one.code != "UEC002")
    assert sorted(broken) == sorted(one.path for one in of_the_command if one.code == "UEC002")
    assert (result.exit_code, result.errors) == (1, "")


def test_the_tree_of_flake8_gives_the_same_as_parsing_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)
    worker = Worker(Resolver(known()))
    for path in EXAMPLES.rglob("*.py"):
        settings = worker.settings_of(str(path))
        source = Source.from_bytes(path.read_bytes(), str(path), path.relative_to(EXAMPLES).as_posix())
        with contextlib.suppress(SyntaxError):
            tree = ast.parse(source.text)
            before = ast.dump(tree, include_attributes=True)
            assert worker.linter(settings).lint(source, tree) == worker.linter(settings).lint(source)
            assert ast.dump(tree, include_attributes=True) == before


# Places


def test_columns_are_characters_of_the_line(tmp_path: Path) -> None:
    use = "DeepAgentState()"
    write(
        tmp_path,
        non_ascii=f"{IMPORT}x = 'é日😀', {use}\n",
        tab=f"{IMPORT}if 1:\n\tx = {use}\n",
        bom=b"\xef\xbb\xbf" + IMPORT.encode(),
        crlf=f"{IMPORT}x = {use}\n".replace("\n", "\r\n"),
        cr=f"{IMPORT}x = {use}\n".replace("\n", "\r"),
        form_feed=f"{IMPORT}\x0c\nx = {use}\n",
        separator=f"{IMPORT}x = '\u2028\x85', {use}\n",
        latin=f"# coding: latin-1\n{IMPORT}x = 'é', {use}\n".encode("latin-1"),
    )
    places = {
        one.path.removesuffix(".py"): (one.line, one.column)
        for one in flake8(tmp_path, "--isolated", "--select=UEC", ".").found
        if one.code == "UEC302" or one.path == "bom.py"
    }
    assert places == {
        "non_ascii": (2, 12),
        "tab": (3, 6),
        "bom": (1, 44),
        "crlf": (2, 5),
        "cr": (2, 5),
        "form_feed": (3, 5),
        "separator": (2, 11),
        "latin": (3, 10),
    }


def test_standard_input_is_linted_as_the_file_it_is_displayed_as(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "pyproject.toml").write_text('[tool.flake8-uec]\nignore = ["UEC301"]\n')
    args = ["--isolated", "--select=UEC", "-"]
    assert flake8(tmp_path, *args, stdin=IMPORT.encode()).found == [Found("stdin", 1, 44, "UEC301")]
    assert flake8(tmp_path, "--stdin-display-name=sub/x.py", *args, stdin=IMPORT.encode()).found == []


# Files that do not parse


@pytest.mark.parametrize(("args", "before"), JOBS.values(), ids=JOBS)
def test_a_broken_file_is_never_silent(tmp_path: Path, args: list[str], before: str) -> None:
    write(tmp_path, conflict=CONFLICT, broken=f"{IMPORT}def f(:\n", plain="x = (\n")
    result = flake8(tmp_path, "--isolated", "--select=UEC", *args, ".", before=before)
    assert [(one.path, one.line, one.code) for one in result.found] == [
        ("broken.py", 1, "UEC301"),
        ("broken.py", 2, "E999"),
        ("conflict.py", 2, "UEC001"),
        ("conflict.py", 2, "E999"),
        ("conflict.py", 3, "UEC301"),
        ("conflict.py", 4, "UEC001"),
        ("conflict.py", 6, "UEC001"),
        ("plain.py", 1, "E999"),
    ]
    assert (result.exit_code, result.errors) == (1, "")


def test_a_broken_file_on_standard_input_is_never_silent(tmp_path: Path) -> None:
    result = flake8(tmp_path, "--isolated", "--select=UEC301", "-", stdin=CONFLICT.encode())
    assert result.codes == ["E999", "UEC301"]


def test_a_missing_file_is_never_silent(tmp_path: Path) -> None:
    result = flake8(tmp_path, "--isolated", "--select=UEC", "missing.py")
    assert (result.exit_code, "E902" in result.output) == (1, True)


def test_an_explicit_ignore_of_flake8_hides_the_syntax_error(tmp_path: Path) -> None:
    write(tmp_path, plain="x = (\n")
    for ignore in ("--ignore=E999", "--extend-ignore=E9", "--per-file-ignores=plain.py:E999"):
        assert flake8(tmp_path, "--isolated", "--select=UEC", ignore, ".").codes == []


def test_flake8_suppresses_in_a_broken_file(tmp_path: Path) -> None:
    write(tmp_path, silenced=f"{IMPORT.rstrip()}  # noqa: UEC301\nx = (\n", ignored=f"{IMPORT}x = (\n")
    result = flake8(tmp_path, "--isolated", "--select=UEC", "--per-file-ignores=ignored.py:UEC301", ".")
    assert result.codes == ["E999", "E999"]


def test_a_flake8_that_builds_its_trees_elsewhere_still_reports_the_syntax_error(tmp_path: Path) -> None:
    write(tmp_path, conflict=CONFLICT)
    renamed = """
import inspect, flake8.checker
Checker = flake8.checker.FileChecker
source = inspect.getsource(Checker.run_checks).replace("run_ast_checks", "check_tree")
Checker.check_tree = Checker.run_ast_checks
del Checker.run_ast_checks
exec("class Other:\\n" + source, vars(flake8.checker))
Checker.run_checks = flake8.checker.Other.run_checks
"""
    result = flake8(tmp_path, "--isolated", "--select=UEC", ".", before=renamed)
    assert (result.exit_code, result.codes, result.errors) == (1, ["E999"], "")


def test_taking_the_options_twice_reports_once(tmp_path: Path) -> None:
    write(tmp_path, conflict=CONFLICT)
    twice = """
from flake8.options.parse_args import parse_args
parse_args(["--select=UEC"])
parse_args(["--select=UEC"])
"""
    once = flake8(tmp_path, "--isolated", "--select=UEC", ".")
    assert flake8(tmp_path, "--isolated", "--select=UEC", ".", before=twice).output == once.output


# Beside other parts of flake8

OTHER = """
import ast
class Other:
    def __init__(self, tree):
        self.tree = tree
    def run(self):
        for node in ast.walk(self.tree):
            for child in ast.iter_child_nodes(node):
                child.parent = node
        yield 1, 0, "A100 other", type(self)
"""


def test_goes_with_plugins_that_mark_the_tree(tmp_path: Path) -> None:
    (tmp_path / "plugins").mkdir()
    write(tmp_path / "plugins", other=OTHER)
    (tmp_path / ".flake8").write_text(
        "[flake8]\nselect = A,UEC\n[flake8:local-plugins]\nextension =\n    A = other:Other\npaths = plugins\n"
    )
    write(tmp_path, sample=IMPORT)
    assert flake8(tmp_path, "sample.py").codes == ["A100", "UEC301"]


FAILING_RULE = """
from dataclasses import replace
from flake8_uec.project import worker
def fail(*_):
    raise ZeroDivisionError("by zero")
rules_for = worker.rules_for
worker.rules_for = lambda policy: [
    replace(rule, check=fail) if rule.code == "UEC302" else rule for rule in rules_for(policy)
]
"""


@pytest.mark.parametrize("select", ["UEC", "UEC301,UEC302"])
def test_a_rule_that_raises_is_told_and_the_others_go_on(tmp_path: Path, select: str) -> None:
    write(tmp_path, sample=f"\n{IMPORT}x = DeepAgentState()\n")
    result = flake8(tmp_path, "--isolated", f"--select={select}", ".", before=FAILING_RULE)
    assert result.codes == ["UEC000", "UEC301"]
    assert "rule UEC302 (deep-agent-state-use) failed: ZeroDivisionError: by zero" in result.output
    assert (result.exit_code, result.errors) == (1, "")


def test_a_blanket_noqa_on_the_first_line_hides_a_failed_rule(tmp_path: Path) -> None:
    write(tmp_path, sample=f"# noqa\n{IMPORT}x = DeepAgentState()\n")
    result = flake8(tmp_path, "--isolated", "--select=UEC", ".", before=FAILING_RULE)
    assert result.codes == ["UEC301"]


# What is remembered


def cache(root: Path) -> Path:
    (file,) = (one for one in root.glob(".flake8_uec_cache/*.sqlite") if one.name != "answers.sqlite")
    return file


def remembered(root: Path) -> int:
    """Return how many modules the one cache of a project holds."""
    with contextlib.closing(sqlite3.connect(cache(root))) as connection:
        return int(connection.execute("select count(*) from modules").fetchone()[0])


def test_what_the_command_remembers_serves_and_grows(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))
    alone = flake8(tmp_path, "-j2", ".")
    assert not [*tmp_path.glob(".flake8_uec_cache")]
    run(tmp_path, "-m", "flake8_uec", "check", "shared")
    before = remembered(tmp_path)
    first = flake8(tmp_path, "-j2", ".")
    after = remembered(tmp_path)
    assert after > before
    assert first == flake8(tmp_path, "-j2", ".") == alone
    assert remembered(tmp_path) == after
    cache(tmp_path).write_bytes(b"no database")
    assert flake8(tmp_path, ".") == alone


BLIND = """
from flake8_uec.engine.lint import Linter
Linter.lint = lambda *_: []
"""


def test_what_the_command_found_is_not_looked_for_again(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))
    alone = flake8(tmp_path, ".")
    run(tmp_path, "-m", "flake8_uec", "check", ".")
    assert flake8(tmp_path, ".", before=BLIND) == alone
    changed = next(one.path for one in alone.found if one.code == "UEC301")
    text = (tmp_path / changed).read_bytes()
    (tmp_path / changed).write_bytes(b"# one more line\n" + text)
    moved = [one._replace(line=one.line + 1) if one.path == changed else one for one in alone.found]
    assert sorted(flake8(tmp_path, ".").found) == sorted(moved)
    given = flake8(tmp_path, "--stdin-display-name", changed, "-", stdin=b"value = 1\n")
    assert given.output == ""


def test_comments_are_flake8s_business_whatever_the_command_made_of_them(tmp_path: Path) -> None:
    write(tmp_path, sample=f"{IMPORT.strip()}  # noqa: UEC301\nx = 1  # noqa: UEC302\n")
    (tmp_path / "pyproject.toml").write_text('[tool.flake8-uec]\nextend-select = ["UEC003"]\n')
    alone = flake8(tmp_path, "--select=UEC", "--disable-noqa", ".")
    assert alone.codes == ["UEC301"]
    run(tmp_path, "-m", "flake8_uec", "check", ".")
    assert flake8(tmp_path, "--select=UEC", "--disable-noqa", ".", before=BLIND) == alone
    assert flake8(tmp_path, "--select=UEC", ".", before=BLIND).codes == []


def test_a_variable_that_names_no_directory_vouches_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache directory that the user names is believed wherever it comes from."""
    monkeypatch.setenv(VARIABLE, "")
    assert named_directory() is None
    monkeypatch.setenv(VARIABLE, "there")
    assert named_directory() == "there"
