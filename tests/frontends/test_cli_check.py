"""`check`: exit codes, streams and what is shown."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from tests.frontends.conftest import OLD_USER, PYPROJECT, Run, write

CONCISE = ("--output-format", "concise")


def test_clean_is_0(run: Run) -> None:
    done = run("check", "clean.py")
    assert (done.returncode, done.stdout, done.stderr) == (0, "All checks passed!\n", "")


def test_findings_are_1_on_standard_output(run: Run) -> None:
    done = run("check", *CONCISE)
    assert (done.returncode, done.stderr) == (1, "")
    first, second, *last = done.stdout.splitlines()
    assert first.startswith("user.py:1:21: UEC900 ")
    assert second.startswith("user.py:3:9: UEC900 ")
    assert last == ["Found 2 errors.", "2 unsafe fixes available with `--fix --unsafe-fixes`."]


def test_exit_zero_lifts_findings(run: Run) -> None:
    assert run("check", "--exit-zero").returncode == 0


@pytest.mark.parametrize("path", ["missing.py", "missing/"])
def test_a_missing_path_is_a_finding_and_told_once(run: Run, path: str) -> None:
    done = run("check", path, path, *CONCISE)
    assert done.returncode == 1
    assert done.stdout.count("UEC005 No such file or directory") == 1


def test_no_files_is_a_warning(run: Run, project: Path) -> None:
    (project / "empty").mkdir()
    done = run("check", "empty")
    assert (done.returncode, done.stdout) == (0, "All checks passed!\n")
    assert done.stderr == "warning: No Python files found under the given path(s)\n"
    assert run("check", "-q", "empty").stderr == ""


def test_quiet_leaves_findings_only(run: Run) -> None:
    lines = run("check", "--quiet", *CONCISE).stdout.splitlines()
    assert [line.split()[1] for line in lines] == ["UEC900", "UEC900"]


def test_verbose_speaks_on_standard_error(run: Run) -> None:
    done = run("check", "--verbose", "clean.py")
    assert done.stdout == "All checks passed!\n"
    assert done.stderr.startswith("Checked 1 files in ")


def test_statistics(run: Run) -> None:
    done = run("check", "--statistics")
    assert done.returncode == 1
    assert done.stdout.startswith("2\tUEC900\tdeprecated-name\nFound 2 errors.\n")


def test_statistics_of_suppressions(run: Run, project: Path) -> None:
    (project / "quiet.py").write_text("from lib.old import Old  # noqa: UEC900\nvalue = Old()  # noqa\n")
    done = run("check", "quiet.py", "--statistics")
    assert (done.returncode, done.stdout) == (
        0,
        "Hidden by suppression comments:\n2\tUEC900\tdeprecated-name\nAll checks passed!\n",
    )


def test_statistics_as_json(run: Run) -> None:
    done = run("check", "--statistics", "--output-format", "json")
    assert [(one["code"], one["count"]) for one in json.loads(done.stdout)] == [("UEC900", 2)]


def test_json_has_no_summary_and_absolute_names(run: Run, project: Path) -> None:
    found = json.loads(run("check", "--output-format", "json").stdout)
    assert {one["filename"] for one in found} == {str(project / "user.py")}


def test_the_output_format_comes_from_the_environment(run: Run) -> None:
    assert json.loads(run("check", "clean.py", env={"FLAKE8_UEC_OUTPUT_FORMAT": "json"}).stdout) == []


def test_show_files_lists_absolute_paths(run: Run, project: Path) -> None:
    done = run("check", "--show-files", "lib", "missing")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [str(project / "lib" / name) for name in ("__init__.py", "new.py", "old.py")]
    assert done.stderr == "warning: missing: No such file or directory\n"


def test_show_settings_tells_where_each_was_set(run: Run, project: Path) -> None:
    done = run("check", "--show-settings", "--select", "UEC9")
    assert f"# Root: {project}\n" in done.stdout
    assert 'preset = ["none"]  # pyproject.toml:2\n' in done.stdout
    assert 'select = ["UEC9"]  # command line\n' in done.stdout


def test_isolated_reads_no_configuration(run: Run) -> None:
    assert run("check", "--isolated").returncode == 0


def test_select_keeps_to_what_is_named(run: Run) -> None:
    assert run("check", "--select", "UEC0").returncode == 0


def test_a_broken_file_that_is_not_asked_for_leaves_a_warning(run: Run, project: Path) -> None:
    (project / "user.py").write_text(OLD_USER + "def (:\n")
    done = run("check", "--quiet", "--select", "UEC900", *CONCISE)
    assert done.stdout.count("UEC900") == 2
    assert done.stderr.startswith("warning: 1 file could not be read or parsed as a whole")


def test_a_missing_path_that_is_not_asked_for_leaves_a_warning(run: Run) -> None:
    done = run("check", "--select", "UEC900", "gone.py")
    assert done.stderr.startswith("warning: 1 file could not be read or parsed as a whole")
    assert "gone.py" in done.stderr


def test_standard_input(run: Run) -> None:
    done = run("check", "-", *CONCISE, input=OLD_USER)
    assert done.stdout.startswith("-:1:21: UEC900 ")


@pytest.mark.parametrize("path", [(), ("-",)])
def test_standard_input_with_a_name(run: Run, path: tuple[str, ...]) -> None:
    done = run("check", *path, "--stdin-filename", "lib/none.py", *CONCISE, input=OLD_USER)
    assert done.stdout.startswith("lib/none.py:1:21: UEC900 ")


def test_standard_input_shows_its_own_lines(run: Run) -> None:
    done = run("check", "--stdin-filename", "clean.py", input=OLD_USER)
    assert "1 | from lib.old import Old" in done.stdout


def test_a_name_for_standard_input_wins_over_files(run: Run) -> None:
    done = run("check", "user.py", "--stdin-filename", "clean.py", input="value = 1\n")
    assert (done.returncode, done.stderr) == (0, "warning: Ignoring file user.py in favor of standard input.\n")


def test_standard_input_of_an_excluded_file_is_left_out_where_exclusion_is_forced(run: Run) -> None:
    arguments = ("check", "-", "--stdin-filename", "build/a.py", "--exclude", "build")
    assert run(*arguments, input=OLD_USER).returncode == 1
    assert run(*arguments, "--force-exclude", input=OLD_USER).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "variables", "colored"),
    [
        ((), {}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": ""}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_color(run: Run, arguments: tuple[str, ...], variables: dict[str, str], colored: bool) -> None:
    assert ("\x1b[" in run("check", *arguments, env=variables).stdout) is colored


def test_a_policy_name_that_resolves_to_nothing_is_a_warning_or_strict_an_error(run: Run, project: Path) -> None:
    (project / "pyproject.toml").write_text(PYPROJECT.replace("lib.old.Old", "lib.old.Odl"))
    lax, strict = run("check"), run("check", "--strict-policy", "--exit-zero")
    assert (lax.returncode, strict.returncode) == (0, 2)
    assert lax.stderr.startswith("warning: `lib.old.Odl` (deprecated.")
    assert strict.stderr.startswith("error: `lib.old.Odl` (deprecated.")


def test_an_argument_mapped_to_no_parameter_of_the_replacement_is_told(run: Run, project: Path) -> None:
    write(project, {"lib/new.py": "class Fresh:\n    def __init__(self, size, *, colour=None): ...\n"})
    mapped = PYPROJECT + 'arguments = { length = "size", color = "color" }\n'
    (project / "pyproject.toml").write_text(mapped)
    where = '(deprecated."lib.old.Old".arguments, pyproject.toml:'
    (line,) = run("check").stderr.splitlines()
    assert line.startswith(f'warning: `color = "color"` {where}')
    assert line.endswith(": `lib.new.Fresh` has no such parameter")
    write(project, {"lib/new.py": "class Fresh:\n    def __init__(self, size, **colours): ...\n"})
    assert run("check").stderr == ""


def test_strict_policy_in_the_configuration(run: Run, project: Path) -> None:
    text = PYPROJECT.replace("lib.old.Old", "lib.old.Odl")
    (project / "pyproject.toml").write_text(text.replace('"none"\n', '"none"\nstrict-policy = true\n'))
    assert run("check").returncode == 2


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
@pytest.mark.parametrize("variables", [{}, {"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}])
def test_names_that_are_not_utf8_are_escaped(run: Run, project: Path, variables: dict[str, str]) -> None:
    name = os.fsdecode(b"n\xff\n\xc3\xa9.py")
    (project / name).write_text(OLD_USER)
    (found, _) = json.loads(run("check", name, "--output-format", "json", env=variables).stdout)
    assert found["filename"] == str(project / name)


def test_a_working_directory_that_is_gone_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    done = run("check", cwd=tmp_path / "gone", before="import os; os.rmdir(os.getcwd())")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: the working directory cannot be had")


RAISING = """
import dataclasses
from flake8_uec import rules

def fail(*_):
    raise ZeroDivisionError("nothing left")

rules.RULES = tuple(
    dataclasses.replace(rule, check=fail) if rule.code == "UEC001" else rule for rule in rules.RULES
)
"""


def test_a_rule_that_raises_is_told_and_2(run: Run, project: Path) -> None:
    (project / "user.py").write_text(OLD_USER + "# <<<<<<< a\n")
    done = run("check", "--exit-zero", *CONCISE, before=RAISING)
    assert done.returncode == 2
    assert done.stdout.count("UEC900") == 2
    assert "UEC000" in done.stdout
    assert "UEC001" in done.stdout


def test_a_defect_of_the_command_is_told_and_2(run: Run) -> None:
    done = run("rule", "--all", before="from flake8_uec.output import rules; rules.render_all_text = len")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: this is a defect of flake8-uec")
