"""A wrong configuration: every mistake is told, with its place and what was meant."""

from __future__ import annotations

import errno
import os
import pickle
import textwrap
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flake8_uec.model.settings import Settings
from flake8_uec.project.config import Resolver
from flake8_uec.project.document import Document
from flake8_uec.project.known import Known
from flake8_uec.project.layer import Layers
from flake8_uec.project.mistakes import ConfigError, Mistake

KNOWN = Known(
    codes=("UEC101", "UEC201", "UEC404"),
    deprecations=("UEC201", "UEC202", "UEC203", "UEC204", "UEC206", "UEC301", "UEC302", "UEC304"),
    formats=("full", "json"),
    tables={"mocks": {"UEC403": False}, "runner": {"UEC405": True}},
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(text: str | bytes) -> list[str]:
    """Return the lines of the error that a `pyproject.toml` gives."""
    data = text if isinstance(text, bytes) else textwrap.dedent(text).encode()
    Path("pyproject.toml").write_bytes(data)
    with pytest.raises(ConfigError) as caught:
        Resolver(KNOWN).settings_for(".")
    return str(caught.value).splitlines()


def told_of(body: str) -> str:
    """Return the one mistake that the keys of a table without a preset give, without its place."""
    (line,) = told(f'[tool.flake8-uec]\npreset = "none"\n{body}\n')
    return line.partition(" ")[2]


def test_all_mistakes_are_told_at_once_and_in_order() -> None:
    text = """\
        [project]
        name = "sample"

        [tool.flake8-uec]
        selct = ["UEC1"]
        ignore = "UEC101"
        extend_exclude = ["x"]
        per-file-ignores = { a = ["ALL", "UEC4O4"] }

        [tool.flake8-uec.enviroment]
        getter = "x"

        [tool.flake8-uec.mocks]
        names = [
            "unittest.mock.Mock",
            "not a name",
        ]

        [[tool.flake8-uec.deprecated]]
        name = "pkg.Old"
        codes.imports = "UEC201"

        [[tool.flake8-uec.deprecated]]
        code = "UEC4O4"
        """
    assert told(text) == [
        "pyproject.toml:5: selct: unknown key; did you mean `select`?",
        "pyproject.toml:6: ignore: expected a list of strings, found a string: put it in brackets",
        "pyproject.toml:7: extend_exclude: unknown key; did you mean `extend-exclude`?",
        "pyproject.toml:8: per-file-ignores.a[1]: unknown rule selector `UEC4O4`; did you mean `UEC404`?",
        "pyproject.toml:10: enviroment: unknown table; did you mean `environment`?",
        "pyproject.toml:16: mocks.names[1]: `not a name` is no dotted Python name",
        "pyproject.toml:21: deprecated[0].codes.imports: unknown key; did you mean `import`?",
        "pyproject.toml:23: deprecated[1]: gives no `name`",
        "pyproject.toml:24: deprecated[1].code: `UEC4O4` is no code: write `UEC` and three digits",
    ]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("strict-policy = 1", "strict-policy: expected a boolean, found a whole number"),
        ("src = [1979-05-27]", "src[0]: expected a string, found a date or time"),
        ("mocks = 1", "mocks: expected a table or an array of tables, found a whole number"),
        ("mocks = [1]", "mocks[0]: expected a table, found a whole number"),
        ("mocks = [{code = 'UEC910'}]", "mocks[0]: gives no `name`"),
        ("mocks = [{name = 'a'}, {name = []}]", "mocks[1].name: expected a string, found a list"),
        (
            "mocks = [{name = 'a'}, {name = 'a'}]",
            "mocks[1]: `a` has an entry already: pyproject.toml:3",
        ),
        (
            "mocks = [{name = 'a', code = 'UEC403'}]",
            "mocks[0].code: `UEC403` is no code of your own: use one from UEC900 to UEC999",
        ),
        ("mocks.codes = {UEC404 = 'UEC910'}", "mocks.codes.UEC404: unknown key; did you mean `UEC403`?"),
        (
            "runner.code = 'UEC910'",
            'runner.code: covers no rule: UEC405 is opt-in; write `codes = { UEC405 = "UEC910" }`',
        ),
        ("remove-mocks = ['a']", "remove-mocks[0]: there is no entry `a`"),
        ("deprecated = {}", "deprecated: expected an array of tables, found a table"),
        ("deprecated = ['x']", "deprecated[0]: expected a table, found a string"),
        ("deprecated = [{name = 1}]", "deprecated[0].name: expected a string, found a whole number"),
        ("deprecated = [{name = 'a.B'}]", "deprecated[0]: reports nothing: give it a `code`, or `codes` by kind"),
        ("deprecated = [{name = ''}]", "deprecated[0].name: a name must not be empty"),
        ("context.name = 'pkg.class'", "context.name: `pkg.class` is no dotted Python name"),
        (
            "context.names = ['(']",
            "context.names[0]: `(` is no regular expression: missing ), unterminated subpattern at position 0",
        ),
        (
            "deprecated = [{name = 'a.B', code = 'UEC900', renames = {'**' = 'a.C'}}]",
            'deprecated[0].renames."**": `**` is no dotted Python name',
        ),
        ("context.name = 'pkg..X'", "context.name: `pkg..X` is no dotted Python name"),
        (
            "deprecated = [{name='a.B', code='UEC9'}]",
            "deprecated[0].code: `UEC9` is no code: write `UEC` and three digits",
        ),
        ("output-format = 'jason'", "output-format: unknown output format `jason`; did you mean `json`?"),
        ("output-format = 'xyz'", "output-format: unknown output format `xyz`: expected one of full, json"),
        ("select = ['uec101']", "select[0]: unknown rule selector `uec101`; did you mean `UEC101`?"),
        ("select = ['UEC950']", "select[0]: unknown rule selector `UEC950`"),
        ("select = ['']", "select[0]: unknown rule selector ``"),
        ("remove-deprecated = ['a.B']", "remove-deprecated[0]: there is no entry `a.B`"),
        ("severity = { UEC1 = 'warn' }", "severity.UEC1: unknown severity `warn`; did you mean `warning`?"),
        ("severity = { UEC4O = 'error' }", "severity.UEC4O: unknown rule selector `UEC4O`; did you mean `UEC40`?"),
        (
            "deprecated = [{name='a.B', code='UEC900', where='test'}]",
            "deprecated[0].where: unknown place `test`; did you mean `tests`?",
        ),
        (
            "deprecated = [{name='a.B', code='UEC900', path=['x']}]",
            "deprecated[0].path: unknown key; did you mean `paths`?",
        ),
        (
            "deprecated = [{name='a.B', code='UEC900', since='1.12.2026'}]",
            "deprecated[0].since: `1.12.2026` is no date: write it as 2026-12-31",
        ),
        (
            "deprecated = [{name='a.B', code='UEC900', since='2026-02-30'}]",
            "deprecated[0].since: `2026-02-30` is no day of the calendar",
        ),
        (
            "deprecated = [{name='a.B', code='UEC900', since=2026-12-01T10:00:00}]",
            "deprecated[0].since: expected a date, found a date with a time",
        ),
        (
            "deprecated = [{name='a.B', code='UEC900', since=2026-12-02, until=2026-12-01}]",
            "deprecated[0].until: `2026-12-01` is before `since`, which is 2026-12-02; were they swapped?",
        ),
        (
            "deprecated = [{name='a.B', code='UEC900', missing-modules=['a.*', '*']}]",
            "deprecated[0].missing-modules[1]: `*` spells out no part of a module's name",
        ),
        (
            "context = {names = ['a{99999999999999}']}",
            "context.names[0]: `a{99999999999999}` is no regular expression: the repetition number is too large",
        ),
        (f"context = {{names = ['{'(' * 5000}']}}", "context.names[0]: the regular expression is nested too deeply"),
        ("ignore-noqa = true", "ignore-noqa: unknown key; did you mean `ignore`?"),
    ],
)
def test_one_mistake(body: str, message: str) -> None:
    assert told_of(body) == message


