"""Files that have findings, in batches."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flake8_uec.migration.order import imported, in_order, needs
from flake8_uec.migration.plan import batch_of, digest, make_plan
from flake8_uec.migration.plan_file import decode, encode, read
from flake8_uec.model.diagnostic import Applicability, Diagnostic, Fix, Range
from flake8_uec.model.plan import Share
from flake8_uec.model.policy import Batch, Migration, Policy
from flake8_uec.model.settings import Settings
from flake8_uec.model.source import Position
from flake8_uec.output.plan import render, render_page
from flake8_uec.project.config import Resolver
from flake8_uec.project.mistakes import ConfigError
from flake8_uec.project.vocabulary import known

BATCHES = (Batch(name="first", paths=("tests/core/**",)), Batch(name="second", title="Others", paths=("tests/**",)))


OUTSIDE = (
    '{"flake8-uec-plan": 1, "paths": [], "skipped": [], "batches": [{"name": "a", "title": "", "files": ['
    '{"path": "../x.py", "digest": "", "findings": {}, "needs": []}]}]}'
)


def diagnostic(path: Path, code: str = "UEC901", applicability: Applicability | None = None) -> Diagnostic:
    fix = Fix("Fix", (), applicability) if applicability else None
    return Diagnostic(str(path), code, "name", "message", Range(Position(1, 1), Position(1, 2)), fix=fix)


def settings(root: Path, *skip: str) -> Settings:
    return Settings(root=str(root), policy=Policy(migration=Migration(batches=BATCHES, skip=skip)))


def write(root: Path, name: str, text: str = "") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_preset_puts_files_into_batches_by_path_alone() -> None:
    batches = Resolver(known(), isolated=True).settings_for(".").policy.migration.batches
    expected = {
        "tests/mission_critical/test_a.py": "P0",
        "backend/tests/unit/golden_path/test_a.py": "P0",
        "tests/unit/websocket_golden_path/test_a.py": "P0",
        "backend/tests/integration/test_agent_websocket_events.py": "P0",
        "backend/tests/unit/websocket_core/test_agent_websocket_bridge_unit.py": "P0",
        "backend/tests/websocket/test_scoping.py": "P0",
        "backend/tests/integration/agents/test_a.py": "P1",
        "tests/security/test_a.py": "P1",
        "tests/e2e/integration/test_a.py": "P2",
        "backend/tests/unit/agents/test_a.py": "P3",
        "backend/app/websocket_events.py": "P3",
    }
    assert {path: batch_of(path, batches).name for path in expected} == expected


def test_no_batch_of_the_preset_names_a_single_file() -> None:
    batches = Resolver(known(), isolated=True).settings_for(".").policy.migration.batches
    every = [pattern for batch in batches for pattern in batch.paths]
    assert every
    assert all(pattern.endswith("*") and not re.search(r"\.py|test_", pattern) for pattern in every)


def test_batches_hold_files_with_their_findings_and_the_rest_comes_last(tmp_path: Path) -> None:
    core = write(tmp_path, "tests/core/test_a.py", "a = 1\n")
    other, loose = write(tmp_path, "tests/test_b.py"), write(tmp_path, "app.py")
    found = [
        diagnostic(core, "UEC902"),
        diagnostic(core, "UEC901", Applicability.SAFE),
        diagnostic(core, "UEC901", Applicability.UNSAFE),
        diagnostic(other),
        diagnostic(loose),
    ]
    plan = make_plan(found, settings(tmp_path), [str(tmp_path)])
    assert [(batch.name, [file.path for file in batch.files]) for batch in plan.batches] == [
        ("first", ["tests/core/test_a.py"]),
        ("second", ["tests/test_b.py"]),
        ("rest", ["app.py"]),
    ]
    first = next(plan.files)
    assert first.findings == {"UEC901": Share(safe=1, unsafe=1), "UEC902": Share(manual=1)}
    assert first.digest == digest(b"a = 1\n")


def test_what_is_skipped_is_told_with_the_reason(tmp_path: Path) -> None:
    files = [write(tmp_path, name) for name in ("tests/a.py", "tests/old/b.py", "tests/c.py", "notes.md")]
    chosen = settings(tmp_path, "tests/old")
    plan = make_plan(map(diagnostic, files), chosen, ["."], ["tests/c.py"])
    assert [file.path for file in plan.files] == ["tests/a.py"]
    assert [(one.path, one.reason) for one in plan.skipped] == [
        ("notes.md", "no Python file"),
        ("tests/c.py", "--skip"),
        ("tests/old/b.py", "migration.skip"),
    ]


def test_helpers_come_before_their_users(tmp_path: Path) -> None:
    write(tmp_path, "tests/core/a.py", "from . import z\nfrom tests.core.y import (\n    name,\n)\n")
    write(tmp_path, "tests/core/y.py", "import tests.core.z as other\n")
    write(tmp_path, "tests/core/z.py")
    write(tmp_path, "tests/core/conftest.py")
    found = [diagnostic(path) for path in tmp_path.rglob("*.py")]
    files = make_plan(found, settings(tmp_path), ["."]).batches[0].files
    assert [Path(file.path).name for file in files] == ["conftest.py", "z.py", "y.py", "a.py"]
    assert [Path(one).name for one in files[3].needs] == ["conftest.py", "y.py", "z.py"]


def test_circle_of_imports_has_an_order() -> None:
    circle = {"a": ("b",), "b": ("c",), "c": ("a",), "d": ("a",)}
    assert in_order(circle) == ["c", "b", "a", "d"]
    chain = {f"{number:05}": (f"{number + 1:05}",) for number in range(5000)} | {"05000": ()}
    assert in_order(chain)[0] == "05000"


def test_imports_of_every_form() -> None:
    text = "import a, b.c as d\nfrom .x import y\nfrom .. import z  # w\n    from q import (\n  r,\n  s as t)\n"
    found = {*imported(text, "p.q.m", is_package=False)}
    assert {"a", "b.c", "p.q.x.y", "p.z", "q.r", "q.s"} <= found
    assert "p.w" not in found


def test_package_needs_and_paths_without_a_module() -> None:
    texts = {"p/__init__.py": "from .m import x", "p/m.py": "", "not-a-module.py": "import p.m"}
    names = {"p/__init__.py": "p", "p/m.py": "p.m", "not-a-module.py": ""}
    assert needs(texts, names.__getitem__, texts.__getitem__) == {
        "p/__init__.py": ("p/m.py",),
        "p/m.py": (),
        "not-a-module.py": ("p/__init__.py", "p/m.py"),
    }


def test_file_of_a_plan_gives_the_plan(tmp_path: Path) -> None:
    write(tmp_path, "tests/conftest.py")
    found = [diagnostic(write(tmp_path, "tests/b.py")), diagnostic(tmp_path / "tests/conftest.py")]
    plan = make_plan(found, settings(tmp_path), ["."], ["tests/x"])
    assert decode(encode(plan), "plan.json") == plan
    assert encode(make_plan(found[::-1], settings(tmp_path), ["."], ["tests/x"])) == encode(plan)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "not a plan"),
        ("[]", "not a plan"),
        ('{"flake8-uec-plan": 2}', "another flake8-uec"),
        ('{"flake8-uec-plan": 1, "batches": [{}]}', "not a plan"),
        (OUTSIDE, "leads out"),
    ],
)
def test_file_that_is_no_plan_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    path = write(tmp_path, "plan.json", text)
    with pytest.raises(ConfigError, match=problem):
        read(str(path))
    with pytest.raises(ConfigError, match="cannot be read"):
        read(str(tmp_path / "missing.json"))


def test_tables(tmp_path: Path) -> None:
    found = [diagnostic(write(tmp_path, "tests/__init__.py"), "UEC901", Applicability.SAFE)]
    found.append(diagnostic(write(tmp_path, "tests/old.py")))
    plan = make_plan(found, settings(tmp_path, "*old*"), ["."])
    assert "".join(render(plan, files=True)) == (
        "Batch   Files  Findings  Safe  Unsafe  Manual  Rules\n"
        "second      1         1     1       0       0  UEC901 1\n"
        "Total       1         1     1       0       0\n"
        "\nsecond: Others\n"
        "   File               Findings  Safe  Unsafe  Manual  Rules\n"
        "1  tests/__init__.py         1     1       0       0  UEC901 1\n"
        "\nSkipped 1 file:\n"
        "  tests/old.py: 1 findings (migration.skip)\n"
    )
    assert "| 1 | tests/\\_\\_init\\_\\_.py | 1 | 1 | 0 | 0 | UEC901 1 |\n" in "".join(render_page(plan))
