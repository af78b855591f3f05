"""`flake8-uec init`: a policy for a project that has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_uec.project import toml
from tests.frontends.conftest import Run, write

FILES = {
    "shop/__init__.py": "",
    "shop/new.py": "class Basket: ...\n",
    "shop/old.py": (
        "import warnings\nfrom shop.new import Basket\n\n\n"
        "class Cart:\n    def __init__(self):\n"
        "        warnings.warn('Cart is deprecated. Use Basket.', FutureWarning)\n\n"
        "    def add(self):\n        warnings.warn('add is deprecated', DeprecationWarning)\n\n\n"
        "def gone():\n    warnings.warn('gone is deprecated, use shop.nowhere.here', DeprecationWarning)\n"
        "def __getattr__(name):\n    if name == 'Lazy':\n"
        "        warnings.warn('Lazy is deprecated, use Basket', DeprecationWarning)\n"
    ),
    "user.py": "from shop.old import Cart\n\nCart().add()\n",
    "tests/test_cart.py": (
        "from unittest.mock import patch\n\nfrom tests.base import Base\n\n\n"
        + "".join(f"class Test{at}(Base):\n    def test_it(self): ...\n\n\n" for at in range(5))
        + "with patch('shop.new.Basket'), patch('shop.new.Basket'):\n    pass\n"
    ),
    "tests/base.py": "class Base: ...\n",
}
TABLE = """\
[tool.flake8-uec]
# Proposed by `flake8-uec init` from 6 Python files; `flake8-uec config` describes every key.
preset = "none"

# What the test classes inherit from; UEC401 asks it of all of them.
[tool.flake8-uec.bases]
names = [
    "tests.base.Base",  # tests/base.py:1: 5 of 5 test classes
]

# The classes that tests mock most. Where one is to be real, UEC101 and UEC105 find what stands in for it:
# [tool.flake8-uec.context]
# name = "shop.new.Basket"  # shop/new.py:1: 2 patches

# Names that the project itself says are to go, the most used first.

[[tool.flake8-uec.deprecated]]  # shop/old.py:5: warns when it is constructed; 2 uses
name = "shop.old.Cart"
replacement = "shop.new.Basket"
code = "UEC900"

[[tool.flake8-uec.deprecated]]  # shop/old.py:17: its module warns when it is asked for; 0 uses
name = "shop.old.Lazy"
replacement = "shop.new.Basket"
code = "UEC900"

# The same, where no replacement is known: name one, or leave it out and it is to be removed.
#
# [[tool.flake8-uec.deprecated]]  # shop/old.py:13: warns when it is called; 0 uses
# name = "shop.old.gone"
# # replacement = "shop.nowhere.here"  # what it says; whether that takes its place is open
# code = "UEC900"