def test_a_pattern_that_python_only_warns_of(recwarn: pytest.WarningsRecorder) -> None:
    Path("pyproject.toml").write_text("[tool.flake8-uec]\ncontext = { names = ['[[ab]'] }\n")
    assert Resolver(KNOWN).settings_for(".").policy.context.names == ("[[ab]",)
    assert [*recwarn] == []


def test_an_unknown_preset() -> None:
    assert told('[tool.flake8-uec]\npreset = "netar"\n') == [
        "pyproject.toml:2: preset: unknown preset `netar`; did you mean `netra`?"
    ]


def test_a_name_twice_in_one_file() -> None:
    entry = '[[tool.flake8-uec.deprecated]]\nname = "pkg.Old"\ncode = "UEC900"\n'
    assert told(entry + entry) == ["pyproject.toml:4: deprecated[1]: `pkg.Old` has an entry already: pyproject.toml:1"]


def test_removing_a_name_that_the_preset_lacks() -> None:
    text = '[tool.flake8-uec]\nremove-deprecated = ["netra_backend.app.agents.state.DepAgentState"]\n'
    (line,) = told(text)
    assert line.endswith("did you mean `netra_backend.app.agents.state.DeepAgentState`?")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool]\nflake8-uec = 1\n", "pyproject.toml:2: tool.flake8-uec: expected a table"),
        ("\ntool = 'flake8-uec'\n", "pyproject.toml:2: tool: expected a table"),
        ("[[tool.flake8-uec]]\n", "pyproject.toml:1: tool.flake8-uec: expected a table"),
        (b"[tool.flake8-uec]\n# \xff\n", "pyproject.toml:2: not valid UTF-8: invalid start byte"),
    ],
)
def test_a_file_that_cannot_be_used(text: str | bytes, message: str) -> None:
    assert told(text) == [message]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[tool.flake8-uec]\nselect = \n", 2),
        ("[tool.flake8-uec]\n<<<<<<< ours\nselect = []\n", 2),
        ("[tool.flake8-uec]\nselect = [\n'UEC1',\n", 4),
        ("[tool.flake8-uec]\nsrc = []\nsrc = []\n", 3),
    ],
)
def test_a_syntax_error_has_the_line_of_the_parser(text: str, line: int) -> None:
    (message,) = told(text)
    assert message.startswith(f"pyproject.toml:{line}: not valid TOML: ")
    assert "(at " not in message


