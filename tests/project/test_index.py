"""The project on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_uec.model.settings import Files, Settings
from flake8_uec.project.index import DiskProject


def project(root: Path, files: dict[str, str], src: tuple[str, ...] = (".", "src")) -> DiskProject:
    for name, code in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code)
    return DiskProject(Settings(root=str(root), files=Files(src=src)))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("pkg/mod.py", "pkg.mod"),
        ("pkg/__init__.py", "pkg"),
        ("src/lib/mod.py", "lib.mod"),
        ("space/no_init/mod.py", "space.no_init.mod"),
        ("pkg/stub.pyi", "pkg.stub"),
        ("with-dash/mod.py", ""),
        ("../outside.py", ""),
    ],
)
def test_module_names(tmp_path: Path, path: str, name: str) -> None:
    found = project(tmp_path, {"src/lib/mod.py": "", "src/lib/__init__.py": ""})
    assert found.module_name(path) == name


def test_a_package_called_src_is_no_import_root(tmp_path: Path) -> None:
    found = project(tmp_path, {"src/__init__.py": "", "src/mod.py": ""})
    assert found.module_name("src/mod.py") == "src.mod"


def test_modules_packages_and_namespaces(tmp_path: Path) -> None:
    found = project(tmp_path, {"pkg/__init__.py": "", "pkg/mod.py": "", "space/mod.py": "", "src/lib.py": ""})
    there = ("pkg", "pkg.mod", "space", "space.mod", "lib")
    assert [found.has_module(name) for name in there] == [True] * 5
    assert [found.has_module(name) for name in ("pkg.gone", "gone", "gone.mod", "")] == [False] * 4


def test_several_roots(tmp_path: Path) -> None:
    found = project(tmp_path, {"a/x.py": "", "b/y.py": ""}, src=("a", "b"))
    assert found.has_module("x")
    assert found.has_module("y")
    assert (found.module_name("a/x.py"), found.module_name("b/y.py")) == ("x", "y")


def test_facts(tmp_path: Path) -> None:
    code = "from .other import A, B as C\nfrom .star import *\nD = A\n__all__ = ['D']\n__all__ += ['E']\nclass E: ...\n"
    facts = project(tmp_path, {"pkg/__init__.py": "", "pkg/mod.py": code}).facts("pkg.mod")
    assert facts is not None
    assert facts.names == {
        "A": ("pkg.other.A",),
        "C": ("pkg.other.B",),
        "D": ("pkg.other.A",),
        "E": ("pkg.mod.E",),
    }
    assert facts.stars == ("pkg.star",)
    assert facts.exported == ("D", "E")


def test_facts_of_branches_keep_every_meaning(tmp_path: Path) -> None:
    code = "try:\n    from a import X\nexcept ImportError:\n    X = None\n"
    code += "if c:\n    from b import Y\nelse:\n    from d import Y\n"
    facts = project(tmp_path, {"mod.py": code}).facts("mod")
    assert facts is not None
    assert facts.names == {"X": ("a.X", "mod.X"), "Y": ("b.Y", "d.Y")}


def test_what_cannot_be_read_has_no_facts(tmp_path: Path) -> None:
    found = project(tmp_path, {"mod.py": "x = 1"})
    (tmp_path / "bad.py").write_bytes(b"\xff\xfe\xff")
    assert found.facts("bad") is None
    assert found.facts("gone") is None


def test_facts_of_a_conflicted_module_hold_both_sides(tmp_path: Path) -> None:
    code = "<<<<<<< a\nfrom a import X\n=======\nfrom b import Y\n>>>>>>> b\n"
    facts = project(tmp_path, {"mod.py": code}).facts("mod")
    assert facts is not None
    assert set(facts.names) == {"X", "Y"}
