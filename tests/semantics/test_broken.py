"""What can be had of a file that does not parse."""

from __future__ import annotations

import ast
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_uec.semantics.broken import Parsed, SyntaxProblem, parse

GOOD = "def good():\n    return 1\n"


def names(text: str) -> list[str]:
    """Return what the one tree of a text defines, with lines, as in `good:1`."""
    (tree,) = parse(text).trees
    return [f"{node.name}:{node.lineno}" for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))]


def problem(text: str) -> SyntaxProblem:
    (found,) = parse(text).problems
    return found


def test_a_file_that_parses_has_one_tree_and_no_problem() -> None:
    parsed = parse(GOOD)
    assert names(GOOD) == ["good:1"]
    assert parsed.problems == ()


# Salvage


@pytest.mark.parametrize(
    "broken",
    [
        "x = = 1",
        "x = '''",
        'x = """',
        "x = (",
        "x = {1: [2,",
        "        indented = 1",
        "else:\n    pass",
        "except ValueError:\n    pass",
        "if x:\n\ty\n        z",
        "x = 1\0",
        "“quoted”",
        "class C:\n    def f(self:\n        pass",
        "(" * 201,
        "(" * 100_000,
        "-" * 100_000 + "1",
        "a = " + "not " * 20_000 + "b",
        "".join(" " * n + "def f():\n" for n in range(200)),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_the_blocks_around_an_error_are_kept(broken: str) -> None:
    lines = broken.count("\n") + 1
    text = f"{GOOD}{broken}\n\n{GOOD.replace('good', 'also')}"
    found = names(text)
    assert (found[0], found[-1]) == ("good:1", f"also:{lines + 4}")
    assert len(parse(text).problems) == 1


def test_decorators_are_lost_with_what_they_decorate() -> None:
    assert names(f"@one\n@two(\n    3,\n)\nclass C:\n    x = = 1\n{GOOD}") == ["good:7"]


def test_a_continued_line_is_lost_with_the_next() -> None:
    assert names(f"x = 1 +\\\ndef f(): pass\n{GOOD}") == ["good:3"]


def test_of_a_broken_block_the_lines_before_the_error_are_kept() -> None:
    tree = parse("class C:\n    def f(self): pass\n\n    x = = 1\n    y = 1\nz = 1\n").trees[0]
    assert isinstance(tree.body[0], ast.ClassDef)
    assert [node.lineno for node in tree.body[0].body] == [2]
    assert tree.body[1].lineno == 6


def test_a_decorated_block_is_kept_whole() -> None:
    tree = parse("x = = 1\n@one\n@two(\n    3,\n)\ndef f(): pass\n").trees[0]
    assert isinstance(tree.body[0], ast.FunctionDef)
    assert len(tree.body[0].decorator_list) == 2


@pytest.mark.parametrize(
    "whole",
    [
        'def f():\n    """Text\nat column 0\n    """\n',
        "def f(\na,\nb,\n): pass\n",
        "if x:\n    pass\nelse:\n    pass\ndef f(): pass\n",
        "def f():\n    return 1 + \\\n2\n",
        "# comment ends with \\\ndef f(): pass\n",
        "\x0cdef f(): pass\n",
    ],
)
@pytest.mark.parametrize("eol", ["\n", "\r\n", "\r"])
def test_a_block_may_hold_text_at_column_0(whole: str, eol: str) -> None:
    text = f"x = = 1\n{whole}y = = 1\n".replace("\n", eol)
    assert [name.partition(":")[0] for name in names(text)] == ["f"]


def test_prose_of_a_long_string_is_no_code() -> None:
    prose = "import prose\n" * 500
    tree = parse(f'"""Text.\n{prose}"""\nimport code\nx = = 1\n').trees[0]
    assert [node.lineno for node in tree.body if isinstance(node, ast.Import)] == [503]


def test_the_string_of_a_broken_statement_is_no_code() -> None:
    tree = parse('def f(:\n    x = """\nimport prose\n"""\nimport code\n').trees[0]
    assert [node.lineno for node in tree.body] == [5]


def test_a_quote_that_is_missing_hides_nothing() -> None:
    text = f'x = """\n{GOOD}y = """some text\nmore\n"""\n{GOOD}'
    assert names(text) == ["good:2", "good:7"]


def test_a_long_bracket_may_hold_text_at_column_0() -> None:
    names = "".join(f"name_{number},\n" for number in range(500))
    tree = parse(f"from shop import (\n{names})\nx = = 1\nimport code\n").trees[0]
    assert [type(node).__name__ for node in tree.body] == ["ImportFrom", "Import"]


def test_each_side_of_a_conflict_has_a_tree() -> None:
    parsed = parse("import a\n<<<<<<< HEAD\nimport b\n=======\nimport c\n>>>>>>> topic\nimport d\n")
    assert [[node.lineno for node in tree.body] for tree in parsed.trees] == [[1, 3, 7], [1, 5, 7]]
    assert parsed.problems[0].line == 2


def test_a_side_that_is_broken_as_well_is_salvaged() -> None:
    parsed = parse(f"{GOOD}<<<<<<< HEAD\nx = = 1\n=======\nx = 2\n>>>>>>> topic\n{GOOD}")
    assert [[node.lineno for node in tree.body] for tree in parsed.trees] == [[1, 8], [1, 6, 8]]


def test_sides_that_are_the_same_give_one_tree() -> None:
    assert len(parse(f"{GOOD}>>>>>>> topic\n").trees) == 1


# Problems


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('é = "日本"; x = = 1\n', 1, 15),
        ("x = 1\n日本 $\n", 2, 4),
        ("x = 1\r日本 $\r", 2, 4),
        ("x = 1\r\n日本 $\r\n", 2, 4),
        ("'日本' + (\n", 1, 8),
        ("x = '''日\n", 1, 5),
        ("x = 1\né = \0\n", 2, 5),
        ("x = 1\ré = \0\r", 2, 5),
        ("x = 1\né = '\ud800'\n", 2, 6),
        ("x = (", 1, 5),
    ],
)
def test_places_count_characters_from_1(text: str, line: int, column: int) -> None:
    found = problem(text)
    assert (found.line, found.column) == (line, column)


