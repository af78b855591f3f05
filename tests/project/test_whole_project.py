"""What only a look at the whole project can decide: whether a name may go from a module."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_uec.model.diagnostic import Applicability
from flake8_uec.project.config import Resolver
from flake8_uec.project.overrides import Overrides
from flake8_uec.project.session import Session
from flake8_uec.project.vocabulary import known

FILES = {
    "pyproject.toml": (
        "[tool.flake8-uec]\npreset = 'none'\n"
        "[[tool.flake8-uec.deprecated]]\nname = 'old.Cart'\nreplacement = 'new.Basket'\ncode = 'UEC900'\n"
    ),
    "old.py": "class Cart: ...\n",
    "new.py": "class Basket: ...\n",
    "orders.py": "from old import Cart\n\nORDERS = 1\n",
    "bills.py": "from old import Cart\n",
}


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def session() -> Session:
    return Session(Resolver(known(), Overrides(select=("UEC9",))), 1)


def deletable(path: str) -> dict[str, str]:
    """Return how far the deletion of each file's first import is trusted."""
    found = session().check([path]).diagnostics
    return {one.path.removeprefix("./"): one.fix.applicability.value for one in found if one.fix}


def test_what_nobody_else_holds_may_go() -> None:
    assert deletable(".") == {"orders.py": "safe", "bills.py": "safe"}


def test_a_part_of_the_project_tells_nothing_of_the_rest() -> None:
    assert deletable("orders.py") == {"orders.py": "unsafe"}


@pytest.mark.parametrize(
    "code",
    [
        "from orders import Cart as Mine\nprint(Mine())\n",
        "import orders\nprint(orders.Cart())\n",
        "from unittest.mock import patch\npatch('orders.Cart')\n",
        "import orders\nfrom unittest.mock import patch\npatch.object(orders, 'Cart')\n",
        "from shim import Cart\nprint(Cart())\n",
    ],
    ids=["import", "module", "patch", "patch-object", "through-a-star"],
)
def test_what_another_file_holds_stays(code: str, tree: Path) -> None:
    (tree / "shim.py").write_text("from orders import *\n")
    (tree / "user.py").write_text(code)
    found = deletable(".")
    assert "orders.py" not in found
    assert found["bills.py"] == "safe"


def test_a_fix_that_frees_a_name_frees_the_next(tree: Path) -> None:
    (tree / "user.py").write_text("import sys\nfrom orders import Cart\n")
    made = session().fix(["."])
    assert {Path(path).name: change.after for path, change in made.changes.items()} == {
        "orders.py": b"ORDERS = 1\n",
        "bills.py": b"pass\n",
        "user.py": b"import sys\n",
    }
    assert made.report.diagnostics == []


def test_a_user_may_trust_it_less(tree: Path) -> None:
    text = (tree / "pyproject.toml").read_text()
    (tree / "pyproject.toml").write_text(text.replace("'none'\n", "'none'\nextend-unsafe-fixes = ['UEC900']\n"))
    assert set(deletable(".").values()) == {Applicability.UNSAFE.value}
