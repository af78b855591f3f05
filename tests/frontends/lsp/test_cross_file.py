"""Open files follow each other, and the settings."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from lsprotocol import types

from tests.frontends.conftest import OLD_USER, PYPROJECT, write
from tests.frontends.lsp.conftest import Editor, Opened

pytestmark = pytest.mark.asyncio

POLICY = """\
[tool.flake8-uec]
preset = "none"
select = ["UEC401"]

test-files = ["tests/**"]

[tool.flake8-uec.bases]
names = ["base.TheBase"]
"""


async def until(editor: Editor, uri: str, expected: list[str]) -> None:
    """Wait for what a change elsewhere makes of a document."""
    for _ in range(100):
        if (found := await editor.codes(uri)) == expected:
            return
        await asyncio.sleep(0.05)
    assert found == expected


@pytest.fixture
def tests(tmp_path: Path) -> Path:
    """A project whose tests inherit from a base by way of a module of their own."""
    write(
        tmp_path / "tested",
        {
            "pyproject.toml": POLICY,
            "base.py": "class TheBase: ...\n",
            "middle.py": "from base import TheBase\n\n\nclass Middle(TheBase): ...\n",
            "tests/test_it.py": (
                "from middle import Middle\n\n\nclass TestIt(Middle):\n    def test_it(self):\n        assert True\n"
            ),
        },
    )
    return tmp_path / "tested"


async def test_an_open_test_follows_the_base_that_is_being_changed(editor: Opened, tests: Path) -> None:
    async with editor(tests) as one:
        test, middle = one.open("tests/test_it.py"), one.open("middle.py")
        assert await one.codes(test) == []
        one.type(middle, "object", 3, 13, 20)
        await until(one, test, ["UEC401"])
        assert one.client.diagnostic_refresh_count >= 1
        one.type(middle, "TheBase", 3, 13, 19)
        await until(one, test, [])


async def test_an_editor_that_does_not_ask_is_sent_what_follows(editor: Opened, tests: Path) -> None:
    async with editor(tests, pulls=False) as one:
        test = one.open("tests/test_it.py")
        assert list((await one.sent()).diagnostics) == []
        middle = one.open("middle.py")
        await one.sent()
        one.type(middle, "object", 3, 13, 20)
        sent = [await one.sent(), await one.sent()]
        assert {(found.uri, len(found.diagnostics)) for found in sent} == {(middle, 0), (test, 1)}


async def test_what_was_not_saved_is_forgotten_with_its_document(editor: Opened, tests: Path) -> None:
    async with editor(tests) as one:
        test, middle = one.open("tests/test_it.py"), one.open("middle.py", "class Middle: ...\n")
        await until(one, test, ["UEC401"])
        one.close(middle)
        await until(one, test, [])


async def test_open_files_follow_the_disk(editor: Opened, tests: Path) -> None:
    async with editor(tests) as one:
        test = one.open("tests/test_it.py")
        assert await one.codes(test) == []
        (tests / "middle.py").write_text("class Middle: ...\n")
        one.changed_on_disk("middle.py")
        await until(one, test, ["UEC401"])


async def test_the_configuration_is_read_again(editor: Opened, project: Path) -> None:
    async with editor() as one:
        uri = one.open("user.py")
        assert len(await one.codes(uri)) == 2
        (project / "pyproject.toml").write_text(PYPROJECT.replace("lib.old.Old", "lib.old.Other"))
        one.changed_on_disk("pyproject.toml")
        assert await one.codes(uri) == []


async def test_what_the_configuration_extends_is_read_again(editor: Opened, project: Path) -> None:
    table, _, entry = PYPROJECT.partition("[[")
    (project / "pyproject.toml").write_text(table + 'extend = "shared.toml"\n')
    (project / "shared.toml").write_text(entry.replace("tool.flake8-uec.deprecated]]", "[[deprecated]]"))
    async with editor() as one:
        uri = one.open("user.py")
        assert len(await one.codes(uri)) == 2
        (project / "shared.toml").write_text("")
        one.changed_on_disk("shared.toml")
        assert await one.codes(uri) == []
        patterns = {watcher["globPattern"] for watcher in one.watched[0].register_options["watchers"]}  # type: ignore[index]
        assert "**/shared.toml" in patterns


async def test_the_server_asks_to_be_told_of_settings_and_sources(editor: Opened) -> None:
    async with editor() as one:
        for _ in range(100):
            if one.watched:
                break
            await asyncio.sleep(0.05)
        patterns = {watcher["globPattern"] for watcher in one.watched[0].register_options["watchers"]}  # type: ignore[index]
        assert {"**/pyproject.toml", "**/.flake8-uec-baseline.jsonl", "**/*.py"} <= patterns


async def test_a_client_that_tells_nothing_is_followed_when_it_saves(editor: Opened, project: Path) -> None:
    async with editor() as one:
        uri = one.open("user.py")
        assert len(await one.codes(uri)) == 2
        (project / "pyproject.toml").write_text(PYPROJECT.replace("lib.old.Old", "lib.old.Other"))
        one.client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri)))
        assert await one.codes(uri) == []


async def test_a_wrong_configuration_is_told_in_its_own_file(editor: Opened, project: Path) -> None:
    (project / "pyproject.toml").write_text(PYPROJECT + "cod = 1\n")
    async with editor() as one:
        uri = one.open("user.py")
        assert await one.codes(uri) == []
        (told,) = one.client.diagnostics[one.uri("pyproject.toml")]
        assert (told.range.start.line, told.message) == (7, "deprecated[0].cod: unknown key; did you mean `code`?")
        assert "cannot be used" in one.client.messages[-1].message
        (project / "pyproject.toml").write_text(PYPROJECT)
        one.changed_on_disk("pyproject.toml")
        assert len(await one.codes(uri)) == 2
        assert list(one.client.diagnostics[one.uri("pyproject.toml")]) == []


async def test_the_settings_of_the_editor_are_asked_for(editor: Opened) -> None:
    async with editor(asked={"ignore": ["UEC900"]}) as one:
        await until(one, one.open("user.py"), [])


async def test_a_wrong_setting_is_told_and_left_out(editor: Opened) -> None:
    async with editor(settings={"ignore": "UEC900", "selct": []}) as one:
        assert len(await one.codes(one.open("user.py", OLD_USER))) == 2
        told = [message.message for message in one.client.messages]
        assert told == [
            "`flake8-uec.ignore`: expected a list of codes",
            "`flake8-uec.selct`: unknown setting; did you mean `select`?",
        ]


async def test_an_editor_is_told_to_ask_again_only_where_there_is_news(editor: Opened, tests: Path) -> None:
    async with editor(tests) as one:
        test, middle = one.open("tests/test_it.py"), one.open("middle.py")
        assert await one.codes(test) + await one.codes(middle) == []
        before = one.client.diagnostic_refresh_count
        one.type(middle, "  # only words", 3, 26)
        await asyncio.sleep(0.6)
        assert one.client.diagnostic_refresh_count == before
