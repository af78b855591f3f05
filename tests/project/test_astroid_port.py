"""Bases that only inference tells, and what that must never do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from flake8_uec.project import astroid_port
from flake8_uec.project.astroid_port import bases_of

MODULES = {"shop": ("", True), "shop.bases": ("class Base: ...\ndef make():\n    return Base\n", False)}


def bases(code: str, name: str = "cart") -> list[tuple[str, ...]]:
    """Return what the bases of the last class of some code may be."""
    found = bases_of(name, dedent(code), False, MODULES.get)
    return [*found[max(found)]] if found else []


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("make()", ["shop.bases.Base"]),
        ("{'a': Base}['a']", ["shop.bases.Base"]),
        ("[Base, Local][1]", ["cart.Local"]),
        ("(lambda: Base)()", ["shop.bases.Base"]),
        ("Local.made()", ["cart.Local"]),
        ("type('Made', (Base, Local), {})", ["shop.bases.Base", "cart.Local"]),
        ("inner()", ["cart.inner.<locals>.Inner"]),
        ("type('Made', (), {})", ["builtins.object"]),
        ("gone()", []),
        ("either()", ["shop.bases.Base", "cart.Local"]),
        ("perhaps()", []),
    ],
)
def test_what_a_base_may_be(base: str, expected: list[str]) -> None:
    code = f"""\
        from shop.bases import Base, make
        from elsewhere import gone
        class Local:
            @classmethod
            def made(cls): return cls
        def inner():
            class Inner: ...
            return Inner
        def either(of=None):
            if of: return Base
            return Local
        def perhaps(of=None):
            if of: return Base
            return gone
        class Cart({base}): ...
        """
    assert bases(code) == [tuple(expected)]


def test_an_answer_does_not_depend_on_those_before() -> None:
    code = "from shop.bases import make\nclass Cart(make()): ...\n"
    first = bases_of("cart", code, False, MODULES.get)
    assert bases_of("cart", "from gone import make\nclass Cart(make()): ...\n", False, MODULES.get) == {2: ((),)}
    assert bases_of("cart", code, False, MODULES.get) == first == {2: (("shop.bases.Base",),)}


def test_only_so_many_modules_are_loaded() -> None:
    chain = {f"m{at}": (f"from m{at + 1} import make\n", False) for at in range(40)}
    chain["m40"] = ("class Base: ...\ndef make(): return Base\n", False)
    assert bases_of("a", "from m38 import make\nclass A(make()): ...\n", False, chain.get) == {2: (("m40.Base",),)}
    assert bases_of("a", "from m0 import make\nclass A(make()): ...\n", False, chain.get) == {2: ((),)}


@pytest.mark.parametrize("code", ["class A(\n", "class A(make()): ...\n" + "#" * astroid_port.LONGEST_TEXT])
def test_what_does_not_parse_or_is_too_long(code: str) -> None:
    assert bases_of("a", code, False, MODULES.get) == {}


@pytest.mark.timeout(60, method="thread")  # the other method has the one alarm of the process
def test_an_alarm_ends_in_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def spin(name: str) -> None:
        while True:
            pass

    monkeypatch.setattr(astroid_port, "MOST_SECONDS", 1)
    assert bases_of("a", "from slow import make\nclass A(make()): ...\n", False, spin) == {}


def test_modules_that_import_all_of_each_other() -> None:
    text = "from cart import *\nclass Base: ...\ndef make(): return Base\n"
    code = "from other import *\nclass Cart(make()): ...\n"
    assert bases_of("cart", code, False, {"other": (text, False)}.get) == {2: (("other.Base",),)}


PROJECT = {
    "pyproject.toml": '[tool.flake8-uec]\npreset = "netra"\nselect = ["UEC401"]\n',
    "test_framework/__init__.py": "",
    "test_framework/ssot/__init__.py": "",
    "test_framework/ssot/base_test_case.py": "class SSotBaseTestCase: ...\n",
    "tests/__init__.py": "",
    "tests/plain.py": "class Plain: ...\ndef make():\n    return Plain\n",
}
MARK = "import pathlib\npathlib.Path('ran').write_text('x')\n"


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command with the project on `sys.path`, and tell last whether astroid was imported."""
    code = (
        "import sys, atexit\nsys.path.insert(0, '.')\n"
        "from flake8_uec.frontends.cli.main import main\n"
        "atexit.register(lambda: print('astroid' in sys.modules, file=sys.stderr))\n"
        "main()"
    )
    command = [sys.executable, "-c", code, "check", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, code in PROJECT.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code)
    return tmp_path


def test_it_is_imported_only_where_a_class_asks(project: Path) -> None:
    test = project / "tests/test_cart.py"
    test.write_text("class TestCart:\n    def test_a(self): ...\n")
    done = run(project)
    assert "UEC401" in done.stdout
    assert done.stderr.strip().endswith("False")
    test.write_text("from tests import plain\nclass TestCart(plain.make()):\n    def test_a(self): ...\n")
    done = run(project)
    assert "UEC401" in done.stdout
    assert done.stderr.strip().endswith("True")


def test_linted_code_is_never_run(project: Path) -> None:
    for name in ("numpy.py", "six.py", "_decimal.py", "gi/__init__.py", "marks.py", "elementtree.abi3.so"):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(MARK)
    (project / "tests/test_cart.py").write_text(
        "import numpy, six, _decimal, gi.repository.Gtk, marks\nfrom numpy import ndarray\nfrom six.moves import x\n"
        "class TestCart(marks.make(), numpy.array([1]).ndarray, gi.repository.Gtk.make(), x.y(), [six.A][0]):\n"
        "    def test_a(self): return numpy.linspace(1, 2)\n"
    )
    done = run(project)
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip().endswith("True")
    assert not (project / "ran").exists()
