"""What the server says and answers, over its pipes."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.frontends.conftest import OLD_USER, write
from tests.frontends.lsp.conftest import Opened

pytestmark = pytest.mark.asyncio


async def test_findings_are_sent_to_an_editor_that_does_not_ask(editor: Opened) -> None:
    async with editor(pulls=False) as one:
        uri = one.open("user.py")
        sent = await one.sent()
        assert (sent.uri, sent.version, [found.code for found in sent.diagnostics]) == (uri, 1, ["UEC900", "UEC900"])
        one.type(uri, "# ", 0, 0)
        one.type(uri, "# ", 2, 0)
        while sent.version != 3:
            sent = await one.sent()
        assert list(sent.diagnostics) == []
        one.close(uri)


async def test_findings_are_given_to_an_editor_that_asks(editor: Opened) -> None:
    async with editor() as one:
        uri = one.open("user.py")
        report = await one.pull(uri)
        assert [found.code for found in report.items] == ["UEC900", "UEC900"]
        again = await one.pull(uri, report.result_id)
        assert (again.kind, again.result_id) == ("unchanged", report.result_id)
        assert one.client.diagnostics == {}


async def test_a_finding_has_all_that_an_editor_can_show(editor: Opened) -> None:
    async with editor() as one:
        uri = one.open("user.py")
        found, _ = await one.found(uri)
        assert found.source == "flake8-uec"
        assert found.range == types.Range(types.Position(0, 20), types.Position(0, 23))
        assert found.severity is types.DiagnosticSeverity.Warning
        assert list(found.tags or ()) == [types.DiagnosticTag.Deprecated]
        assert found.code_description and found.code_description.href.endswith("docs/rules.md#uec9xx")
        assert "use `Fresh` from `lib.new`" in found.message


async def test_positions_are_in_utf_16(editor: Opened) -> None:
    async with editor() as one:
        uri = one.open("user.py", "from lib.old import *\nx = ['\N{GRINNING FACE}é', Old()]\n")
        *_, found = await one.found(uri)
        assert found.range == types.Range(types.Position(1, 12), types.Position(1, 15))
        one.type(uri, "\N{GRINNING FACE}", 1, 8)
        *_, found = await one.found(uri)
        assert found.range == types.Range(types.Position(1, 14), types.Position(1, 17))


async def test_a_cancelled_request_is_answered_as_that(editor: Opened) -> None:
    async with editor() as one:
        uri = one.open("user.py")
        params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
        request = asyncio.create_task(one.client.text_document_diagnostic_async(params))
        await asyncio.sleep(0)
        (number,) = one.client.protocol._request_futures
        one.client.cancel_request(types.CancelParams(number))
        with pytest.raises(JsonRpcException, match="cancel"):
            await request
        assert await one.codes(uri) == ["UEC900", "UEC900"]


async def test_the_cells_of_a_notebook_are_left_alone(editor: Opened) -> None:
    async with editor() as one:
        item = types.TextDocumentItem("vscode-notebook-cell:/x.ipynb#1", "python", 1, OLD_USER)
        one.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        assert await one.codes(item.uri) == []
        assert one.capabilities.notebook_document_sync is None


async def test_the_workspace_is_linted_with_progress_and_in_pieces(editor: Opened, project: Path) -> None:
    write(project, {f"more/user_{number}.py": OLD_USER for number in range(60)})
    values: dict[str, list[Any]] = {"work": [], "part": []}
    async with editor() as one:
        one.client.protocol.fm.features[types.PROGRESS] = lambda params: values[params.token].append(params.value)
        one.open("clean.py", OLD_USER)
        rest = await one.everything(work_done_token="work", partial_result_token="part")
        assert {len(report.items) for report in rest.values()} == {2}
        (part,) = values["part"]
        assert len(part["items"]) + len(rest) == 62
        assert [value["kind"] for value in values["work"]] == ["begin", "report", "end"]
        assert values["work"][1]["message"] == "50/65 files"


async def test_the_workspace_is_told_again_only_where_something_changed(editor: Opened) -> None:
    async with editor() as one:
        first = await one.everything()
        known = {report.uri: report.result_id for report in first.values()}
        again = one.everything(known)
        (one.root / "new_user.py").write_text(OLD_USER)
        one.changed_on_disk("new_user.py", types.FileChangeType.Created)
        reports = await again
        assert {name: report.kind for name, report in reports.items()} == {
            "new_user.py": "full",
            "user.py": "unchanged",
        }


async def test_a_workspace_that_is_not_to_be_linted_is_not(editor: Opened) -> None:
    async with editor(settings={"diagnosticMode": "openFilesOnly"}) as one:
        assert await one.everything() == {}


async def test_hovering_shows_the_page_of_a_rule(editor: Opened) -> None:
    async with editor() as one:
        uri = one.open("user.py", f"{OLD_USER}other = 1  # noqa: UEC201 kept\n")

        async def hover(line: int, character: int) -> str:
            where = types.TextDocumentIdentifier(uri), types.Position(line, character)
            found = await one.client.text_document_hover_async(types.HoverParams(*where))
            return found.contents.value if found else ""  # type: ignore[union-attr]

        assert "# deprecated-name (UEC900)" in await hover(0, 21)
        assert "import of deprecated `lib.old.Old`" in await hover(0, 21)
        assert "# deprecated-engine-import (UEC201)" in await hover(3, 21)
        assert await hover(3, 2) == ""