def test_deep_nesting_is_a_mistake() -> None:
    (message,) = told("[tool.flake8-uec]\nsrc = " + "[" * 20_000 + "]" * 20_000 + "\n")
    assert message == "pyproject.toml:2: not valid TOML: arrays or tables are nested too deeply"


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("missing.toml", "missing.toml: cannot be read: No such file or directory"),
        (".", "cannot be read: Is a directory"),
        ("no\0path", "cannot be read: embedded null byte"),
        ("sub/pyproject.toml", "sub/pyproject.toml: has no [tool.flake8-uec] table"),
    ],
)
def test_a_named_file_must_hold_settings(here: Path, config: str, message: str) -> None:
    (here / "sub").mkdir()
    (here / "sub/pyproject.toml").write_text("[project]\n")
    with pytest.raises(ConfigError) as caught:
        Resolver(KNOWN, config=config).settings_for(".")
    assert str(caught.value).endswith(message)


def test_an_unreadable_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "pyproject.toml").write_text("[tool.flake8-uec]\n")
    monkeypatch.setattr("flake8_uec.project.disk.read", _refuse)
    with pytest.raises(ConfigError, match="cannot be read: Permission denied"):
        Resolver(KNOWN).settings_for(".")


def test_a_directory_that_may_not_be_searched_holds_no_configuration(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "pyproject.toml").write_text("[tool.flake8-uec]\nstrict-policy = true\n")
    monkeypatch.setattr(os, "stat", _refuse)
    assert not Resolver(KNOWN).settings_for(".").strict_policy


def _refuse(path: str) -> NoReturn:
    raise PermissionError(errno.EACCES, "Permission denied", path)


def test_a_file_outside_the_working_directory_is_named_in_full(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "pyproject.toml").write_text("[tool.flake8-uec]\nfoo = 1\n")
    (here / "sub").mkdir()
    monkeypatch.chdir(here / "sub")
    with pytest.raises(ConfigError) as caught:
        Resolver(KNOWN).settings_for(".")
    assert str(caught.value) == f"{here}/pyproject.toml:2: foo: unknown key"


def test_the_error_survives_a_process_boundary() -> None:
    error = ConfigError([Mistake("b.toml", 2, "x", "wrong"), Mistake("a.toml", 0, "", "gone")])
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.mistakes, str(copy)) == (error.mistakes, "a.toml: gone\nb.toml:2: x: wrong")


# --- Any value for any key --------------------------------------------------------------------------------

KEYS = [
    *(
        "preset",
        "select",
        "extend-select",
        "per-file-ignores",
        "exclude",
        "src",
        "strict-policy",
        "output-format",
    ),
    *("deprecated", "remove-deprecated", "extend-deprecated", "context", "environment", "mocks", "bypass"),
    *(
        "test-files",
        "extend-test-files",
        "name",
        "also",
        "extend-also",
        "codes",
        "code",
        "names",
        "arguments",
    ),
    *("import", "0", "tool", "x.y", "é", ""),
]
WORDS = st.sampled_from(["UEC201", "UEC900", "UEC", "netra", "none", "json", "a.b.C", "", "\x00", "é", "x y"])
SCALARS = st.one_of(WORDS, st.booleans(), st.integers(), st.floats(), st.dates(), st.times())
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6))
@example({"deprecated": [{"name": ["a"]}, {"name": {}}]})
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
def test_any_value_gives_settings_or_mistakes(table: dict[str, object]) -> None:
    layers = Layers(KNOWN)
    laid = layers.over(Settings(root="/"), Document("x.toml", "", table))
    assert isinstance(laid, Settings)
    try:
        layers.check()
    except ConfigError as error:
        assert len(str(error).splitlines()) == len(error.mistakes)
