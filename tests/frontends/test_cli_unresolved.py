"""`--show-unresolved`: what could not be decided, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frontends.conftest import Run, write

TEST = "    def test_total(self): ...\n"
CONCISE = ("--output-format", "concise", "-q")
CODE = (
    "from shop.gone import Missing\n"
    "from shop.made import Made, make\n"
    f"class TestMissing(Missing):\n{TEST}"
    f"class TestCall(make(1)):\n{TEST}"
    f"class TestHeir(Made):\n{TEST}"
    f"class TestPlain:\n{TEST}"
    "class NoTests(Missing): ...\n"
)
SAID = """\
tests/test_cart.py:3:19: UEC401 not decided: base `Missing` of `TestMissing` is defined nowhere: the project has no \
`shop.gone.Missing`
tests/test_cart.py:5:16: UEC401 not decided: base `make(1)` of `TestCall` is an expression
tests/test_cart.py:7:7: UEC401 not decided: `TestHeir` inherits from a class of which a base is `shop.made.base`, \
whose value cannot be told
"""
PYPROJECT = """\
[tool.flake8-uec]
select = ["UEC401"]

[tool.flake8-uec.bases]
names = ["shop.base.Base"]
"""
FOUND = """\
tests/test_cart.py:9:7: UEC401 Test class `TestPlain` is outside the test base; inherit from `Base`
"""


@pytest.fixture
def undecided(tmp_path: Path) -> Path:
    files = {
        "pyproject.toml": PYPROJECT,
        "shop/__init__.py": "",
        "shop/base.py": "class Base: ...\n",
        "shop/gone.py": "",
        "shop/made.py": "base = vars()['x']\ndef make(of):\n    return of\nclass Made(base): ...\n",
        "tests/test_cart.py": CODE,
    }
    write(tmp_path / "shop", files)
    return tmp_path / "shop"


def test_each_class_and_why(run: Run, undecided: Path) -> None:
    plain = run("check", "tests", *CONCISE, cwd=undecided)
    done = run("check", "tests", "--show-unresolved", *CONCISE, cwd=undecided)
    assert done.stderr == SAID
    assert plain.stderr == ""
    assert (done.stdout, done.returncode) == (plain.stdout, plain.returncode) == (FOUND, 1)


def test_standard_input_and_the_name_that_it_is_given(run: Run, undecided: Path) -> None:
    options = ("--show-unresolved", *CONCISE, "--stdin-filename", "tests/test_cart.py", "-")
    assert run("check", *options, cwd=undecided, input=CODE).stderr == SAID


def test_it_obeys_selection_and_suppression(run: Run, undecided: Path) -> None:
    write(undecided, {"tests/test_cart.py": CODE.replace("(Missing):\n", "(Missing):  # noqa: UEC401\n")})
    done = run("check", "tests", "--show-unresolved", cwd=undecided)
    assert done.stderr == "".join(SAID.splitlines(keepends=True)[1:])
    assert run("check", "tests", "--show-unresolved", "--select", "UEC404", cwd=undecided).stderr == ""


def test_many_files_say_the_same(run: Run, undecided: Path) -> None:
    write(undecided, {f"tests/test_{at}.py": CODE for at in range(70)})
    one, many = (run("check", "tests", "--show-unresolved", "-q", "-j", jobs, cwd=undecided).stderr for jobs in "13")
    assert one == many
    assert one.count("not decided") == 71 * 3
