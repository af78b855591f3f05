"""Comments are written where they work, once, and change nothing else."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_uec.engine.annotate import Suppress, ToDo, unusable
from flake8_uec.engine.suppress import parse
from flake8_uec.model.diagnostic import Applicability, Diagnostic, Fix, Range
from flake8_uec.model.source import Position, Source

FIX = Fix("Mend it", (), Applicability.UNSAFE)


def finding(line: int = 1, code: str = "UEC204", todo: str = "", fix: Fix | None = None) -> Diagnostic:
    at = Position(line, 1)
    return Diagnostic("a.py", code, "sample", "it is wrong", Range(at, at), (line,), fix=fix, todo=todo)


def suppressed(code: str, *found: Diagnostic, reason: str = "") -> str:
    return Suppress(reason)(Source("a.py", code), found or (finding(),)).source.text


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("x = 1", "x = 1  # noqa: UEC204"),
        ("x = 1 \t", "x = 1  # noqa: UEC204"),
        ("x = 1  # type: ignore", "x = 1  # type: ignore  # noqa: UEC204"),
        ("x = 1  # ruff: ignore[E501]", "x = 1  # ruff: ignore[E501]  # noqa: UEC204"),
        ("x = 1  # flake8: noqa: E501", "x = 1  # flake8: noqa: E501  # noqa: UEC204"),
        ("x = 1  # noqa: E501", "x = 1  # noqa: E501, UEC204"),
        ("x = 1  # noqa: W291 E501", "x = 1  # noqa: E501, UEC204, W291"),
        ("x = 1  # noqa:E501,W291 as it is", "x = 1  # noqa:E501, UEC204, W291 as it is"),
        ("x = 1  #noqa: E501 # nosec", "x = 1  # noqa: E501, UEC204 # nosec"),
        ("x = 1  # see # noqa : E501", "x = 1  # see # noqa : E501, UEC204"),
        ("x = '#'", "x = '#'  # noqa: UEC204"),
    ],
)
def test_a_comment_joins_what_is_there(row: str, expected: str) -> None:
    assert suppressed(f"{row}\ny = 2\n") == f"{expected}\ny = 2\n"


@pytest.mark.parametrize("row", ["x = 1  # noqa: because", "x = 1  # noqa:e501"])
def test_a_comment_that_flake8_reads_otherwise_is_left_alone(row: str) -> None:
    assert suppressed(f"{row}\n") == f"{row}\n"


def test_a_reason_stands_behind_the_codes_unless_there_is_one() -> None:
    assert suppressed("x = 1\n", reason="until #12") == "x = 1  # noqa: UEC204 until #12\n"
    assert suppressed("x = 1  # noqa: E501\n", reason="until #12") == "x = 1  # noqa: E501, UEC204 until #12\n"
    assert suppressed("x = 1  # noqa: E501 long\n", reason="until #12") == "x = 1  # noqa: E501, UEC204 long\n"


@pytest.mark.parametrize(("reason", "is_usable"), [("", True), ("see #12", True), ("a\nb", False), ("E501 is", False)])
def test_a_reason_is_one_line_and_begins_like_no_code(reason: str, is_usable: bool) -> None:
    assert (unusable(reason) == "") is is_usable


def test_codes_of_one_row_share_a_comment() -> None:
    found = finding(code="UEC301"), finding(code="UEC204"), finding(code="UEC301")
    assert suppressed("x = 1\n", *found) == "x = 1  # noqa: UEC204, UEC301\n"


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ('x = """\ntext\n"""<>\n', 2),
        ("x = 1 + \\\n    2<>\n", 1),
        ("x = [\n    1,<>\n    2,\n]\n", 2),
        ("x = f(1, '''\n  # noqa\n''',<>\n  2)\n", 1),
        ('x = f"""\n{1}\n"""<>\n', 2),
        ("if True:\r\n    x = 1<>\r\n", 2),
        ("x = 1; y = 2<>", 1),
    ],
)
def test_a_comment_stands_at_the_end_of_the_row(code: str, line: int) -> None:
    assert suppressed(code.replace("<>", ""), finding(line)) == code.replace("<>", "  # noqa: UEC204")


@pytest.mark.parametrize("code", ["UEC000", "UEC001", "UEC002", "UEC005"])
def test_what_is_wrong_with_a_whole_file_is_never_hidden(code: str) -> None:
    assert suppressed("x = 1\n", finding(code=code)) == "x = 1\n"


@pytest.mark.parametrize("code", ["def (:\nx = 1\n", "<<<<<<< a\nx = 1\n=======\ny = 1\n>>>>>>> b\n"])
def test_a_file_that_does_not_parse_is_left_alone(code: str) -> None:
    assert suppressed(code, finding(2)) == code
    assert ToDo()(Source("a.py", code), [finding(2, todo="write")]).source.text == code


def test_a_comment_that_would_declare_an_encoding_is_not_written() -> None:
    code = "x = 1\n"
    assert ToDo()(Source("a.py", code), [finding(todo="f(encoding=mine)")]).source.text == code


_ROWS = st.sampled_from(
    [
        "x = 1",
        "x = 1  # noqa: E501 long",
        "x = 1  # type: ignore",
        "x = 'é'  #noqa:E501",
        'x = """\n# noqa\n"""',
        "x = (1,  # one\n  2)",
        "x = 1 + \\\n  2",
        "# a comment",
        "",
        "if x:\n    y = 1\nelif z: y = 2",
        "@f\ndef g(a=1,\n      b=2): pass",
    ]
)
_CODES = st.sampled_from(["UEC102", "UEC204", "UEC301"])


