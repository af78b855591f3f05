"""The plugin inside the real flake8."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from flake8_uec.engine.lint import Linter
from flake8_uec.model.settings import Settings
from flake8_uec.model.source import Source
from flake8_uec.project.worker import Worker
from tests.frontends.running_flake8 import Found, flake8, run

EXAMPLES = Path(__file__).parents[2] / "examples"
IMPORT = "from netra_backend.app.agents.state import DeepAgentState\n"
CONFLICT = f"import os\n<<<<<<< HEAD\n{IMPORT}=======\nimport sys\n>>>>>>> theirs\n"
JOBS = {
    "one process": (["-j1"], ""),
    "fork": (["-j2"], "import multiprocessing; multiprocessing.set_start_method('fork')"),
    "spawn": (["-j2"], "import multiprocessing; multiprocessing.set_start_method('spawn')"),
    "forkserver": (["-j2"], "import multiprocessing; multiprocessing.set_start_method('forkserver')"),
}


def write(directory: Path, **files: str | bytes) -> None:
    """Write modules by name."""
    for name, text in files.items():
        (directory / f"{name}.py").write_bytes(text if isinstance(text, bytes) else text.encode())


# Both faces


@pytest.fixture(scope="module")
def of_the_command() -> list[Found]:
    done = run(EXAMPLES, "-m", "flake8_uec", "check", "--ignore-noqa", "--output-format", "json", ".")
    places = [(one["filename"], one["location"], one["code"]) for one in json.loads(done.output)]
    return [
        Found(Path(name).relative_to(EXAMPLES).as_posix(), at["row"], at["column"], code)
        for name, at, code in places
        if code != "UEC002"
    ]


@pytest.mark.parametrize(("args", "before"), JOBS.values(), ids=JOBS)
def test_finds_what_the_command_finds(of_the_command: list[Found], args: list[str], before: str) -> None:
    result = flake8(EXAMPLES, "--select", "UEC", "--disable-noqa", *args, ".", before=before)
    assert sorted(one for one in result.found if one.code != "E999") == sorted(of_the_command)
    assert result.codes.count("E999") == 2
    assert (result.exit_code, result.errors) == (1, "")


@pytest.mark.parametrize("path", sorted(EXAMPLES.rglob("*.py")), ids=lambda path: path.name)
def test_the_tree_of_flake8_gives_the_same_as_parsing_anew(worker: Worker, path: Path) -> None:
    linter = worker.linter(worker.settings_of(str(path)))
    source = Source.from_bytes(path.read_bytes(), str(path), path.relative_to(EXAMPLES).as_posix())
    try:
        tree = ast.parse(source.text)
    except SyntaxError:
        pytest.skip("flake8 has no tree of it")
    before = ast.dump(tree, include_attributes=True)
    assert linter.lint(source, tree) == linter.lint(source)
    assert ast.dump(tree, include_attributes=True) == before
