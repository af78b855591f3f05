"""What an entry of `[[tool.flake8-uec.deprecated]]` may say of many names, of fallbacks and of what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frontends.running_flake8 import run

POLICY = """
preset = "none"
select = ["UEC9"]

[[deprecated]]
name = "lib.renamed"
codes = { call = "UEC900", use = "UEC900" }
safe = true
allow-fallback = true

[deprecated.renames]
"lib.old" = "lib.new"
"lib.moved" = "other.moved"
"lib.length" = "builtins.len"

[[deprecated]]
name = "lib.minus"
codes = { call = "UEC900", use = "UEC900" }
expression = "-lib.plus"
safe = true

[[deprecated]]
name = "lib.gone"
codes = { call = "UEC900", use = "UEC900" }
allow-fallback = true
"""


def check(folder: Path, code: str, *options: str) -> str:
    """Return what is said of a file that is a project of its own."""
    (folder / "pyproject.toml").write_text("")
    (folder / "policy.toml").write_text(POLICY)
    (folder / "sample.py").write_text(code)
    words = "-m", "flake8_uec", "check", "--no-cache", "--config", "policy.toml", "--output-format", "concise"
    return run(folder, *words, *options, ".").output


def lines(output: str) -> list[int]:
    return [int(line.split(":")[1]) for line in output.splitlines() if line.startswith("sample.py:")]


def fixed(folder: Path, code: str) -> str:
    check(folder, code, "--fix")
    return (folder / "sample.py").read_text()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import lib\n\nx = lib.old(1)\n", "import lib\n\nx = lib.new(1)\n"),
        ("import lib as l\nfrom lib import old\n\nx = old, old\n", "import lib as l\n\nx = l.new, l.new\n"),
        ("from lib import old, it\n\nx = old, it\n", "from lib import it\nfrom lib import new\n\nx = new, it\n"),
        ("import lib, it\n\nx = it, lib.length\n", "import it\n\nx = it, len\n"),
        ("from lib import length\n\nx = length(())\n", "x = len(())\n"),
        ("import lib\n\nx = lib.minus, lib.minus.real\n", "import lib\n\nx = -lib.plus, (-lib.plus).real\n"),
        ("from lib import minus\n\nx = minus ** 2\n", "from lib import plus\n\nx = (-plus) ** 2\n"),
    ],
)
def test_replacements_are_written_as_the_file_has_them(tmp_path: Path, code: str, expected: str) -> None:
    assert fixed(tmp_path, code) == expected


def test_an_expression_keeps_the_module_by_which_its_name_was_spelled(tmp_path: Path) -> None:
    code = "import lib\nimport lib as l\n\nx = l.minus, lib.minus\n"
    assert fixed(tmp_path, code).endswith("x = -l.plus, -lib.plus\n")


def test_a_variable_is_not_reported_beside_its_assignment(tmp_path: Path) -> None:
    assert lines(check(tmp_path, "import lib\nx = lib.old\nprint(x, x())\n")) == [2]


@pytest.mark.parametrize(
    ("handled", "found"), [("ImportError", []), ("(OSError, ModuleNotFoundError)", []), ("ValueError", [5])]
)
def test_an_import_may_fall_back_on_the_old_name(tmp_path: Path, handled: str, found: list[int]) -> None:
    code = f"try:\n    from other import moved\nexcept {handled}:\n    from lib import moved\nprint(moved)\n"
    assert lines(check(tmp_path, code)) == found


@pytest.mark.parametrize(
    ("tried", "handled", "found"),
    [("lib.new", "AttributeError", []), ("lib.new", "ImportError", [5]), ("lib.it", "AttributeError", [5])],
)
def test_a_use_may_fall_back_on_the_old_name(tmp_path: Path, tried: str, handled: str, found: list[int]) -> None:
    assert lines(check(tmp_path, f"import lib\ntry:\n    {tried}()\nexcept {handled}:\n    lib.old()\n")) == found


def test_a_name_that_is_bound_again_is_no_use(tmp_path: Path) -> None:
    assert lines(check(tmp_path, "try:\n    from lib import gone\nexcept ImportError:\n    gone = None\ngone\n")) == []


def test_a_name_without_replacement_is_found_and_left(tmp_path: Path) -> None:
    code = "from lib import gone\n\nx = gone\n"
    assert lines(check(tmp_path, code)) == [3]
    assert fixed(tmp_path, code) == code


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('expression = "-lib."', "`-lib.` is no Python expression"),
        ('replacement = "lib.new"\nrenames = { "lib.a" = "lib.b" }', "says twice what is to go"),
        ('renames = { "lib.a" = "lib b" }', "`lib b` is no dotted Python name"),
    ],
)
def test_a_wrong_entry_is_told(tmp_path: Path, line: str, problem: str) -> None:
    (tmp_path / "policy.toml").write_text(f'[[deprecated]]\nname = "lib.x"\ncode = "UEC900"\n{line}\n')
    done = run(tmp_path, "-m", "flake8_uec", "check", "--config", "policy.toml", ".")
    assert done.exit_code == 2
    assert problem in done.errors
