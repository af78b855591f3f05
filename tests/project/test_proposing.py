"""What a look at a project gives for a policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_uec.model.proposal import Proposal
from flake8_uec.model.settings import Settings
from flake8_uec.project.proposing import propose
from flake8_uec.project.vocabulary import known
from tests.frontends.conftest import write

NEW = {"pkg/__init__.py": "", "pkg/new.py": "class Basket: ...\ndef total(): ...\nclass Cart: ...\n"}
WARN = "import warnings\nfrom pkg.new import Basket, total\n"


def look(root: Path, files: dict[str, str]) -> Proposal:
    write(root, files)
    return propose(Settings(root=str(root), preset="none"), known(), 1, lambda done, total: None)


def going(root: Path, code: str, **more: str) -> dict[str, str]:
    """Return the names that a module of a project says are to go, and what it says to use instead."""
    found = look(root, {**NEW, "pkg/old.py": code, **more}).deprecated
    return {one.announced.name.removeprefix("pkg.old."): one.announced.replacement for one in found}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            (
                "from typing_extensions import deprecated\nfrom pkg.new import Basket\n"
                "@deprecated('Use Basket instead')\nclass Cart: ...\n"
            ),
            {"Cart": "pkg.new.Basket"},
        ),
        (
            "import deprecation\n@deprecation.deprecated(details='Use pkg.new.total() instead')\ndef sum_up(): ...\n",
            {"sum_up": "pkg.new.total"},
        ),
        (
            f"{WARN}def sum_up():\n    warnings.warn('sum_up is deprecated, use `total`', DeprecationWarning)\n",
            {"sum_up": "pkg.new.total"},
        ),
        (
            (
                f"{WARN}class Cart:\n    def __init__(self):\n"
                "        warnings.warn(f'{type(self).__name__} is deprecated in favor of Basket', FutureWarning)\n"
            ),
            {"Cart": "pkg.new.Basket"},
        ),
        (
            (
                f"{WARN}class Gone(DeprecationWarning): ...\n"
                "def sum_up():\n    warnings.warn('deprecated: use :func:`~pkg.new.total`', category=Gone)\n"
            ),
            {"sum_up": "pkg.new.total"},
        ),
        (
            (
                'from pkg.new import total\ndef sum_up():\n    """Sum up.\n\n    .. deprecated:: 1.2\n'
                '        Use :func:`total` instead.\n    """\n'
            ),
            {"sum_up": "pkg.new.total"},
        ),
        (f"{WARN}def gone():\n    warnings.warn('gone is deprecated', DeprecationWarning)\n", {"gone": ""}),
        (
            f"{WARN}def gone():\n    warnings.warn('gone is deprecated, use total or Basket()', DeprecationWarning)\n",
            {"gone": ""},
        ),
        (
            (
                "import warnings\ndef __getattr__(name):\n    if name == 'Cart':\n"
                "        warnings.warn(f'{name} is deprecated, use pkg.new.Basket', DeprecationWarning)\n"
            ),
            {"Cart": "pkg.new.Basket"},
        ),
        (
            (
                "import warnings\nMOVED = {'Cart': 'pkg.new.Basket'}\ndef __getattr__(name):\n    if name in MOVED:\n"
                "        warnings.warn(f'{name} is deprecated', DeprecationWarning)\n"
            ),
            {"Cart": "pkg.new.Basket"},
        ),
        (
            (
                "import warnings\n__all__ = ['Cart', 'total']\ndef __getattr__(name):\n"
                "    if name not in __all__:\n        raise AttributeError(name)\n"
                "    warnings.warn(f'use `{name}` from the `pkg.new` namespace; deprecated', DeprecationWarning)\n"
            ),
            {"Cart": "pkg.new.Cart"},
        ),
        (
            "import warnings\nfrom pkg.new import Basket\nwarnings.warn('pkg.old is deprecated', DeprecationWarning)\n",
            {"Basket": "pkg.new.Basket"},
        ),
    ],
)
def test_what_a_module_says_is_to_go(tmp_path: Path, code: str, expected: dict[str, str]) -> None:
    assert going(tmp_path, code) == expected


@pytest.mark.parametrize(
    "code",
    [
        # about a parameter, not the function
        f"{WARN}def f(x):\n    if x:\n        warnings.warn('f is deprecated', DeprecationWarning)\n",
        f"{WARN}def f(x):\n    if not x:\n        return\n    warnings.warn('f is deprecated', DeprecationWarning)\n",
        f"{WARN}def f(x):\n    warnings.warn('the parameter x is deprecated', DeprecationWarning)\n",
        f"{WARN}def f(x):\n    warnings.warn('Passing lists is deprecated', DeprecationWarning)\n",
        'def f(x):\n    """F.\n\n    Parameters\n    ----------\n    x : int\n        .. deprecated:: 1.0\n    """\n',
        (
            "from typing_extensions import deprecated\nfrom typing import overload\n"
            "@overload\n@deprecated('no more')\ndef f(x: int): ...\ndef f(x): ...\n"
        ),
        # on behalf of others
        f"{WARN}def tell(name):\n    warnings.warn(f'{{name}} is deprecated', DeprecationWarning)\n",
        f"{WARN}def warn_deprecated():\n    warnings.warn('it is deprecated', DeprecationWarning)\n",
        # no deprecation
        f"{WARN}def f():\n    warnings.warn('the result will be a list', FutureWarning)\n",
        f"{WARN}def f():\n    warnings.warn('f is deprecated', UserWarning)\n",
        # nobody else can use it
        f"{WARN}def _f():\n    warnings.warn('_f is deprecated', DeprecationWarning)\n",
        f"{WARN}def f():\n    def g():\n        warnings.warn('g is deprecated', DeprecationWarning)\n",
        # what a shim imports for its own use
        "import warnings\nfrom pkg.new import Basket\n_b = Basket()\nwarnings.warn('deprecated', DeprecationWarning)\n",
    ],
)
def test_what_is_not_to_go(tmp_path: Path, code: str) -> None:
    assert going(tmp_path, code) == {}


