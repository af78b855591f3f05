"""The engine: rules in, diagnostics out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

import pytest

from flake8_uec.engine.lint import Linter, lint
from flake8_uec.model.diagnostic import Diagnostic, Finding
from flake8_uec.model.policy import Bypass, Deprecation, Mocks, Policy
from flake8_uec.model.rule import Rule, rule
from flake8_uec.model.settings import Selection, Settings
from flake8_uec.model.source import Position, Source, Span
from flake8_uec.rules import rules_for
from flake8_uec.semantics.module import Module
from tests.fuzz.limits import cpu_limit
from tests.memory import MemoryProject

CODES = {
    "import": "UEC201",
    "renamed": "UEC202",
    "sibling": "UEC203",
    "call": "UEC204",
    "use": "UEC302",
    "patch": "UEC206",
}
OLD = Deprecation(name="old.engine.Engine", also=("old.copy.Engine",), replacement="new.engine.NewEngine", codes=CODES)
PROJECT = MemoryProject(
    {
        "old.__init__": "",
        "old.engine": "class Engine: ...\ndef helper(): ...\n",
        "old.copy": "from new.engine import NewEngine as Engine\n",
        "new.engine": "class NewEngine: ...\n",
        "shim": "from old.engine import Engine\n",
    }
)

POLICY = Policy(deprecated=(OLD,))


def codes(code: str, *, policy: Policy = POLICY, select: tuple[str, ...] = ("UEC",)) -> list[str]:
    return [one.code for one in run(code, policy=policy, select=select)]


def run(
    code: str,
    *,
    policy: Policy = POLICY,
    select: tuple[str, ...] = ("UEC",),
    path: str = "tests/test_x.py",
    extra: tuple[Rule, ...] = (),
) -> list[Diagnostic]:
    settings = Settings(root="/", policy=policy, selection=Selection(select=select))
    return lint(Source(path, code, path), (*rules_for(policy), *extra), settings, PROJECT)


def test_each_kind_of_a_deprecation_has_its_code() -> None:
    assert codes("from old.engine import Engine") == ["UEC201"]
    assert codes("from old.engine import Engine as NewEngine") == ["UEC202"]
    assert codes("from old.engine import helper") == ["UEC203"]
    assert codes("from old.engine import Engine\nEngine()\nEngine.make()") == ["UEC201", "UEC204", "UEC204"]
    assert codes("from old.engine import Engine\nx: Engine = None") == ["UEC201", "UEC302"]
    assert codes("from unittest.mock import patch\npatch('old.engine.Engine')") == ["UEC206"]


def test_a_re_export_counts_and_says_where_the_name_comes_from() -> None:
    (found,) = run("from shim import Engine")
    assert found.code == "UEC201"
    assert "`shim.Engine` (defined as `old.engine.Engine`)" in found.message


def test_an_alias_of_the_replacement_is_not_deprecated() -> None:
    assert codes("from old.copy import Engine") == ["UEC203"]
    without_sibling = replace(OLD, codes={"import": "UEC201"})
    assert codes("from old.copy import Engine", policy=Policy(deprecated=(without_sibling,))) == []


def test_the_defining_module_is_exempt() -> None:
    assert run("from old.engine import Engine", path="old/engine.py") == []


def test_a_module_that_is_not_deprecated_whole_counts_where_the_name_is_used_through_it() -> None:
    policy = Policy(deprecated=(Deprecation(name="old.engine.Engine", code="UEC900"),))
    assert codes("import old.engine", policy=policy) == []
    assert codes("import old.engine\nold.engine.Engine()", policy=policy) == ["UEC900", "UEC900"]
    assert codes("from old.engine import helper", policy=policy) == []


@pytest.mark.parametrize(
    "line",
    [
        "import old.engine",
        "import old.engine as short",
        "import old.engine.parts",
        "from old import engine",
        "from old.engine import Engine",
        "from old.engine.parts import Part",
        "from old.engine import *",
        "importlib.import_module('old.engine')",
    ],
)
def test_a_module_may_be_what_is_to_go(line: str) -> None:
    policy = Policy(deprecated=(Deprecation(name="old.engine", replacement="new.engine", code="UEC900"),))
    (found,) = run(f"import importlib\n{line}\n", policy=policy)
    assert (found.range.start.line, found.fix if line != "from old import engine" else None) == (2, None)
    assert codes(line.replace("old.engine", "older.engine").replace("from old ", "from older "), policy=policy) == []
    assert run("import old.engine.parts", policy=policy, path="old/engine.py") == []


def test_a_use_through_a_module_that_is_to_go_under_another_name() -> None:
    policy = Policy(deprecated=(Deprecation(name="old.engine", codes={"use": "UEC900"}),))
    assert codes("import old.engine as short\nshort.run()", policy=policy) == ["UEC900"]


def test_a_name_with_an_entry_of_its_own_is_no_sibling() -> None:
    whole = Deprecation(name="old.engine.Engine", codes={"sibling": "UEC901"})
    policy = Policy(deprecated=(whole, Deprecation(name="old.engine.helper", code="UEC900")))
    assert codes("from old.engine import helper, other", policy=policy) == ["UEC900", "UEC901"]


def test_only_the_import_that_a_use_goes_through_counts() -> None:
    policy = Policy(deprecated=(Deprecation(name="old.engine.Engine", codes={"import": "UEC900"}),))
    found = run("import old.engine as a\nimport old.engine as b\nb.Engine()", policy=policy)
    assert [one.range.start.line for one in found] == [2]


def test_a_module_that_passes_the_name_on_is_not_exempt() -> None:
    policy = Policy(deprecated=(Deprecation(name="old.engine.Engine", also=("shim.Engine",), code="UEC900"),))
    found = run("from old.engine import Engine\nEngine()", policy=policy, path="shim.py")
    assert [one.range.start.line for one in found] == [1, 2]


def test_the_class_that_holds_a_deprecated_method_may_be_imported() -> None:
    policy = Policy(deprecated=(Deprecation(name="old.engine.Engine.run", code="UEC900"),))
    found = run("from old.engine import Engine\nEngine.run()", policy=policy)
    assert [one.range.start.line for one in found] == [2]


def test_a_missing_module_counts_as_deprecated_while_it_is_missing() -> None:
    entry = replace(OLD, missing_modules=("old.*.engine",))
    policy = Policy(deprecated=(entry,))
    assert codes("from old.core.engine import NewEngine", policy=policy) == ["UEC203"]
    assert codes("from other.core.engine import NewEngine", policy=policy) == []


def test_an_empty_word_of_a_policy_stands_nowhere() -> None:
    policy = Policy(bypass=Bypass(identifiers=("", "unchecked")))
    with cpu_limit():
        assert codes("unchecked()", policy=policy) == ["UEC121"]


def test_the_code_of_a_finding_does_not_depend_on_the_selection() -> None:
    assert codes("from old.engine import Engine as NewEngine", select=("UEC201",)) == []


def test_a_rule_that_asks_for_something_is_off_where_the_project_lacks_it() -> None:
    code = "from unittest.mock import Mock"
    mocks = Mocks(names=("unittest.mock.Mock",), factory="new.engine.NewEngine")
    assert codes(code, policy=Policy(mocks=mocks)) == ["UEC403"]
    assert codes(code, policy=Policy(mocks=replace(mocks, factory="new.engine.Gone"))) == []


def test_both_sides_of_a_conflict_are_linted() -> None:
    code = "<<<<<<< a\nfrom old.engine import Engine\n=======\nfrom old.engine import helper\n>>>>>>> b\n"
    found = [(one.code, one.range.start.line) for one in run(code)]
    assert [one for one in found if one[0] != "UEC001"] == [("UEC002", 1), ("UEC201", 2), ("UEC203", 4)]


def test_what_both_sides_share_is_found_once() -> None:
    code = "from old.engine import Engine\n<<<<<<< a\nx = 1\n=======\nx = 2\n>>>>>>> b\n"
    assert [one.range.start.line for one in run(code) if one.code == "UEC201"] == [1]


def test_a_syntax_error_is_told_though_it_is_not_selected() -> None:
    found = run("import old.engine\ndef f(:\n", select=("UEC201",))
    assert [(one.code, one.range.start.line) for one in found] == [("UEC201", 1), ("UEC002", 2)]


@pytest.mark.parametrize("renames", [None, frozenset[str]()], ids=["of some files", "of all files"])
def test_a_broken_file_that_no_rule_is_about_is_told_where_that_is_selected(renames: frozenset[str] | None) -> None:
    def told(*select: str) -> list[str]:
        settings = Settings(root="/", policy=POLICY, selection=Selection(select=select))
        linter = Linter(rules_for(POLICY), settings, PROJECT, renames)
        return [one.code for one in linter.lint(Source("cart.py", "def f(:\n", "cart.py"))]

    assert (told("UEC"), told("UEC002")) == (["UEC002"], ["UEC002"])


@rule("UEC999", "raising", nodes=(ast.Name,), words=lambda policy: ("boom",))
def raising(node: ast.Name, module: Module) -> Iterator[Finding]:
    """Raise."""
    yield Finding(Span(0, 4), "found")
    raise KeyError(node.id)


def test_a_rule_that_raises_is_named_and_the_others_go_on() -> None:
    found = run("boom\nfrom old.engine import Engine", extra=(raising,))
    assert [one.code for one in found] == ["UEC000", "UEC201"]
    assert found[0].message == "rule UEC999 (raising) failed: KeyError: 'boom'; please report it"


def test_positions_are_lines_and_characters() -> None:
    code = 's = "\N{GRINNING FACE}é"; from old.engine import Engine\n'
    (found,) = run(code)
    assert found.range.start == Position(1, code.index("Engine") + 1)
    assert found.range.end.column - found.range.start.column == len("Engine")


def test_a_comment_counts_on_the_first_and_last_line_of_the_statement() -> None:
    (found,) = run("from old.engine import (\n    # why\n    Engine,\n)\n")
    assert set(found.noqa_lines) == {1, 3, 4}


def test_a_comment_of_a_compound_statement_counts_on_its_header_alone() -> None:
    code = "from old.engine import Engine\ndef f(\n    x: Engine,\n):\n    y = 1\n    return y\n"
    (found,) = [one for one in run(code) if one.code == "UEC302"]
    assert set(found.noqa_lines) == {2, 3, 4}


@pytest.mark.parametrize(
    "tail",
    [
        "Engine" + ".b" * 900,
        "a0 = Engine\n" + "".join(f"a{n + 1} = a{n}\n" for n in range(300)),
        "Engine = Engine\n" * 300,
        "if x:\n    Engine\n" + "".join(f"elif x{n}:\n    Engine\n" for n in range(200)),
        "(" * 150 + "Engine" + ")" * 150,
    ],
    ids=["members", "aliases", "rebinding", "branches", "brackets"],
)
def test_deep_nesting_is_an_ordinary_input(tail: str) -> None:
    found = {one.code for one in run("from old.engine import Engine\n" + tail)}
    assert "UEC201" in found
    assert found <= {"UEC201", "UEC302"}


def test_what_is_nested_too_deeply_is_told() -> None:
    found = run("from old.engine import Engine\nx = " + "-" * 100_000 + "1\n")
    assert [one.code for one in found] == ["UEC002", "UEC201"]
    assert "nested" in found[0].message or "complex" in found[0].message
