"""A configuration that is made of several files: `extend` and `preset`."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import pytest

from flake8_uec.model.settings import Settings
from flake8_uec.project.config import Resolver
from flake8_uec.project.memory import settings_key
from flake8_uec.project.mistakes import ConfigError
from flake8_uec.project.vocabulary import known

CART = '[[deprecated]]\nname = "shop.Cart"\ncode = "UEC900"\n'


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install a package that leaves a mark where it is imported."""
    folder = tmp_path / "site" / "acme_policy"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(f"open({str(tmp_path / 'mark')!r}, 'w')\n")
    (folder / "policy.toml").write_text(CART)
    monkeypatch.syspath_prepend(str(folder.parent))
    return folder


def write(path: str, text: str) -> None:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(textwrap.dedent(text), encoding="utf-8")


def settings_of(table: str) -> Settings:
    write("pyproject.toml", f'[tool.flake8-uec]\npreset = "none"\n{textwrap.dedent(table)}')
    return Resolver(known()).settings_for(".")


def told_of(table: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        settings_of(table)
    return str(caught.value).splitlines()


def codes(settings: Settings) -> dict[str, str]:
    return {one.name: one.code for one in settings.policy.deprecated}


def test_what_a_file_says_wins_over_what_it_extends(tmp_path: Path) -> None:
    write("../shared/policy.toml", 'extend = "base.toml"\nselect = ["UEC1"]\n' + CART)
    write("../shared/base.toml", 'select = ["UEC2"]\nignore = ["UEC3"]\n[mocks]\nnames = ["mock.Mock"]\n')
    settings = settings_of("""\
        extend = ["../shared/policy.toml"]
        extend-select = ["UEC4"]
        [[tool.flake8-uec.deprecated]]
        name = "shop.Cart"
        message = "use a basket"
        """)
    assert (settings.selection.select, settings.selection.ignore) == (("UEC1",), ("UEC3",))
    assert (settings.policy.mocks.names, codes(settings)) == (("mock.Mock",), {"shop.Cart": "UEC900"})
    shared = tmp_path / "shared"
    assert settings.origins["select"] == f"{shared / 'policy.toml'}:2"
    assert settings.origins["ignore"] == f"{shared / 'base.toml'}:2"
    assert settings.origins["mocks.names"] == f"{shared / 'base.toml'}:4"
    assert settings.origins['deprecated."shop.Cart".message'] == "pyproject.toml:7"


def test_a_pyproject_is_extended_by_its_table_and_patterns_stay_those_of_the_project(project: Path) -> None:
    write("../pyproject.toml", '[project]\nname = "x"\n[tool.flake8-uec]\nexclude = ["gone/**"]\n')
    settings = settings_of('extend = "../pyproject.toml"')
    assert (settings.root, settings.files.exclude) == (str(project), ("gone/**",))


def test_the_last_of_several_wins() -> None:
    write("a.toml", 'select = ["UEC1"]\nignore = ["UEC101"]\n')
    write("b.toml", 'extend = "a.toml"\nselect = ["UEC2"]\n')
    settings = settings_of('extend = ["b.toml", "a.toml"]')
    assert (settings.selection.select, settings.selection.ignore) == (("UEC1",), ("UEC101",))


def test_the_preset_is_that_of_the_nearest_file_that_says_one() -> None:
    write("shared.toml", 'preset = "netra"\n')
    assert not settings_of('extend = "shared.toml"').policy.mocks.names
    write("pyproject.toml", '[tool.flake8-uec]\nextend = "shared.toml"\n')
    write("shared.toml", 'preset = "none"\n')
    assert not Resolver(known()).settings_for(".").policy.mocks.names


def test_circles_and_missing_files_are_told_with_their_place() -> None:
    write("a.toml", 'extend = "b.toml"\n')
    write("b.toml", '\nextend = "a.toml"\n')
    assert told_of('extend = "a.toml"') == [
        "b.toml:2: extend: goes round in a circle: `a.toml` -> `b.toml` -> `a.toml`"
    ]
    assert told_of('extend = ["b.toml", "c.toml"]')[-1] == (
        "pyproject.toml:3: extend[1]: there is no file `c.toml` beside `pyproject.toml`"
    )
    assert told_of("extend = 1") == ["pyproject.toml:3: extend: expected a string or a list, found a whole number"]


def test_mistakes_name_the_file_that_they_are_in() -> None:
    write("a.toml", "selct = []\n")
    assert told_of('extend = "a.toml"\nignor = []') == [
        "a.toml:1: selct: unknown key; did you mean `select`?",
        "pyproject.toml:4: ignor: unknown key; did you mean `ignore`?",
    ]
    write("a.toml", "select = [\n")
    assert told_of('extend = "a.toml"')[0].startswith("a.toml:2: not valid TOML: ")


def test_the_required_version_of_each_file_counts() -> None:
    write("a.toml", 'required-version = ">=99"\n')
    (line,) = told_of('extend = "a.toml"\nrequired-version = ">=0"')
    assert line.startswith("a.toml:1: required-version: this project takes flake8-uec >=99, and this is ")


def test_a_preset_of_a_package_is_read_and_nothing_of_it_is_imported(package: Path, tmp_path: Path) -> None:
    settings = settings_of("").policy
    write("pyproject.toml", '[tool.flake8-uec]\npreset = ["netra", "acme_policy:policy.toml"]\n')
    resolver = Resolver(known())
    settings = resolver.settings_for(".")
    assert codes(settings)["shop.Cart"] == "UEC900"
    assert settings.policy.mocks.names
    assert settings.origins['deprecated."shop.Cart".code'] == "preset acme_policy:policy.toml:3"
    assert str(package / "policy.toml") in resolver.files
    assert not (tmp_path / "mark").exists()
    assert "acme_policy" not in sys.modules


@pytest.mark.parametrize(
    ("preset", "message"),
    [
        ("acme:policy.toml", f"there is no package `acme` where flake8-uec is installed ({sys.prefix})"),
        ("acme_policy:../x.toml", "`acme_policy:../x.toml` names no file of a package: write `package:policy.toml`"),
        ("netr", "unknown preset `netr`; did you mean `netra`?"),
    ],
)
def test_a_preset_that_there_is_not(package: Path, preset: str, message: str) -> None:
    write("pyproject.toml", f'[tool.flake8-uec]\npreset = ["none", "{preset}"]\n')
    with pytest.raises(ConfigError) as caught:
        Resolver(known()).settings_for(".")
    assert str(caught.value) == f"pyproject.toml:2: preset[1]: {message}"


def test_a_package_without_the_file_and_a_preset_on_a_preset(package: Path) -> None:
    write("pyproject.toml", '[tool.flake8-uec]\npreset = "acme_policy:no.toml"\n')
    with pytest.raises(ConfigError, match=r"the package `acme_policy`, in `.*`, has no file `no.toml`"):
        Resolver(known()).settings_for(".")
    (package / "policy.toml").write_text('extend = "x.toml"\n')
    write("pyproject.toml", '[tool.flake8-uec]\npreset = "acme_policy:policy.toml"\n')
    with pytest.raises(ConfigError, match=r"preset acme_policy:policy\.toml:1: extend: a preset stands by itself"):
        Resolver(known()).settings_for(".")


def test_all_of_the_files_count_for_what_is_remembered() -> None:
    write("a.toml", 'extend = "b.toml"\n')
    write("b.toml", CART)
    before = settings_key(settings_of('extend = "a.toml"'), "lint")
    write("b.toml", CART.replace("UEC900", "UEC901"))
    assert settings_key(settings_of('extend = "a.toml"'), "lint") != before


def test_in_a_work_tree_of_a_run_what_lies_outside_is_that_of_the_users(tmp_path: Path) -> None:
    table = '[tool.flake8-uec]\npreset = "none"\nextend = ["../shared/policy.toml", "inner.toml"]\n'
    write("../shared/policy.toml", CART)
    tree = tmp_path / "git" / "deep" / "tree"
    tree.mkdir(parents=True)
    write(str(tree / "pyproject.toml"), table)
    write(str(tree / "inner.toml"), 'select = ["UEC9"]\n')
    resolver = Resolver(known(), directory=str(tree), copy_of=(str(tree), str(tmp_path / "project")))
    settings = resolver.settings_for(".")
    assert (codes(settings), settings.selection.select) == ({"shop.Cart": "UEC900"}, ("UEC9",))
