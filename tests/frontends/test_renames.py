"""A whole tree and its files one by one give the same findings, whatever form a re-export has."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_uec.project.config import Resolver
from flake8_uec.project.linting import WHOLE_TREE
from flake8_uec.project.session import Session
from flake8_uec.project.vocabulary import known

POLICY = (
    '[tool.flake8-uec]\npreset = "none"\n[[tool.flake8-uec.deprecated]]\nname = "shop.cart.Cart"\ncode = "UEC900"\n'
)
IMPORT = "from shop.cart import Cart\n"
FORMS = {
    "assigned": IMPORT + "New = Cart\n",
    "on_one_line": IMPORT + "x = 1; New = Cart\n",
    "in_brackets": IMPORT + "New = (\n    Cart\n)\n",
    "unpacked": IMPORT + "New, M = Cart, 1\n",
    "chained": IMPORT + "M = New = Cart\n",
    "conditional": IMPORT + "New = None if 0 else Cart\n",
    "continued": "from shop.cart import Cart \\\n    as New\n",
    "over_lines": "from shop.cart import (\n    Cart  # why\n    as New,\n)\n",
    "behind_code": "x = 1; from shop.cart import Cart as New\n",
    "in_a_try": "try: from shop.cart import Cart as New\nexcept ImportError: New = None\n",
    "deep": IMPORT + "if 1:\n   if 1:\n      if 1:\n         New = Cart\n",
    "form_feed": "\x0cfrom shop.cart import Cart as New\n",
    "byte_order_mark": "\ufefffrom shop.cart import Cart as New\n",
    "carriage_returns": "from shop.cart import Cart as New\rx = 1\r",
    "letters": "from shop.cart import Cart as New\nÉté = New\n",
    "module_member": "import shop.cart as c\nNew = c.Cart\n",
    "handed_on": "from shim_assigned import New\n",
    "starred": "from shim_handed_on import *\n",
    "again": "from shim_assigned import New as Other\nNew = Other\n",
}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text(POLICY)
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "cart.py").write_text("class Cart: ...\n")
    for form, code in FORMS.items():
        (tmp_path / f"shim_{form}.py").write_text(code, encoding="utf-8", newline="")
        (tmp_path / f"user_{form}.py").write_text(f"from shim_{form} import New\nprint(New)\n")
        (tmp_path / f"member_{form}.py").write_text(f"import shim_{form} as s\nprint(s.New)\n")
    for number in range(WHOLE_TREE):
        (tmp_path / f"filler_{number}.py").write_text("x = 1\n")
    return tmp_path


def found(paths: list[str]) -> list[tuple[str, str, int]]:
    report = Session(Resolver(known()), jobs=1).check(paths)
    return [(one.path, one.code, one.range.start.line) for one in report.diagnostics]


def test_every_form_of_a_renaming_re_export(tree: Path) -> None:
    whole = found(["."])
    assert {path for path, *_ in whole if path.startswith("user_")} == {f"user_{form}.py" for form in FORMS}
    assert {path for path, *_ in whole if path.startswith("member_")} == {f"member_{form}.py" for form in FORMS}
    names = sorted(path.name for path in tree.glob("*.py") if not path.name.startswith("filler"))
    assert [one for name in names for one in found([name])] == whole


def test_a_part_of_a_project_sees_the_names_of_the_rest(tree: Path) -> None:
    users = [f"user_{form}.py" for form in FORMS]
    fillers = [path.name for path in tree.glob("filler_*.py")]
    assert {path for path, *_ in found([*users, *fillers])} == set(users)