# Members of classes that are to go. An entry finds one only where it is used through its class.
# shop.old.Cart.add  # shop/old.py:9: warns when it is called; spelled 1 time
"""
LINES = TABLE.splitlines()


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    write(tmp_path / "shop", FILES)
    return tmp_path / "shop"


def test_what_it_proposes_and_where_it_found_it(run: Run, shop: Path) -> None:
    done = run("init", cwd=shop)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "Added [tool.flake8-uec] to pyproject.toml. Look at it, then run `flake8-uec check`.\n"
    assert (shop / "pyproject.toml").read_text() == TABLE


def test_check_reads_it_at_once(run: Run, shop: Path) -> None:
    run("init", cwd=shop)
    done = run("check", "--output-format", "concise", "-q", cwd=shop)
    assert done.stderr == ""
    assert [line.split(" ")[:2] for line in done.stdout.splitlines()] == [
        ["user.py:1:22:", "UEC900"],
        ["user.py:3:1:", "UEC900"],
    ]


def test_what_is_left_open_can_be_taken_in_by_taking_a_mark_away(run: Run, shop: Path) -> None:
    marks = ("[[tool", "[tool", 'name = "', "code", "# replacement")
    lines = [
        line.removeprefix("# ") if line.startswith(tuple(f"# {mark}" for mark in marks)) else line for line in LINES
    ]
    write(shop, {"pyproject.toml": "\n".join(lines)})
    assert len(toml.parse("\n".join(lines))["tool"]["flake8-uec"]["deprecated"]) == 3
    done = run("check", "-q", cwd=shop)
    assert (done.stderr, done.returncode) == ("", 1)


def test_a_file_without_the_table_is_kept_and_added_to(run: Run, shop: Path) -> None:
    for before in (b"[project]\nname = 'shop'", b"\xef\xbb\xbf# \xc3\xa4\r\n[tool.ruff]\r\n", b""):
        (shop / "pyproject.toml").write_bytes(before)
        assert run("init", cwd=shop).returncode == 0
        after = (shop / "pyproject.toml").read_bytes()
        assert after.startswith(before)
        assert toml.parse(after.decode("utf-8-sig"))["tool"]["flake8-uec"]["preset"] == "none"
        assert after.count(b"\r\n") in (0, after.count(b"\n"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool.flake8-uec]\n", "`pyproject.toml` has a [tool.flake8-uec] table already; `init -o -` shows"),
        ("[tool\n", "pyproject.toml: not valid TOML"),
        ("tool = { ruff = {} }\n", "pyproject.toml: not valid TOML"),
    ],
)
def test_what_cannot_be_added_to_stays_as_it_is(run: Run, shop: Path, text: str, message: str) -> None:
    write(shop, {"pyproject.toml": text})
    done = run("init", cwd=shop)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert (shop / "pyproject.toml").read_text() == text
    assert [path.name for path in shop.glob(".flake8-uec*")] == []


def test_standard_output_and_other_files(run: Run, shop: Path) -> None:
    write(shop, {"pyproject.toml": "[tool.flake8-uec]\n"})
    assert run("init", "-o", "-", cwd=shop).stdout == TABLE
    assert run("init", "--output-file", "policy.toml", cwd=shop).returncode == 0
    assert (shop / "policy.toml").read_text() == TABLE
    again = run("init", "-o", "policy.toml", cwd=shop)
    assert (again.returncode, again.stderr) == (2, "error: `policy.toml` exists: `init` overwrites nothing\n")


def test_a_dry_run_writes_nothing(run: Run, shop: Path) -> None:
    assert run("init", "--dry-run", cwd=shop).stdout == TABLE
    assert not (shop / "pyproject.toml").exists()


def test_another_directory_and_many_processes_say_the_same(run: Run, shop: Path) -> None:
    write(shop, {f"more/file{at}.py": "from shop.old import Cart\n" for at in range(70)})
    one, many = (run("init", str(shop), "-o", "-", "-j", jobs).stdout for jobs in "12")
    assert one == many
    assert "72 uses" in one


def test_a_path_that_is_no_directory(run: Run) -> None:
    done = run("init", "user.py")
    assert (done.returncode, done.stderr) == (2, "error: `user.py` is no directory: name the root of a project\n")


def test_a_project_that_says_nothing(run: Run, tmp_path: Path) -> None:
    assert run("init", str(tmp_path), "-o", "-").stdout.count("\n") == 4


def test_a_project_that_says_nothing_of_itself_is_told_how(tmp_path: Path, run: Run) -> None:
    root = tmp_path / "stranger"
    write(root, {"shop/__init__.py": "", "shop/cart.py": "import shop\n"})
    hint = "no configuration, and no name of the preset `netra` is this project's: `flake8-uec init` writes one"
    done = run("check", "--no-cache", cwd=root)
    assert (done.returncode, done.stdout, done.stderr) == (0, "All checks passed!\n", f"warning: {hint}\n")
    assert hint not in run("check", "--no-cache", "shop/cart.py", cwd=root).stderr
    write(root, {"pyproject.toml": '[tool.flake8-uec]\npreset = "none"\n'})
    assert run("check", "--no-cache", cwd=root).stderr == ""
