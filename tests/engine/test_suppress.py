"""Suppression comments, with ruff as the judge of what each form hides."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_uec.engine.suppress import Directive, Kind, parse
from flake8_uec.model.diagnostic import Diagnostic, Range
from flake8_uec.model.source import Position, Source


def diagnostic(code: str = "UEC201", line: int = 1, *noqa_lines: int) -> Diagnostic:
    at = Position(line, 1)
    return Diagnostic("a.py", code, "", "", Range(at, at), noqa_lines or (line,))


def hides(text: str, code: str = "UEC201", line: int = 1, *noqa_lines: int) -> bool:
    return parse(Source("a.py", text)).hides(diagnostic(code, line, *noqa_lines))


def only(text: str) -> Directive:
    (directive,) = parse(Source("a.py", text)).directives
    return directive


# Parity with ruff: each sample is one file; lines that compare with None are its findings (E711).

COMMENTS = """
# noqa
#noqa
# NoQA
# noqa:E711
# noqa : E711
#	noqa:	E711
# noqa:  E711
# noqa: E501
# noqa: E501,E711
# noqa: E501 E711
# noqa: E501,,E711
# noqa: E501E711
# noqa: ,E711
# noqa: E711 some reason
# noqa: E501 because E711
# noqa: because E711
# noqa: E
# noqa: E7110
# noqa: E711abc
# noqa:
# noqa - reason
# noqa E501
# noqa-not
# noqa.
# noqa[E711]
# text noqa
# text # noqa
# noqa: E501 # noqa
# noqa: text # noqa
## noqa
#: noqa
# ruff: noqa
# ruff:noqa
# ruff : noqa: E711
# RUFF: NOQA
# ruff: noqa: E501
# ruff: noqa: E501, E711 reason
# ruff: noqa reason
# ruff: noqa-reason
# flake8: noqa
# flake8: noqa: E711
# flake8: noqa: E501
# flake8: noqa: E501 # noqa: E711
# ruff: noqa: E501 # noqa: E711
# text # ruff: noqa
# text ruff: noqa
# ruff: ignore[E711]
#ruff:ignore [ E711 , E501, ]reason
# ruff: ignore[E501]
# ruff: ignore[E501 E711]
# ruff: ignore[,E711]
# ruff: ignore[]
# ruff: ignore[E711
# ruff: ignore[e711]
# RUFF: ignore[E711]
# ruff: ignore(E711)
# ruff: ignore[E501] # ruff: ignore[E711]
# text # ruff: ignore[E711]
# noqa: E501 # ruff: ignore[E711]
# ruff: file-ignore[E711] reason
# text # ruff: file-ignore[E711]
# ruff: file-ignore[E501]
# ruff: disable[E711]
# text # ruff: disable[E711]
# ruff: enable[E711]
""".strip().splitlines()

PLACES = (
    "a == None  {0}\nb == None\n",
    "{0}\na == None\nb == None\n",
    "a == None\n{0}\n",
    "def f():\n    {0}\n    a == None\nb == None\n",
    "a = [\n    {0}\n    b == None,\n    c == None,\n]\nd == None\n",
)

RANGES = """
# ruff: disable[E711]
a == None
# ruff: enable[E711]
a == None
---
def f():
    a == None
    # ruff: disable[E711]
    if a == None:
        a == None
    a == None
a == None
---
# ruff: disable[E711]
def f():
    a == None
    # ruff: enable[E711]
    a == None
a == None
---
# ruff: disable[E711,E501]
a == None
# ruff: enable[E501,E711]
a == None
# ruff: enable[E711, E501]
a == None
---
# ruff: disable[E711]
a == None
# ruff: disable[E711]
a == None
# ruff: enable[E711]
a == None
# ruff: enable[E711]
a == None
---
a == None  # ruff: disable[E711]
a == None
---
def f():
# ruff: disable[E711]
    a == None
    # ruff: enable[E711]
    a == None
---
def f():
    a == None
        # ruff: disable[E711]
b == None
---
def f():
    a == None
  # ruff: disable[E711]
    b == None
---
def f():
    # ruff: disable[E711]
    a == None

def g():
    # ruff: enable[E711]
    a == None
---
# ruff: ignore[E711]
# another comment

def f(a=b == None,
      c=d == None):
    a == None
---
# ruff: ignore[E711]
@f(a == None)
def g(b=c == None): ...
---
        # ruff: ignore[E711]
