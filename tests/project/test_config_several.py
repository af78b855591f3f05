"""`[tool.flake8-uec.mocks]`, and `[[tool.flake8-uec.mocks]]`: one table of a kind, and several."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from flake8_uec.model.settings import Settings
from flake8_uec.output.settings import show_settings
from flake8_uec.project.config import Resolver
from flake8_uec.project.memory import settings_key
from flake8_uec.project.policy_check import policy_names
from flake8_uec.project.vocabulary import known

TWO = """\
    [[mocks]]
    name = "plain"
    names = ["unittest.mock.Mock"]
    factory = "lib.Factory"

    [[mocks]]
    name = "http"
    names = ["responses.Mock"]
    factory = "lib.Http"
    code = "UEC910"
    """


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def settings_of(text: str, preset: str = "none") -> Settings:
    Path("uec.toml").write_text(f'preset = "{preset}"\n' + textwrap.dedent(text), "utf-8")
    return Resolver(known(), config="uec.toml").settings_for(".")


def test_the_first_is_the_table_itself_where_there_was_none() -> None:
    policy = settings_of(TWO).policy
    assert (policy.mocks.factory, [one.factory for one in policy.others.mocks]) == ("lib.Factory", ["lib.Http"])


def test_beside_that_of_a_preset_all_are_others() -> None:
    policy = settings_of(TWO, "netra").policy
    assert policy.mocks.factory.startswith("test_framework.")
    assert [one.name for one in policy.others.mocks] == ["plain", "http"]


def test_they_merge_by_name_and_go_by_name() -> None:
    Path("base.toml").write_text(textwrap.dedent(TWO))
    text = 'extend = "base.toml"\nremove-mocks = ["plain"]\n[[mocks]]\nname = "http"\nmessage = "ask"\n'
    policy = settings_of(text).policy
    assert (policy.mocks.name, policy.mocks.message, policy.mocks.code) == ("http", "ask", "UEC910")
    assert policy.others.mocks == ()


def test_a_context_goes_by_its_class() -> None:
    name = "netra_backend.app.services.user_execution_context.UserExecutionContext"
    text = f'[[context]]\nname = "{name}"\nseverity = "warning"\n[[context]]\nname = "lib.Tenant"\n'
    policy = settings_of(text, "netra").policy
    assert policy.context.severity == "warning"
    assert policy.context.identity_fields
    assert [one.name for one in policy.others.context] == ["lib.Tenant"]


def test_settings_show_each_with_its_origin() -> None:
    lines = show_settings(settings_of(TWO)).splitlines()
    assert lines.count("[[mocks]]") == 2
    assert 'factory = "lib.Factory"  # uec.toml:5' in lines
    assert 'factory = "lib.Http"  # uec.toml:10' in lines


def test_names_of_all_are_held_against_the_project_and_count_for_the_cache() -> None:
    settings = settings_of(TWO)
    assert ('mocks."http".factory', "lib.Http") in [*policy_names(settings.policy)]
    assert settings.origins['mocks."http".factory'] == "uec.toml:10"
    other = settings_of(TWO.replace("lib.Http", "lib.Web"))
    assert settings_key(settings, "lint") != settings_key(other, "lint")


def test_own_codes_may_be_selected() -> None:
    assert settings_of('select = ["UEC910"]\n' + textwrap.dedent(TWO)).selection.select == ("UEC910",)
