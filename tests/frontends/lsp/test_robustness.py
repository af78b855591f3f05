"""What must not bring the server down, and what must."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from tests.frontends.conftest import COMMAND, OLD_USER
from tests.frontends.lsp.conftest import Opened

NO_CLIENT = {"processId": None, "rootUri": None, "capabilities": {}}


class Pipe:
    """A client that writes what it likes."""

    def __init__(self, project: Path, environment: dict[str, str], start: Sequence[str] = COMMAND) -> None:
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.server = subprocess.Popen([*start, "server"], cwd=project, env=environment, **pipes)
        self.root = project

    def write(self, body: bytes) -> None:
        assert self.server.stdin
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.server.stdin.flush()

    def send(self, method: str, params: Any, number: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        self.write(json.dumps(message if number is None else {**message, "id": number}).encode())

    def read(self) -> dict[str, Any]:
        assert self.server.stdout
        length = 0
        while (line := self.server.stdout.readline()) not in (b"\r\n", b""):
            if line.startswith(b"Content-Length:"):
                length = int(line.split()[1])
        return dict(json.loads(self.server.stdout.read(length)))

    def answer(self, number: int) -> dict[str, Any]:
        """Return the answer of a request; what is said in between is passed over."""
        while (message := self.read()).get("id") != number:
            pass
        return message

    def begin(self, **params: Any) -> None:
        self.send("initialize", {**NO_CLIENT, "rootUri": self.root.as_uri(), **params}, 1)
        assert "result" in self.answer(1)
        self.send("initialized", {})

    def open(self, name: str, text: str) -> str:
        uri = (self.root / name).as_uri()
        document = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})
        return uri

    def findings(self, uri: str, number: int) -> list[dict[str, Any]]:
        self.send("textDocument/diagnostic", {"textDocument": {"uri": uri}}, number)
        return list(self.answer(number)["result"]["items"])


@pytest.fixture
def pipe(project: Path, environment: dict[str, str]) -> Iterator[Pipe]:
    made = Pipe(project, environment)
    with made.server:
        yield made
        made.server.kill()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"{", id="no JSON"),
        pytest.param(b"[]", id="no object"),
        pytest.param(b"\xff\xfe", id="no text"),
        pytest.param(b'{"jsonrpc": "2.0"}', id="no method"),
        pytest.param(b'{"jsonrpc": "2.0", "id": {}, "method": "shutdown"}', id="an id that is none"),
        pytest.param(b'{"jsonrpc": "2.0", "method": "textDocument/didOpen"}', id="no parameters"),
        pytest.param(b'{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": 1}', id="wrong parameters"),
    ],
)
def test_a_message_that_is_none_is_passed_over(pipe: Pipe, body: bytes) -> None:
    pipe.begin()
    uri = pipe.open("user.py", OLD_USER)
    pipe.write(body)
    assert len(pipe.findings(uri, 7)) == 2


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("textDocument/hover", {"textDocument": {"uri": 1}, "position": "here"}),
        ("textDocument/codeAction", {}),
        ("workspace/executeCommand", {"command": "flake8-uec.addToBaseline", "arguments": []}),
        ("workspace/executeCommand", {"command": "flake8-uec.addToBaseline", "arguments": ["file:///no", "X", 0, 0]}),
        ("codeAction/resolve", {"title": "x", "data": 1}),
        ("no/such/method", {}),
    ],
)
def test_a_request_that_makes_no_sense_is_answered(pipe: Pipe, method: str, params: Any) -> None:
    pipe.begin()
    pipe.send(method, params, 5)
    assert {"error", "result"} & pipe.answer(5).keys()
    assert len(pipe.findings(pipe.open("user.py", OLD_USER), 7)) == 2


@pytest.mark.parametrize("uri", ["untitled:Untitled-1", "file:///%00.py", "file://", "http://host/x.py", "x.py"])
def test_a_document_that_is_no_file_has_no_findings(pipe: Pipe, uri: str) -> None:
    pipe.begin()
    document = {"uri": uri, "languageId": "python", "version": 1, "text": OLD_USER}
    pipe.send("textDocument/didOpen", {"textDocument": document})
    pipe.send("textDocument/didChange", {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": ""}]})
    assert pipe.findings(uri, 7) == []


def test_edits_beyond_the_text_are_taken_as_at_its_end(pipe: Pipe) -> None:
    pipe.begin()
    uri = pipe.open("user.py", "import os")
    far = {"start": {"line": 70, "character": 0}, "end": {"line": 99, "character": 99}}
    change = {"range": far, "text": "\nfrom lib.old import Old\n"}
    pipe.send("textDocument/didChange", {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [change]})
    (found,) = pipe.findings(uri, 7)
    assert found["range"]["start"] == {"line": 1, "character": 20}


def test_what_parses_of_a_broken_file_has_findings(pipe: Pipe) -> None:
    pipe.begin()
    uri = pipe.open("user.py", f"{OLD_USER}\ndef f(:\n")
    found = pipe.findings(uri, 7)
    assert [one["code"] for one in found] == ["UEC900", "UEC900", "UEC002"]
    assert found[-1]["severity"] == types.DiagnosticSeverity.Error


def test_a_workspace_that_is_deleted_leaves_an_idle_server(pipe: Pipe) -> None:
    pipe.begin()
    uri = pipe.open("user.py", OLD_USER)
    assert len(pipe.findings(uri, 7)) == 2
    shutil.rmtree(pipe.root)
    event = {"uri": (pipe.root / "pyproject.toml").as_uri(), "type": 3}
    pipe.send("workspace/didChangeWatchedFiles", {"changes": [event]})
    folder = {"uri": pipe.root.as_uri(), "name": "gone"}
    pipe.send("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": [folder]}})
    pipe.send("workspace/diagnostic", {"previousResultIds": []}, 8)
    assert pipe.answer(8)["result"]["items"] == []
    assert pipe.findings(uri, 9) == []


def test_the_end_of_input_is_the_end(pipe: Pipe) -> None:
    pipe.begin()
    assert pipe.server.stdin
    pipe.server.stdin.close()
    assert pipe.server.wait(10) == 0


def test_the_server_ends_when_it_is_told_to(pipe: Pipe) -> None:
    pipe.begin()
    pipe.send("shutdown", None, 2)
    assert pipe.answer(2)["result"] is None
    pipe.send("exit", None)
    assert pipe.server.wait(10) == 0


def test_settings_of_other_tools_are_none_of_ours(pipe: Pipe) -> None:
    pipe.begin()
    uri = pipe.open("user.py", OLD_USER)
    pipe.send("workspace/didChangeConfiguration", {"settings": {"python": {}, "ignore": ["UEC900"]}})
    assert len(pipe.findings(uri, 2)) == 2
    pipe.send("workspace/didChangeConfiguration", {"settings": {"ignore": ["UEC900"]}})
    assert pipe.findings(uri, 3) == []


def test_a_code_that_is_none_is_said_to_be_the_editors(pipe: Pipe) -> None:
    pipe.begin(initializationOptions={"select": ["UEX"]})
    pipe.open("user.py", OLD_USER)
    while (told := pipe.read()).get("method") != "window/showMessage":
        pass
    assert "`UEX` in `select` from the editor's settings" in told["params"]["message"]


def test_a_finding_that_is_gone_is_not_added_to_the_baseline(pipe: Pipe) -> None:
    pipe.begin()
    uri = pipe.open("user.py", OLD_USER)
    command = {"command": "flake8-uec.addToBaseline", "arguments": [uri, "UEC900", 7, 0]}
    pipe.send("workspace/executeCommand", command, 2)
    while (told := pipe.read()).get("method") != "window/showMessage":
        pass
    assert "no UEC900 on line 8 any more" in told["params"]["message"]
    assert not [*pipe.root.glob(".flake8-uec-baseline*")]


def test_leaving_without_a_word_is_a_failure(pipe: Pipe) -> None:
    pipe.begin()
    pipe.send("exit", None)
    assert pipe.server.wait(10) == 1


def test_requests_outside_of_a_session_are_refused(pipe: Pipe) -> None:
    hover = {"textDocument": {"uri": (pipe.root / "user.py").as_uri()}, "position": {"line": 0, "character": 0}}
    pipe.send("textDocument/hover", hover, 5)
    assert pipe.answer(5)["error"]["code"] == -32002
    pipe.begin()
    pipe.send("shutdown", None, 2)
    assert pipe.answer(2)["result"] is None
    pipe.send("shutdown", None, 3)
    assert pipe.answer(3)["error"]["code"] == -32600
    pipe.send("exit", None)
    assert pipe.server.wait(10) == 0


def test_a_file_that_is_not_open_is_read_from_the_disk(pipe: Pipe) -> None:
    pipe.begin()
    (pipe.root / "closed.py").write_text(OLD_USER, "utf-8")
    uri = (pipe.root / "closed.py").as_uri()
    assert [one["code"] for one in pipe.findings(uri, 2)] == ["UEC900", "UEC900"]
    assert pipe.findings((pipe.root / "nowhere.py").as_uri(), 3) == []


def test_modules_that_come_and_go_are_noticed_without_a_watcher(pipe: Pipe) -> None:
    """When a file is opened, saved or closed, the server looks whether something has come or gone."""
    pipe.begin()
    user = "from made import Old as New\n"
    uri = pipe.open("taker.py", user)
    assert pipe.findings(uri, 2) == []
    made = pipe.root / "made.py"
    made.write_text(OLD_USER.partition("\n")[0] + "\n", "utf-8")
    pipe.send("textDocument/didSave", {"textDocument": {"uri": uri}})
    found = len(pipe.findings(uri, 3))
    made.unlink()
    pipe.send("textDocument/didSave", {"textDocument": {"uri": uri}})
    assert (found, pipe.findings(uri, 4)) == (1, [])
    unsaved = pipe.open("made.py", OLD_USER.partition("\n")[0] + "\n")
    assert len(pipe.findings(uri, 5)) == 1
    pipe.send("textDocument/didClose", {"textDocument": {"uri": unsaved}})
    assert pipe.findings(uri, 6) == []


@pytest.mark.skipif(os.name != "posix", reason="there is no asking for a process elsewhere")
def test_a_client_that_is_killed_leaves_no_orphan(pipe: Pipe) -> None:
    """The pipes stay open: another process may have inherited them."""
    client = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    pipe.begin(processId=client.pid)
    client.send_signal(signal.SIGKILL)
    client.wait()
    before = time.monotonic()
    assert pipe.server.wait(10) == 1
    assert time.monotonic() - before < 8


@pytest.mark.asyncio
async def test_a_flood_of_changes_ends_with_the_findings_of_the_last(editor: Opened) -> None:
    async with editor() as one:
        uri = one.open("user.py")
        for number in range(200):
            one.type(uri, "#" if number % 2 else "\n", 0, 0)
        one.replace(uri, OLD_USER)
        assert await one.codes(uri) == ["UEC900", "UEC900"]