a == None; b == None
c == None
---
f(
    # ruff: ignore[E711]

    # another comment
    a == None,
    b == None,
)
---
a = '''
# noqa
# ruff: disable[E711]
''', b == None
c == None
---
a = '''
''', b == None  # noqa: E711
c == None
""".strip("\n").split("\n---\n")


def ruff(*paths: str, cwd: str) -> set[tuple[str, int, int]]:
    """Return the places of what ruff finds, by file name."""
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--select=E711"]
    done = subprocess.run(
        [*command, "--output-format=json", *paths], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return {
        (Path(item["filename"]).name, item["location"]["row"], item["location"]["column"])
        for item in json.loads(done.stdout)
    }


def test_ruff_hides_the_same(tmp_path):
    texts = [place.format(comment) for comment in COMMENTS for place in PLACES] + [text + "\n" for text in RANGES]
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.py").write_text(text, encoding="utf-8")
    everything = ruff("--ignore-noqa", ".", cwd=str(tmp_path))
    shown = ruff(".", cwd=str(tmp_path))
    suppressions = {f"{number}.py": parse(Source("a.py", text)) for number, text in enumerate(texts)}
    ours = {one for one in everything if not suppressions[one[0]].hides(diagnostic("E711", one[1]))}
    wrong = {texts[int(name.removesuffix(".py"))] for name, _, _ in ours ^ shown}
    assert len(everything) > len(texts)
    assert not wrong, "\n---\n".join(sorted(wrong))


# What flake8 reads and ruff does not


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa: UEC201: reason",
        "# noqa: UEC201-reason",
        "# noqa:UEC201.",
        "# noqa: UEC2",
        "# NOQA:UEC403,UEC201",
    ],
)
def test_codes_that_flake8_reads(comment):
    assert hides(f"import a  {comment}\n")
    assert not hides(f"import a  {comment}\n", "UEC999")


@pytest.mark.parametrize(
    "comment", ["# FLAKE8: NOQA", "# flake8=noqa", "# flake8-uec: noqa", "#flake8-uec:noqa: UEC201"]
)
def test_whole_file(comment):
    assert hides(f"import a\n{comment}\n")


def test_own_file_directive_names_codes():
    assert not hides("# flake8-uec: noqa: UEC403\nimport a\n", line=2)


# What can be suppressed


@pytest.mark.parametrize("text", ["# noqa\n", "# flake8: noqa\n", "# ruff: file-ignore[UEC000]\n"])
def test_internal_error_is_never_hidden(text):
    assert not hides(text, "UEC000")


def test_conflict_marker_line_carries_no_comment():
    assert not hides("<<<<<<< HEAD # noqa\n=======\n>>>>>>> b\n", "UEC001")


@pytest.mark.parametrize("comment", ["# ruff: noqa: UEC001", "# flake8: noqa", "# ruff: file-ignore[UEC001]"])
def test_conflict_marker_is_hidden_for_the_file(comment):
    assert hides(f"<<<<<<< HEAD\na = 'it's\n=======\n{comment}\n>>>>>>> b\n", "UEC001")


def test_syntax_error_is_hidden_by_name_only():
    assert hides("a = (\nb = 1 1  # noqa: UEC002\n", "UEC002", 2)
    assert not hides("a = (\nb = 1 1  # noqa\n", "UEC002", 2)


def test_finding_without_lines_is_hidden_for_the_file_only():
    nowhere = Diagnostic("a.py", "UEC005", "", "", Range(Position(1, 1), Position(1, 1)))
    assert not parse(Source("a.py", "a  # noqa\n")).hides(nowhere)


def test_noqa_on_any_line_of_the_finding():
    text = "import (\n    a,\n)  # noqa: UEC201\n"
    assert hides(text, "UEC201", 2, 2, 1, 3)
    assert not hides(text, "UEC201", 2, 2)


# Files that do not tokenize


def test_directive_in_a_string_of_a_broken_file():
    text = "a = (\nb = '''\n# flake8: noqa\n'''\nc = '# noqa'\nd  # noqa\n"
    assert [hides(text, line=line) for line in (1, 3, 5, 6)] == [False, False, False, True]


def test_range_in_a_broken_file():
    text = "a = (\n# ruff: disable[UEC201]\nb\n# ruff: enable[UEC201]\nc\n"
    assert [hides(text, line=line) for line in (1, 3, 5)] == [False, True, False]


@pytest.mark.parametrize(
    "text", ["'''\n# noqa", "\0 # noqa", "if a:\n  b\n c  # noqa", " )\n\0# noqa\n", "noqa \\", "$ ? # noqa", "("]
)
def test_nothing_is_raised(text):
    assert not hides(text, line=9)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_those_of_the_source(newline):
    text = newline.join(["a = 'é\u2028'", "\x0cimport b  # noqa: UEC201", "c", ""])
    assert [hides(text, line=line) for line in (1, 2, 3)] == [False, True, False]


# What later rules about suppressions need


def test_directive_says_where_what_and_why():
    text = "import a  # é # noqa: UEC201, F401 -- kept for the old API # more\n"
    directive = only(text)
    assert text[slice(*directive.span)] == "# noqa: UEC201, F401 -- kept for the old API"
    assert directive.codes == ("UEC201", "F401")
    assert directive.reason == "kept for the old API"
    assert directive.kind is Kind.ROW
    assert directive.lines == (1, 1)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("# ruff: noqa", Kind.FILE),
        ("# ruff: file-ignore[A1]", Kind.FILE),
        ("# ruff: ignore[A1]\na", Kind.RANGE),
        ("a  # ruff: ignore[A1]", Kind.ROW),
        ("# ruff: disable[A1]", Kind.RANGE),
    ],
)
def test_kinds(text, kind):
    assert only(text).kind is kind
