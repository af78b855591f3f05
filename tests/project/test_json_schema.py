"""The JSON schema of a configuration: the committed one is today's, and it takes what the reader takes."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from flake8_uec.frontends.cli.main import main
from flake8_uec.project import toml
from flake8_uec.project.config import Resolver
from flake8_uec.project.json_schema import json_schema
from flake8_uec.project.keys import key_pages
from flake8_uec.project.vocabulary import known

ROOT = Path(__file__).parents[2]
SCHEMA = json_schema(known())


def mistakes(text: str) -> list[str]:
    """Return the places that the schema refuses in a configuration."""
    data = json.loads(json.dumps(toml.parse(text), default=date.isoformat))
    table = data.get("tool", {}).get("flake8-uec", data)
    validator = jsonschema.Draft7Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    return [error.json_path for error in validator.iter_errors(table)]


def test_the_committed_schema_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "--schema"]) == 0
    assert capsys.readouterr().out == (ROOT / "docs" / "flake8-uec.schema.json").read_text("utf-8")
    assert main(["config", "--schema", "select"]) == 2


def test_it_is_a_schema_by_draft_7() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)


def test_it_takes_the_preset_and_every_example() -> None:
    pages = [page.read_text("utf-8") for page in (*ROOT.glob("docs/*.md"), ROOT / "README.md")]
    blocks = [one for page in pages for one in re.findall(r"^```toml\n(.*?)^```$", page, re.M | re.S)]
    ours = [block for block in blocks if "[tool.flake8-uec" in block or "#:schema" in block]
    assert ours
    preset = (ROOT / "flake8_uec/presets/netra.toml").read_text("utf-8")
    assert [mistakes(text) for text in (preset, *ours)] == [[]] * (len(ours) + 1)


@pytest.mark.parametrize(
    "text",
    [
        "selct = []",
        "select = 'UEC1'",
        "strict-policy = 1",
        "severity = { UEC4 = 'warn' }",
        "severity = { E501 = 'error' }",
        "mocks = { name = [] }",
        "deprecated = [{ code = 'UEC900' }]",
        "deprecated = [{ name = 'a.B', code = 'UEC101' }]",
        "deprecated = [{ name = 'a.B', codes = { imports = 'UEC900' } }]",
        "deprecated = [{ name = 'a.B', code = 'UEC900', since = 'tomorrow' }]",
        "deprecated = [{ name = 'a.B', code = 'UEC900', where = 'src' }]",
        "preset = 'netr'",
    ],
)
def test_it_refuses_wrong_keys_and_values(text: str) -> None:
    assert len(mistakes(text)) >= 1


def test_it_takes_dates_and_what_stands_for_a_list_of_one() -> None:
    entry = "deprecated = [{ name = 'a.B', code = 'UEC900', since = 2026-12-01, until = '2027-01-01' }]"
    assert mistakes(f"preset = ['netra', 'acme:policy.toml']\nextend = '../x.toml'\n{entry}") == []


def test_it_knows_every_key() -> None:
    def names(table: dict[str, Any]) -> set[str]:
        return set(table["properties"])

    pages = key_pages(Resolver(known(), isolated=True).settings_for("."))
    assert names(SCHEMA) == {page.name for page in pages if "." not in page.name}
