"""What is remembered between runs: whatever changes, a run with a cache says what one without says."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flake8_uec.project import looks
from flake8_uec.project.caches import Caches
from flake8_uec.project.config import Resolver
from flake8_uec.project.disk import Disk
from flake8_uec.project.places import DIRECTORY
from flake8_uec.project.session import Report, Session
from flake8_uec.project.vocabulary import known

POLICY = """\
[tool.flake8-uec]
preset = "none"
select = ["UEC"]
[[tool.flake8-uec.deprecated]]
code = "UEC901"
name = "shop.old.Cart"
[tool.flake8-uec.bases]
names = ["shop.testing.Base"]
"""

VARIANTS: dict[str, tuple[str | None, ...]] = {
    "shop/__init__.py": ("", "from shop.old import Cart\n", "from shop.new import *\n"),
    "shop/old.py": ("class Cart: ...\n", "# moved\n\n\nclass Cart: ...\n", "", None),
    "shop/new.py": ("from shop.old import Cart as Basket\n", "class Basket: ...\n", "Basket = (\n", None),
    "shop/testing.py": ("class Base: ...\n", "class Base:\n    def setup(self): ...\n", "Base = object()\n", None),
    "shop/own.py": ("from shop.testing import Base\nclass Own(Base): ...\n", "class Own: ...\n", None),
    "use.py": ("from shop import Cart\n", "from shop.new import Basket\nBasket()\n", "import shop\nshop.Cart()\n"),
    "tests/test_use.py": (
        "from shop.own import Own\nclass TestUse(Own):\n    def test_it(self): ...\n",
        "from shop.gone import Own\nclass TestUse(Own):\n    def test_it(self): ...\n",
        "from use import *\nclass TestUse:\n    def test_it(self): Basket()\n",
    ),
    "pyproject.toml": (POLICY, POLICY + "[tool.pytest.ini_options]\npython_classes = ['Check']\n"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    monkeypatch.chdir(root)
    start()
    return root


def start() -> None:
    for name, variants in VARIANTS.items():
        put(name, variants[0])


def put(name: str, text: str | None) -> None:
    path = Path(name)
    if text is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)


def check(*, is_on: bool = True, paths: tuple[str, ...] = (".",)) -> Report:
    return Session(Resolver(known()), 1, Caches(is_on=is_on)).check(paths)


def found(report: Report) -> list[object]:
    return [*report.diagnostics, *report.undecided, *report.excused, report.held]


def said(*, is_on: bool = True, paths: tuple[str, ...] = (".",)) -> list[object]:
    return found(check(is_on=is_on, paths=paths))


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let what was written be old enough to be told by its time."""
    monkeypatch.setattr(looks, "SETTLED", 20_000_000)
    return lambda: time.sleep(0.03)


def reading(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note which Python files are read from now on."""
    read: list[str] = []
    original = Disk.read

    def noted(disk: Disk, path: str) -> bytes:
        if path.endswith(".py"):
            read.append(path)
        return original(disk, path)

    monkeypatch.setattr(Disk, "read", noted)
    return read


EDITS = st.lists(
    st.sampled_from(sorted(VARIANTS)).flatmap(lambda name: st.tuples(st.just(name), st.sampled_from(VARIANTS[name]))),
    min_size=1,
    max_size=5,
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(EDITS, min_size=1, max_size=4), st.sampled_from([(".",), ("tests",), ("use.py", "shop")]))
def test_any_edits_give_what_a_run_without_a_cache_gives(
    rounds: list[list[tuple[str, str | None]]], paths: tuple[str, ...]
) -> None:
    start()
    said()
    for edits in rounds:
        for name, text in edits:
            put(name, text)
        assert said(paths=paths) == said(is_on=False, paths=paths)
        assert said() == said(is_on=False)


def test_a_second_run_reads_no_source(monkeypatch: pytest.MonkeyPatch, settled: Callable[[], None]) -> None:
    settled()
    first = said()
    read = reading(monkeypatch)
    assert said() == first
    assert read == []


def test_what_others_say_of_themselves_decides_not_how(
    monkeypatch: pytest.MonkeyPatch, settled: Callable[[], None]
) -> None:
    settled()
    said()
    put("shop/testing.py", "# a line more\nclass Base: ...\n")
    settled()
    read = reading(monkeypatch)
    said()
    assert {os.path.normpath(path) for path in read} <= {"shop/testing.py", os.path.abspath("shop/testing.py")}


def test_a_base_that_changes_changes_what_its_tests_are() -> None:
    put("shop/own.py", "class Own: ...\n")
    assert "UEC401" in {one.code for one in check().diagnostics}
    put("shop/own.py", "from shop.testing import Base\nclass Own(Base): ...\n")
    assert "UEC401" not in {one.code for one in check().diagnostics}


def test_a_run_from_elsewhere_shows_its_own_paths(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = {one.path for one in check().diagnostics}
    monkeypatch.chdir(project / "tests")
    there = {one.path for one in check(paths=("..",)).diagnostics}
    assert there == {f"../{path}".replace("../tests/", "../tests/") for path in here}
    assert found(check(paths=("..",))) == found(check(is_on=False, paths=("..",)))


def test_fixes_are_those_of_a_run_without_a_cache() -> None:
    said()
    made = [Session(Resolver(known()), 1, Caches(is_on=is_on)).fix(["."]) for is_on in (True, False)]
    assert made[0].pending == made[1].pending
    assert found(made[0].report) == found(made[1].report)


# What may be wrong with a cache


def cache_file() -> Path:
    (file,) = Path(DIRECTORY).glob("*.sqlite")
    return file


@pytest.mark.parametrize("seed", range(30))
def test_a_cache_that_rotted_changes_nothing(seed: int) -> None:
    first = said()
    file, chance = cache_file(), random.Random(seed)
    data = bytearray(file.read_bytes())
    for _ in range(chance.choice([1, 8, 200])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    file.write_bytes(data if seed % 5 else data[: chance.randrange(len(data))])
    assert said() == first
    assert said() == first


@pytest.mark.parametrize("garbage", [b"", b"no database", bytes(5000)])
def test_what_is_no_cache_is_made_anew(garbage: bytes) -> None:
    first = said()
    cache_file().write_bytes(garbage)
    assert said() == first
    assert len(cache_file().read_bytes()) > len(garbage)


def test_a_cache_that_came_with_a_checkout_is_not_believed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said()
    copy = project.parent / "copy"
    shutil.copytree(project, copy)
    file = next((copy / DIRECTORY).glob("*.sqlite"))
    monkeypatch.chdir(copy)
    said()
    ours = [one for one in Path(DIRECTORY).glob("*.sqlite") if one.name != file.name]
    ours[0].write_bytes(file.read_bytes())
    assert said() == said(is_on=False)


def test_a_cache_that_cannot_be_written_is_done_without(project: Path) -> None:
    Path(DIRECTORY).write_text("a file where the directory should be")
    assert said() == said(is_on=False)


def test_a_cache_of_another_linter_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    said()
    before = cache_file().read_bytes()
    monkeypatch.setattr("flake8_uec.project.caches.build", lambda: "another")
    said()
    assert len([*Path(DIRECTORY).glob("*.sqlite")]) == 2
    assert before in [one.read_bytes() for one in Path(DIRECTORY).glob("*.sqlite")]


def test_git_does_not_see_it() -> None:
    said()
    assert Path(DIRECTORY, ".gitignore").read_text() == "*\n"
