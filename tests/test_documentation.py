"""What the documents say is so."""

from __future__ import annotations

import configparser
import html
import re
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from flake8_uec.frontends.cli.commands import COMMANDS
from flake8_uec.frontends.cli.main import main
from flake8_uec.frontends.cli.parser import Parser
from flake8_uec.project import toml
from flake8_uec.project.config import Resolver
from flake8_uec.project.session import Session
from flake8_uec.project.vocabulary import known
from flake8_uec.rules import RULES

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
EXAMPLES = ROOT / "examples"
WRITTEN = [README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted(ROOT.glob("docs/*.md"))]
PAGES = [pytest.param(page, id=page.name) for page in WRITTEN]

CANNOT_FIRE = {
    "UEC000",  # a rule that failed
    "UEC005",  # a file that cannot be read
}
"""The codes that no file of the sample project can show."""

CODE = re.compile(r"\bUEC\d{3}\b")
PIECE = re.compile(r'<text class="uec-r\d+" [^>]*\by="([\d.]+)"[^>]*>([^<]*)</text>')
"""A piece of a line in the image: the height of the line, and text."""


def blocks(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def without_blocks(page: Path) -> str:
    """Return the prose of a page."""
    return re.sub(r"^(`{3,})[^\n]*\n.*?^\1$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def lines_of(image: str) -> list[str]:
    """Return the lines of text that an image of a terminal shows; those that are too long for it are wrapped."""
    lines: dict[str, str] = {}
    for height, text in PIECE.findall(image):
        lines[height] = lines.get(height, "") + html.unescape(text).replace("\xa0", " ")
    return list(lines.values())


def without_spaces(text: str) -> str:
    """Return what is left of a text that may be wrapped and indented in any way."""
    return "".join(text.split())


# Commands


def test_the_readme_tells_how_to_try_it_and_how_to_test_it_in_one_command_each() -> None:
    found = [block for block in blocks(README, "sh") if block.startswith("python3 -m venv .venv && ")]
    assert [block.count("\n") for block in found] == [1, 1]
    try_it, test_it = found
    assert try_it.endswith("&& .venv/bin/flake8-uec check examples\n")
    assert test_it.endswith("-m pip install -q -e '.[dev]' && .venv/bin/python -m pytest -q\n")
    assert f"<!-- tests -->\n```sh\n{test_it}" in README.read_text("utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_commands_are_shell(page: Path) -> None:
    script = "\n".join(blocks(page, "sh"))
    done = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_packages_extra_of_the_test_command_exists() -> None:
    project = toml.parse((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "dev" in project["optional-dependencies"]
    assert "flake8-uec" in project["scripts"]


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_options_that_are_named_exist(page: Path) -> None:
    for command, options in re.findall(r"`[^`\n]*\bflake8-uec ([a-z]+)([^`>|\n]*)`", without_blocks(page)):
        assert command in COMMANDS
        parser = Parser("flake8-uec", "")
        import_module(f"flake8_uec.frontends.cli.{command}").add_options(parser)
        assert {word for word in options.split() if word.startswith("-")} <= {*parser._option_string_actions}


def test_the_readme_lists_every_command() -> None:
    (listed,) = (block for block in blocks(README, "text") if "flake8-uec" in block)
    assert re.findall(r"^flake8-uec (\w+)", listed, re.MULTILINE) == sorted(COMMANDS, key=listed.index)


def test_the_image_shows_what_the_command_prints(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    image = (ROOT / "docs" / "output.svg").read_text("utf-8")
    prompt, *expected = lines_of(image)
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(ROOT)
    main(prompt.removeprefix("$ flake8-uec ").split())
    assert without_spaces(capsys.readouterr().out) == without_spaces("".join(expected))


# Configuration


@pytest.mark.parametrize("page", PAGES)
def test_configuration_has_no_mistakes(page: Path, tmp_path: Path) -> None:
    for number, block in enumerate(blocks(page, "toml")):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "pyproject.toml").write_text(block, encoding="utf-8")
        Resolver(known()).settings_for(str(folder))
    for block in blocks(page, "ini"):
        configparser.ConfigParser().read_string(block)


def test_the_readme_shows_a_configuration() -> None:
    assert any("[tool.flake8-uec]" in block for block in blocks(README, "toml"))


# Links, codes and pages


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", without_blocks(page))
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    anchors = {f"#{name}" for name in re.findall(r'<a id="([^"]+)">', page.read_text("utf-8"))}
    files = [target.partition("#")[0] for target in local if target not in anchors]
    assert [name for name in files if not name or not (page.parent / name).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_codes_that_are_named_exist(page: Path) -> None:
    own = {f"UEC{number}" for number in range(900, 1000)}
    assert set(CODE.findall(page.read_text("utf-8"))) - own <= {rule.code for rule in RULES}


def test_the_page_of_rules_is_what_the_command_prints(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["rule", "--all", "--output-format", "markdown"]) == 0
    assert capsys.readouterr().out == (ROOT / "docs" / "rules.md").read_text("utf-8")


def test_the_changelog_begins_with_what_is_unreleased() -> None:
    first, *_ = re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text("utf-8"), flags=re.MULTILINE)[1:]
    assert first.startswith("Unreleased\n")
    assert "\n- " in first


# The sample project


def test_the_sample_project_has_a_finding_of_every_rule() -> None:
    report = Session(Resolver(known()), jobs=1).check([str(EXAMPLES)])
    found = {one.code for one in report.diagnostics}
    assert {rule.code for rule in RULES} - found == CANNOT_FIRE