def test_a_package_that_passes_on_what_its_modules_define(tmp_path: Path) -> None:
    shim = (
        "import warnings\nfrom pkg.old.inner import Cart\nget = Cart\nwarnings.warn('deprecated', DeprecationWarning)\n"
    )
    files = {"pkg/old/__init__.py": f"{shim}def make(): ...\nput = make\n", "pkg/old/inner.py": "class Cart: ...\n"}
    found = {one.announced.name: one.announced for one in look(tmp_path, {**NEW, **files}).deprecated}
    assert [one.replacement for one in found.values()] == ["pkg.old.inner.Cart"]


def test_tests_say_nothing_of_the_project(tmp_path: Path) -> None:
    code = f"{WARN}def f():\n    warnings.warn('f is deprecated', DeprecationWarning)\n"
    assert look(tmp_path, {**NEW, "tests/test_old.py": code}).deprecated == ()


def test_what_replaces_a_name_is_not_itself_to_go(tmp_path: Path) -> None:
    steps = {"a": "use b", "b": "use c", "c": "use total", "d": "use e", "e": "it has no other"}
    code = "".join(
        f"def {name}():\n    warnings.warn('{name} is deprecated, {said}', DeprecationWarning)\n"
        for name, said in steps.items()
    )
    new = "pkg.new.total"
    assert going(tmp_path, WARN + code) == {"a": new, "b": new, "c": new, "d": "", "e": ""}


def test_the_most_used_comes_first_and_uses_are_counted_as_they_are_found(tmp_path: Path) -> None:
    code = "".join(
        f"def {name}():\n    warnings.warn('{name} is deprecated, use total', DeprecationWarning)\n" for name in "ab"
    )
    user = "from pkg import old\nfrom pkg.old import a\na()\nold.b()\na()\n"
    found = look(tmp_path, {**NEW, "pkg/old.py": WARN + code, "user.py": user}).deprecated
    assert [(one.announced.name, one.uses) for one in found] == [("pkg.old.a", 3), ("pkg.old.b", 1)]


def test_one_name_stands_for_the_unused_of_a_module_that_goes_as_a_whole(tmp_path: Path) -> None:
    shim = "import warnings\nfrom pkg.new import Basket, Cart, total\nwarnings.warn('deprecated', DeprecationWarning)\n"
    found = look(tmp_path, {**NEW, "pkg/old.py": shim, "user.py": "from pkg.old import total\n"}).deprecated
    assert [(one.announced.name, one.uses, one.siblings) for one in found] == [
        ("pkg.old.total", 1, 0),
        ("pkg.old.Basket", 0, 1),
    ]


def test_the_base_that_tests_have_in_common(tmp_path: Path) -> None:
    test = "from pkg.base import Base\n" + "".join(
        f"class Test{at}(Base):\n    def test_it(self): ...\n" for at in range(6)
    )
    files = {**NEW, "pkg/base.py": "class Root: ...\nclass Base(Root): ...\n", "tests/test_a.py": test}
    (base,) = look(tmp_path, files).bases
    assert (base.name, base.path, base.line, base.classes) == ("pkg.base.Base", "pkg/base.py", 2, 6)
    files["tests/test_b.py"] = "".join(f"class Test{at}:\n    def test_it(self): ...\n" for at in range(7))
    proposal = look(tmp_path, files)
    assert proposal.bases == ()
    assert [one.name for one in proposal.rivals] == ["pkg.base.Base"]
    assert proposal.test_classes == 13


def test_what_is_mocked_most(tmp_path: Path) -> None:
    test = (
        "from unittest.mock import Mock, patch\nfrom pkg.new import Basket\n"
        "with patch('pkg.new.Basket.add'), patch('pkg.new.Basket'), patch('pkg.new.Cart'):\n    Mock(spec=Basket)\n"
    )
    (mocked,) = look(tmp_path, {**NEW, "tests/test_a.py": test}).mocked
    assert (mocked.name, mocked.patches, mocked.specs) == ("pkg.new.Basket", 2, 1)


def test_linted_code_is_not_imported(tmp_path: Path) -> None:
    mark = f"open({str(tmp_path / 'mark')!r}, 'w')\n"
    look(
        tmp_path, {**NEW, "pkg/old.py": f"{mark}{WARN}def f():\n    warnings.warn('deprecated', DeprecationWarning)\n"}
    )
    assert not (tmp_path / "mark").exists()