@given(st.lists(_ROWS, min_size=1, max_size=6), st.lists(st.tuples(st.integers(0, 30), _CODES), max_size=6), st.data())
def test_comments_change_no_code_and_are_written_once(
    rows: list[str], places: list[tuple[int, str]], data: st.DataObject
) -> None:
    source = Source("a.py", data.draw(st.sampled_from(["\n", "\r\n"])).join("\n".join(rows).split("\n")))
    lines = len(source.line_starts)
    found = [finding(line % lines + 1, code, "write\nthis") for line, code in places]
    for annotate in (Suppress("as it is"), ToDo()):
        once = annotate(source, found)
        assert ast.dump(ast.parse(once.source.text)) == ast.dump(ast.parse(source.text))
    once = Suppress()(source, found)
    hidden = parse(once.source)
    assert all(hidden.hides(one) for one in found if source.line(one.range.start.line))
    assert Suppress()(once.source, found).source.text == once.source.text


def noted(code: str, *found: Diagnostic) -> str:
    return ToDo()(Source("a.py", code), found).source.text


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("<>x = 1\n", 1),
        ("def f():\n    # why\n    <>x = f(\n        1,\n    )\n", 4),
        ("<>@f\n@g\nclass A(B):\n    y = 1\n", 3),
        ("if a:\n    pass\n<>elif b:\n    pass\n", 3),
        ("if a:\n    pass\n<>else: x = 1\n", 3),
        ('<>x = """\n"""; y = 1\n', 2),
        ("<>x = 1 + \\\n    2\n", 2),
        ("for a in b:\r\n\t<>x = 1\r\n", 2),
        ("match a:\n    <>case 1:\n        pass\n", 2),
    ],
)
def test_a_to_do_stands_above_the_statement(code: str, line: int) -> None:
    before = code.replace("<>", "")
    newline, indent = (
        ("\r\n", "\t") if "\r" in code else ("\n", " " * (code.index("<>") - code[: code.index("<>")].rfind("\n") - 1))
    )
    comment = f"# TODO(UEC204): write{newline}{indent}#     this(){newline}{indent}"
    after = noted(before, finding(line, todo="write\nthis()"))
    assert after == code.replace("<>", comment)
    assert noted(after, finding(line + 2, todo="write\nthat()")) == after


def test_a_finding_with_a_fix_or_nothing_to_say_gets_no_to_do() -> None:
    assert noted("x = 1\n", finding(todo="write", fix=FIX), finding()) == "x = 1\n"


def test_findings_of_one_statement_have_a_to_do_each_that_differs() -> None:
    found = finding(todo="a"), finding(todo="a"), finding(todo="b"), finding(code="UEC110", todo="c")
    after = noted("x = 1\n", *found)
    assert after == "# TODO(UEC110): c\n# TODO(UEC204): a\n# TODO(UEC204): b\nx = 1\n"


def test_a_to_do_of_another_code_or_statement_does_not_count() -> None:
    code = "# TODO(UEC204): write\ny = 1\n# TODO(UEC110): write\n# more\nx = 1\n"
    assert noted(code, finding(5, todo="write")) == code.replace("x =", "# TODO(UEC204): write\nx =")