def test_the_problem_has_the_parsers_words_and_its_grammar() -> None:
    found = problem("x = (\n")
    assert found.message == "'(' was never closed"
    assert re.fullmatch(r"3\.\d+", found.python)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("(" * 100_000, "too many nested parentheses"),
        ("-" * 100_000 + "1", "too complex to be parsed"),
        ("\0", "null byte in the source"),
    ],
)
def test_extremes_are_told(text: str, message: str) -> None:
    assert problem(text).message == message


@pytest.mark.parametrize(
    "text",
    ["a" + "+a" * 5000, "a" + ".b" * 50_000, "a" + "()" * 5000, "if a: pass\n" + "elif b: pass\n" * 3000],
    ids=["sum", "attributes", "calls", "elif"],
)
def test_deep_trees_are_parsed_or_reported(text: str) -> None:
    parsed = parse(f"{GOOD}{text}\n{GOOD}")
    (tree,) = parsed.trees
    assert len(tree.body) == 2 + (not parsed.problems)


BLOCKS = "def f(a):\n    return g(a)\n" * 5_000


@pytest.mark.parametrize(
    "text",
    [
        f"{BLOCKS}x = = 1\n{BLOCKS}",
        f"{BLOCKS}x = '''\n{BLOCKS}",
        f"{BLOCKS}x = (\n{BLOCKS}",
        "x = (\n" * 20_000,
        "x = (\n" * 6_000 + ")\nx\n" * 6_000,
        "x = = 1\nx = 1\n" * 10_000,
        "<<<<<<< HEAD\n" * 20_000,
        "<<<<<<< HEAD\n" * 10_000 + ">>>>>>> topic\n" * 10_000,
    ],
    ids=["middle", "string", "bracket", "brackets", "closed", "alternate", "starts", "nested"],
)
def test_the_cost_is_not_a_square(text: str) -> None:
    start = time.process_time()
    parse(text)
    assert time.process_time() - start < 5


# Any input

# fmt: off
LINES = st.sampled_from([
    "import a", "def f():", "    return 1", "class C:", '    """Text."""', "x = (", ")", '"""', "'''", "@d", "else:",
    "<<<<<<< a", "||||||| b", "=======", ">>>>>>> c", "x = = 1", "\ty", "\x0c", "\\", "é = '日' \\", "\0", "#", "f'{",
])
# fmt: on


@given(st.lists(LINES, max_size=30), st.sampled_from(["\n", "\r\n", "\r"]))
def test_every_node_lies_where_the_text_has_it(lines: list[str], eol: str) -> None:
    text = eol.join(lines)
    parsed = parse(text)
    assert_inside(parsed, text)
    imports = {number for number, line in enumerate(lines, 1) if line == "import a"}
    for tree in parsed.trees:
        assert imports >= {node.lineno for node in ast.walk(tree) if isinstance(node, ast.Import)}


@given(st.text())
def test_no_text_raises(text: str) -> None:
    assert_inside(parse(text), text)


def assert_inside(parsed: Parsed, text: str) -> None:
    lines = re.split(r"\r\n|\r|\n", text)
    assert parsed.trees
    for found in parsed.problems:
        assert 1 <= found.column <= len(lines[found.line - 1]) + 1
    for tree in parsed.trees:
        last = max((node.end_lineno or 0 for node in tree.body), default=0)
        assert last <= len(lines)
        assert [node.lineno for node in tree.body] == sorted(node.lineno for node in tree.body)
