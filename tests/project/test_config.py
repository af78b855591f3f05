"""Where a configuration is found, and what wins over what."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_uec.model.settings import DEFAULT_EXCLUDE, Settings
from flake8_uec.project.config import Resolver
from flake8_uec.project.known import Known
from flake8_uec.project.mistakes import ConfigError
from flake8_uec.project.overrides import Overrides

KNOWN = Known(
    codes=("UEC101", "UEC103", "UEC201", "UEC202", "UEC404"),
    deprecations=("UEC201", "UEC202", "UEC203", "UEC204", "UEC206", "UEC301", "UEC302", "UEC304"),
    formats=("full", "concise", "json"),
)

Resolve = Callable[..., Settings]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: str, text: str) -> None:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(textwrap.dedent(text), encoding="utf-8")


def settings_of(text: str, **overrides: object) -> Settings:
    write("pyproject.toml", text)
    return Resolver(KNOWN, Overrides(**overrides)).settings_for(".")  # type: ignore[arg-type]


# --- Where ------------------------------------------------------------------------------------------------


def test_the_nearest_table_wins_and_is_not_merged(here: Path) -> None:
    write("pyproject.toml", '[tool.flake8-uec]\nselect = ["UEC1"]\nstrict-policy = true\n')
    write("pkg/pyproject.toml", '[project]\nname = "pkg"\n')
    write("pkg/deep/pyproject.toml", '[tool.flake8-uec]\nselect = ["UEC2"]\n')
    resolver = Resolver(KNOWN)
    outer, inner = resolver.settings_for("pkg"), resolver.settings_for("pkg/deep/er")
    assert (outer.root, outer.config, outer.selection.select) == (
        str(here),
        str(here / "pyproject.toml"),
        ("UEC1",),
    )
    assert (inner.root, inner.selection.select) == (str(here / "pkg/deep"), ("UEC2",))
    assert not inner.strict_policy


def test_directories_with_one_root_share_one_object() -> None:
    write("pyproject.toml", "[tool.flake8-uec]\n")
    resolver = Resolver(KNOWN)
    assert resolver.settings_for("a") is resolver.settings_for("a/b")


@pytest.mark.parametrize("mark", ["pyproject.toml", ".git"])
def test_without_a_table_the_root_is_the_nearest_project(here: Path, mark: str) -> None:
    write(f"repo/{mark}", "")
    settings = Resolver(KNOWN).settings_for("repo/a/b")
    assert (settings.root, settings.config, settings.preset) == (str(here / "repo"), "", ("netra",))


def test_without_a_project_the_root_is_the_working_directory(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "a").mkdir()
    monkeypatch.chdir(here / "a")
    resolver = Resolver(KNOWN)
    assert resolver.settings_for("tests/unit").root == str(here / "a")
    assert resolver.settings_for("../b").root == str(here / "b")


def test_a_named_file_is_read_once(here: Path) -> None:
    write("uec.toml", "")
    resolver = Resolver(KNOWN, config="uec.toml")
    first = resolver.settings_for("a")
    (here / "uec.toml").unlink()
    assert resolver.settings_for("b") is first


def test_isolated_reads_no_configuration(here: Path) -> None:
    write("pyproject.toml", '[tool.flake8-uec]\npreset = "nonsense"\n')
    settings = Resolver(KNOWN, isolated=True, config="missing.toml").settings_for(".")
    assert (settings.root, settings.config, settings.preset) == (str(here), "", ("netra",))
    assert settings.policy.mocks.names


@pytest.mark.parametrize(
    ("name", "header"),
    [("uec.toml", ""), ("uec.toml", "[tool.flake8-uec]\n"), ("pyproject.toml", "[tool.flake8-uec]\n")],
)
def test_a_named_file_holds_for_every_directory(here: Path, name: str, header: str) -> None:
    write("pyproject.toml", "[tool.flake8-uec]\n")
    write(f"ci/{name}", header + 'select = ["UEC2"]\n')
    settings = Resolver(KNOWN, config=f"ci/{name}").settings_for("src")
    assert settings.selection.select == ("UEC2",)
    assert (settings.root, settings.config) == (str(here), str(here / "ci" / name))


@pytest.mark.parametrize("text", ["this is = = no TOML", "[tool.ruff]\nline-length = 80\n", "<<<<<<< ours\n"])
def test_a_file_without_our_name_is_not_ours_to_judge(text: str) -> None:
    assert settings_of(text).preset == ("netra",)


def test_a_directory_called_pyproject_is_no_configuration(here: Path) -> None:
    (here / "pyproject.toml").mkdir()
    assert Resolver(KNOWN).settings_for(".").config == ""


def test_what_cannot_be_a_path_has_settings_too() -> None:
    assert Resolver(KNOWN).settings_for("no\0path").preset == ("netra",)
    assert Resolver(KNOWN).settings_for("x" * 5000).preset == ("netra",)


# --- What wins --------------------------------------------------------------------------------------------


def test_lists_replace_and_extend() -> None:
    settings = settings_of(
        """
        [tool.flake8-uec]
        exclude = ["generated"]
        extend-exclude = ["vendor"]
        extend-test-files = ["checks/**"]
        not-test-files = []
        [tool.flake8-uec.environment]
        extend-exempt = ["conf.py", "shared/isolated_environment.py"]
        [tool.flake8-uec.mocks]
        extend-names = ["flexmock.flexmock"]
        names = ["mock.Mock"]
        """
    )
    assert (settings.files.exclude, settings.files.extend_exclude) == (("generated",), ("vendor",))
    assert settings.policy.test_files[-2:] == ("**/tests/**", "checks/**")
    assert settings.policy.not_test_files == ()
    assert settings.policy.environment.exempt == ("shared/isolated_environment.py", "conf.py")
    assert settings.policy.environment.getter == "shared.isolated_environment.get_env"
    assert settings.policy.mocks.names == ("mock.Mock", "flexmock.flexmock")


def test_a_deprecated_entry_merges_by_name() -> None:
    preset = settings_of("").policy.deprecated
    settings = settings_of(
        """
        [[tool.flake8-uec.deprecated]]
        name = "netra_backend.app.agents.state.DeepAgentState"
        message = "see the guide"
        extend-also = ["legacy.DeepAgentState"]
        codes = { import = "UEC301" }
        [[tool.flake8-uec.deprecated]]
        name = "pkg.old.Old"
        code = "UEC900"
        """
    )
    state, added = settings.policy.deprecated[1], settings.policy.deprecated[-1]
    assert [entry.name for entry in settings.policy.deprecated] == [
        *(entry.name for entry in preset),
        "pkg.old.Old",
    ]
    assert state.also == (*preset[1].also, "legacy.DeepAgentState")
    assert (state.message, state.replacement) == ("see the guide", preset[1].replacement)
    assert (state.code_of("import"), state.code_of("use")) == ("UEC301", "")
    assert added.code_of("call") == "UEC900"


def test_a_deprecated_entry_is_removed_or_written_afresh() -> None:
    settings = settings_of(
        """
        [tool.flake8-uec]
        remove-deprecated = [
            "netra_backend.app.agents.state.DeepAgentState",
            "netra_backend.app.agents.base.interface.ExecutionContext",
        ]
        [[tool.flake8-uec.deprecated]]
        name = "netra_backend.app.agents.state.DeepAgentState"
        code = "UEC901"
        """
    )
    engine, state = settings.policy.deprecated
    assert engine.name.endswith(".ExecutionEngine")
    assert (state.also, state.codes, state.code) == ((), {}, "UEC901")
    assert f'deprecated."{state.name}".also' not in settings.origins


def test_without_a_preset_only_the_project_counts() -> None:
    policy = settings_of('[tool.flake8-uec]\npreset = "none"\nbypass.identifiers = ["skip_auth"]\n').policy
    assert (policy.deprecated, policy.context.name) == ((), "")
    assert policy.bypass.identifiers == ("skip_auth",)


def test_defaults_hold_where_nothing_is_said() -> None:
    settings = settings_of("[tool.flake8-uec]\n")
    assert settings.selection.select == ("UEC",)
    assert settings.files.exclude == DEFAULT_EXCLUDE
    assert settings.files.respect_gitignore and not settings.files.force_exclude


# --- The command line -------------------------------------------------------------------------------------


def test_the_command_line_wins() -> None:
    text = '[tool.flake8-uec]\noutput-format = "json"\nforce-exclude = true\nextend-exclude = ["a"]\n'
    settings = settings_of(
        text,
        output_format="concise",
        force_exclude=False,
        extend_exclude=("b",),
        ignore_noqa=True,
        strict_policy=True,
    )
    assert (settings.output_format, settings.files.force_exclude) == ("concise", False)
    assert settings.files.extend_exclude == ("a", "b")
    assert settings.ignore_noqa and settings.strict_policy


def test_selecting_starts_afresh() -> None:
    text = '[tool.flake8-uec]\nselect = ["UEC1"]\nextend-select = ["UEC103"]\nignore = ["UEC201"]\n'
    selection = settings_of(text, select=("UEC2",)).selection
    assert (selection.select, selection.extend_select, selection.ignore) == (("UEC2",), (), ())


def test_a_short_selector_of_the_command_line_beats_a_long_one_of_the_file() -> None:
    text = '[tool.flake8-uec]\nselect = ["UEC2", "UEC101"]\nextend-select = ["UEC103"]\nignore = ["UEC201"]\n'
    ignoring = settings_of(text, ignore=("UEC1",)).selection
    assert (ignoring.select, ignoring.extend_select, ignoring.ignore) == (("UEC2",), (), ("UEC201", "UEC1"))
    extending = settings_of(text, extend_select=("UEC2",)).selection
    assert (extending.extend_select, extending.ignore) == (("UEC103", "UEC2"), ())
    assert settings_of(text, ignore=("ALL",)).selection.select == ()


def test_patterns_of_the_command_line_are_relative_to_the_working_directory(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("pyproject.toml", '[tool.flake8-uec]\nper-file-ignores = { "a/*.py" = ["UEC1"] }\n')
    folder = here / "we[ird]"
    folder.mkdir()
    monkeypatch.chdir(folder)
    patterns = ("gen/*.py", "conftest.py", "!./keep/x.py", "../up.py", "/etc/*.py")
    overrides = Overrides(per_file_ignores=tuple((pattern, ("UEC1",)) for pattern in patterns), exclude=("b/c",))
    settings = Resolver(KNOWN, overrides).settings_for(".")
    assert settings.root == str(here)
    assert [pattern for pattern, _ in settings.selection.per_file_ignores] == [
        "we[[]ird]/gen/*.py",
        "conftest.py",
        "!we[[]ird]/keep/x.py",
        "up.py",
        os.path.relpath("/etc/*.py", here),
    ]
    assert settings.files.exclude == ("we[[]ird]/b/c",)


def test_patterns_of_the_file_stay_relative_to_the_root() -> None:
    settings = settings_of('[tool.flake8-uec.per-file-ignores]\n"a/*.py" = ["UEC1", "UEC404"]\n"b.py" = ["ALL"]\n')
    assert settings.selection.per_file_ignores == (("a/*.py", ("UEC1", "UEC404")), ("b.py", ("ALL",)))


def test_all_wrong_options_are_told_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        settings_of("", select=("UEX",), per_file_ignores=(("a.py", ("UEC211",)),), output_format="jsn")
    assert str(caught.value).splitlines() == [
        "Unknown rule selector `UEX` in `select` from the CLI; did you mean `UEC`?",
        "Unknown rule selector `UEC211` in `per-file-ignores` from the CLI; did you mean `UEC201`?",
        "unknown output format `jsn`; did you mean `json`?",
    ]


def test_a_code_of_ones_own_can_be_selected() -> None:
    text = '[[tool.flake8-uec.deprecated]]\nname = "pkg.Old"\ncode = "UEC950"\n'
    assert settings_of(text, select=("UEC950",)).selection.select == ("UEC950",)
    assert settings_of(text, ignore=("UEC9",)).selection.ignore == ("UEC9",)


# --- Origins ----------------------------------------------------------------------------------------------


def test_origins_tell_where_each_key_was_set() -> None:
    settings = settings_of(
        """\
        [tool.flake8-uec]
        select = ["UEC1"]
        ignore = ["UEC101"]
        extend-test-files = ["checks/**"]

        [tool.flake8-uec.environment]
        extend-exempt = ["conf.py"]

        [[tool.flake8-uec.deprecated]]
        name = "pkg.Old"
        code = "UEC900"
        """,
        select=("UEC2",),
    )
    origins = settings.origins
    assert origins["select"] == "command line"
    assert origins["ignore"] == "pyproject.toml:3"
    assert origins["test-files"] == "default, pyproject.toml:4"
    assert origins["environment.exempt"] == "preset netra, pyproject.toml:7"
    assert origins['deprecated."pkg.Old".code'] == "pyproject.toml:11"
    assert origins["context.name"] == "preset netra"
    assert "exclude" not in origins
