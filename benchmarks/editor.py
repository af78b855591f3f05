"""How fast the language server follows what is typed, beside `ruff server` on the same edits.

    python benchmarks/editor.py                      a test file of 3,000 lines that is made up
    python benchmarks/editor.py ROOT FILE [LINE]     a file of yours, typed into below a line

A statement is typed into the middle of the file, key by key, and taken out again. "Seen" is the time from a change to
its findings as a client sees it: reading, waiting for more, linting, writing, and whatever else the machine does.
"Server" is what of that the server itself worked (Linux alone tells). `ruff server` lints with the rules that it has on
by default; the ratio says how far both are from each other, not which does more.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TYPED = '        result = engine.execute(context, "a b")\n        assert result is not None\n'
KEYS_A_SECOND = 12
SERVERS = {
    "flake8-uec": [sys.executable, "-m", "flake8_uec", "server"],
    "ruff": [sys.executable, "-m", "ruff", "server"],
}
METHOD = """
    def test_case_{0}(self):
        \"\"\"Case {0}.\"\"\"
        engine = self.make_engine(user_id="user-{0}", name="engine")
        values = [number * {0} for number in range(10)]
        for value in values:
            if value % 2:
                assert value not in (None, "x", {{"key": value}})
        result = engine.run(values, retries={0})
        assert result.status == "done", result
"""
CLASS = """

class TestCases{0}(SSotBaseTestCase):
    def make_engine(self, user_id, name):
        context = Mock(spec=UserExecutionContext)
        context.user_id = user_id
        return UserExecutionEngine(context, name)
"""
HEAD = """\
from unittest.mock import Mock

from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine
from netra_backend.app.services.user_execution_context import UserExecutionContext
from test_framework.ssot.base_test_case import SSotBaseTestCase
"""


@dataclass
class Figures:
    """Seconds from a change to its findings."""

    opened: float = 0.0
    keys: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)
    memory: float = 0.0


def at(percent: int, seconds: list[float]) -> float:
    """Return what so many percent of some times are not above, in milliseconds."""
    return 1000 * statistics.quantiles(seconds, n=100)[percent - 1]


class Server:
    """A server, and what it says."""

    def __init__(self, command: list[str], root: Path) -> None:
        self._process = subprocess.Popen(
            command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        folder = {"uri": root.as_uri(), "name": root.name}
        self._send("initialize", {"processId": os.getpid(), "capabilities": {}, "workspaceFolders": [folder]}, 1)
        while self._read().get("id") != 1:
            pass
        self._send("initialized", {})

    def _send(self, method: str, params: Any, number: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params} | ({"id": number} if number else {})
        body = json.dumps(message).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        length = 0
        while (line := self._process.stdout.readline().strip()) or not length:
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return dict(json.loads(self._process.stdout.read(length)))

    def findings(self, version: int) -> list[Any]:
        """Wait for the findings of a version."""
        while True:
            message = self._read()
            params = message.get("params")
            if message.get("method") == "textDocument/publishDiagnostics" and params.get("version") == version:
                return list(params["diagnostics"])

    def open(self, uri: str, text: str) -> float:
        started = time.perf_counter()
        document = {"uri": uri, "languageId": "python", "version": 0, "text": text}
        self._send("textDocument/didOpen", {"textDocument": document})
        self.findings(0)
        return time.perf_counter() - started

    def close(self, uri: str) -> None:
        self._send("textDocument/didClose", {"textDocument": {"uri": uri}})

    def change(self, uri: str, version: int, change: dict[str, Any]) -> float:
        started = time.perf_counter()
        which = {"uri": uri, "version": version}
        self._send("textDocument/didChange", {"textDocument": which, "contentChanges": [change]})
        self.findings(version)
        return time.perf_counter() - started

    def worked(self) -> float:
        """Return for how many seconds the server has worked so far; 0 where the system does not say."""
        tasks = Path(f"/proc/{self._process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def memory(self) -> float:
        """Return how much of the memory is the server's own, in MB; 0 where the system does not say."""
        status = Path(f"/proc/{self._process.pid}/status")
        lines = status.read_text().splitlines() if status.exists() else []
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


def keys(line: int) -> Iterator[dict[str, Any]]:
    """Yield the changes of typing a statement at the start of a line, and of taking it out again."""
    row, column = line, 0
    for key in TYPED:
        at = {"line": row, "character": column}
        yield {"range": {"start": at, "end": at}, "text": key}
        row, column = (row + 1, 0) if key == "\n" else (row, column + 1)
    yield {"range": {"start": {"line": line, "character": 0}, "end": {"line": row, "character": 0}}, "text": ""}


def measure(name: str, root: Path, path: Path, line: int, rounds: int) -> Figures:
    """Open a file twice, so that the index is warm, and type into it."""
    figures, uri, text = Figures(), path.as_uri(), path.read_text("utf-8")
    server = Server(SERVERS[name], root)
    server.open(uri, text)
    server.close(uri)
    figures.opened = server.open(uri, text)
    version = 0
    for _ in range(rounds):
        for change in keys(line):
            version += 1
            time.sleep(1 / KEYS_A_SECOND)
            before = server.worked()
            figures.keys.append(server.change(uri, version, change))
            figures.work.append(server.worked() - before)
    figures.memory = server.memory()
    server.end()
    return figures


def made_up(folder: Path) -> Path:
    """Write a test file of 3,000 lines into a copy of the sample project."""
    sample = Path(__file__).parents[1] / "examples"
    subprocess.run(["cp", "-r", f"{sample}/.", str(folder)], check=True)
    classes = [CLASS.format(number) + "".join(map(METHOD.format, range(22))) for number in range(12)]
    path = folder / "tests" / "test_made_up.py"
    path.write_text(HEAD + "".join(classes), "utf-8")
    return path


def middle(path: Path) -> int:
    """Return the 0-based number of a line in the middle, below a statement that is as deep as what is typed."""
    lines = path.read_text("utf-8").splitlines()
    deep = [number for number, line in enumerate(lines) if line[:8].isspace() and line[8:9].strip()]
    whole = [number for number in deep if number + 1 in deep and lines[number].endswith(")")]
    return min(whole or deep, key=lambda number: abs(number - len(lines) // 2)) + 1


def report(path: Path, found: dict[str, Figures]) -> None:
    """Print a row a server, and how far they are from each other."""
    print(f"{path.name}: {len(path.read_text('utf-8').splitlines())} lines, milliseconds a keystroke\n")
    heads = ("server 50%", "95%", "99%", "seen 50%", "95%", "99%", "opening", "MB")
    print(" " * 12 + "".join(f"{head:>12}" for head in heads))
    rows = {name: _figures(one) for name, one in found.items()}
    ours, theirs = rows.values()
    rows["ratio"] = [one / other if other else 0.0 for one, other in zip(ours, theirs, strict=True)]
    for name, row in rows.items():
        print(f"{name:12}" + "".join(f"{value:12.1f}" for value in row))


def _figures(one: Figures) -> list[float]:
    percents = (50, 95, 99)
    times = [at(each, seconds) for seconds in (one.work, one.keys) for each in percents]
    return [*times, 1000 * one.opened, one.memory]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the language server.")
    parser.add_argument("root", nargs="?", type=Path)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("line", nargs="?", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = (options.root or Path(folder)).resolve()
        path = (options.file or made_up(root)).resolve()
        line = middle(path) if options.line is None else options.line
        report(path, {name: measure(name, root, path, line, options.rounds) for name in SERVERS})


if __name__ == "__main__":
    main()
