"""Linted code is never imported or run: modules that would leave a mark lie wherever one could be taken up."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.frontends.conftest import write
from tests.frontends.lsp.test_robustness import Pipe

SCRIPT = (str(Path(sys.executable).with_name("flake8-uec")),)
MODULE = (sys.executable, "-m", "flake8_uec")

TAKEN = (
    *(
        "argparse",
        "ast",
        "bisect",
        "copy",
        "dataclasses",
        "datetime",
        "difflib",
        "fnmatch",
        "glob",
        "hashlib",
        "inspect",
    ),
    *("json", "multiprocessing", "pickle", "random", "shutil", "string", "tempfile", "textwrap", "tokenize", "tomllib"),
    *("traceback", "typing", "astroid", "lsprotocol", "pathspec", "pygls", "rich", "tomli", "six", "numpy", "plotly"),
    *("conftest", "setup", "sitecustomize", "usercustomize"),
)
"""Names that the linter, or Python itself, imports; a file of linted code may have any of them."""

PYPROJECT = """\
[project]
name = "marked"

[tool.flake8-uec]
preset = ["netra", "acme:policy.toml"]
select = ["ALL"]

[[tool.flake8-uec.deprecated]]
name = "lib.old.Old"
replacement = "lib.new.Fresh"
code = "UEC900"
"""

FILES = {
    "pyproject.toml": PYPROJECT,
    "lib/__init__.py": "",
    "lib/old.py": "class Old: ...\n",
    "lib/new.py": "class Fresh: ...\n",
    "lib/bases.py": "class Base: ...\ndef make():\n    return Base\n",
    "test_framework/__init__.py": "",
    "test_framework/ssot/__init__.py": "",
    "test_framework/ssot/base_test_case.py": "class SSotBaseTestCase: ...\n",
    "tests/__init__.py": "",
    "tests/conftest.py": "",
    "tests/test_cart.py": "import numpy, six\nfrom lib import bases\nfrom lib.old import Old\n\n\n"
    "class TestCart(bases.make(), numpy.array([1]).kind, six.x()):\n    def test_a(self): return Old()\n\n\n"
    "class TestPlain(bases.make()):\n    def test_b(self): ...\n",
}
"""Classes whose bases astroid is asked for, a deprecated name whose fix looks at other modules, and tests."""


@pytest.fixture
def marked(tmp_path: Path, environment: dict[str, str]) -> Path:
    """Return a repository whose every module, once run, leaves its name in the file `ran` beside it."""
    root, mark = tmp_path / "project", f"open({str(tmp_path / 'ran')!r}, 'a').write(__file__ + '\\n')\n"
    taken = {f"{name}.py": "" for name in TAKEN}
    write(root, {name: code + mark * name.endswith(".py") for name, code in {**FILES, **taken}.items()})
    installed = {"acme/__init__.py": mark, "acme/policy.toml": 'extend-test-files = ["checks/**"]\n'}
    write(tmp_path / "installed", installed)
    environment = {**environment, "PYTHONPATH": str(tmp_path / "installed")}
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "Begin"]):
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *identity, *arguments], cwd=root, env=environment, check=True)
    return root


def run(root: Path, environment: dict[str, str], command: Sequence[str]) -> str:
    """Run a command in the repository, and return what it printed, once nothing has left a mark."""
    environment = {**environment, "PYTHONPATH": str(root.parent / "installed")}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert not (root.parent / "ran").exists(), f"{command}: {(root.parent / 'ran').read_text()}"
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


COMMANDS = [
    ("check", "--no-cache", "-j", "2"),
    ("check", "--no-cache", "--fix", "--unsafe-fixes", "--diff"),
    ("init", "-o", "-"),
    ("explain", "tests/test_cart.py:7"),
    ("plan", "-o", "-"),
    ("report",),
    ("history",),
    ("check", "--no-cache", "--add-noqa"),
]


@pytest.mark.parametrize("start", [SCRIPT, MODULE], ids=["script", "module"])
def test_no_command_runs_it(marked: Path, environment: dict[str, str], start: Sequence[str]) -> None:
    for command in COMMANDS:
        run(marked, environment, [*start, *command])


def test_what_the_commands_were_given_is_taken_up(marked: Path, environment: dict[str, str]) -> None:
    """The mark is sound, astroid is asked, the package's policy is read, and there is a fix to make."""
    told = run(marked, environment, [*SCRIPT, "check", "--no-cache", "--show-unresolved"])
    assert "UEC900" in told
    assert "UEC401" in told
    assert "checks/**" in run(marked, environment, [*SCRIPT, "check", "--show-settings", "tests"])
    assert "+from lib.new import Fresh" in run(
        marked, environment, [*SCRIPT, "check", "--fix", "--unsafe-fixes", "--diff"]
    )
    subprocess.run([sys.executable, "-c", "import numpy"], cwd=marked, check=True)
    assert (marked.parent / "ran").read_text() == f"{marked / 'numpy.py'}\n"


@pytest.mark.parametrize("start", [SCRIPT, MODULE], ids=["script", "module"])
def test_a_migration_does_not_run_it(marked: Path, environment: dict[str, str], start: Sequence[str]) -> None:
    plan = str(marked.parent / "plan.json")
    run(marked, environment, [*start, "plan", "-o", plan])
    assert "tests/test_cart.py" in run(marked, environment, [*start, "migrate", "--plan", plan, "--dry-run"])


def test_flake8_does_not_run_it(marked: Path, environment: dict[str, str]) -> None:
    script = str(Path(sys.executable).with_name("flake8"))
    assert "UEC900" in run(marked, environment, [script, "--select", "UEC", "-j", "2"])


@pytest.mark.parametrize("start", [SCRIPT, MODULE], ids=["script", "module"])
def test_the_language_server_does_not_run_it(marked: Path, environment: dict[str, str], start: Sequence[str]) -> None:
    pipe = Pipe(marked, {**environment, "PYTHONPATH": str(marked.parent / "installed")}, start)
    with pipe.server:
        pipe.begin()
        name = "tests/test_cart.py"
        uri = pipe.open(name, (marked / name).read_text())
        assert {one["code"] for one in pipe.findings(uri, 2)} >= {"UEC401", "UEC900"}
        pipe.server.kill()
    assert not (marked.parent / "ran").exists(), (marked.parent / "ran").read_text()
