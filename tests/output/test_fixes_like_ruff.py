"""For the same fixes, the same text as ruff, to the byte."""

from __future__ import annotations

import pytest

from flake8_uec.output import diff, fixes, renderer, statistics, summary
from tests.output.test_like_ruff import comparable

SELECT = "F401,F541,F821,E711,B006,SIM105,I001"

FAR = "x = 1\n\n\ndef f():\n{}    try:\n        g(x)\n    except ValueError:\n        pass\n"
ARGUMENT = 'def f(a=[]):\n    """One.\n{}    """\n    return a\n'

TEXTS = {
    "replaced": "x = 1\ny = x == None\nz = 1\n",
    "removed": "import os\nimport sys\n\nx = sys\n",
    "all removed": "import os\n",
    "last line removed": "x = 1\nimport os",
    "two on a line": "y = x == None or y == None\n",
    "one of several lines": "from a import (\n    b,\n    c,\n)\n\nprint(b)\n",
    "blank line added": "import os\nimport third\nprint(os, third)\n",
    "changes in two places": FAR.format(""),
    "changes far apart": FAR.format("    x = 1\n" * 5),
    "changes far apart, wider line numbers": FAR.format("    x = 1\n" * 97),
    "four lines between": ARGUMENT.format("2\n" * 2),
    "five lines between": ARGUMENT.format("2\n" * 3),
    "no line break at the end": "import os\nx = 1",
    "carriage returns": "import os\r\nx = 1\r\ny = x == None\r\n",
    "tabs": "def f():\n\ty = f == None\n\treturn y\n",
    "form feed": "x = 1\n\x0cy = x == None\n\x0cz = '\u2028'\n",
    "control characters": "y = x == None; z = '\x07\x08\x1b[31m\x7f'\n",
    "text direction": "y = x == None; z = '\u202e\u200d'\n",
    "no word in common": "from a import b\nfrom c import d\nprint(d)\n",
}  # fmt: skip

RUNS = {
    "safe and unsafe": "import os\n\nx = f'a'\ny = x == None\nundefined\n",
    "safe": "import os\n\nx = f'a'\n",
    "one of each": "import os\n\nx = 1 == None\n",
    "unsafe": "y = 1 == None\nz = 2 == None\n",
    "no fix": "undefined\n",
    "nothing found": "x = 1\n",
}

COLORS = pytest.mark.parametrize("color", [False, True], ids=["plain", "color"])
UNSAFE = pytest.mark.parametrize("unsafe_fixes", [False, True], ids=["safe", "unsafe"])


def options(output_format: str, *, color: bool = False, unsafe_fixes: bool = False) -> list[str]:
    unsafe = ["--unsafe-fixes"] * unsafe_fixes
    return ["--select", SELECT, "--output-format", output_format, "--color", "always" if color else "never", *unsafe]


@COLORS
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_each_finding_shows_its_fix(ruff, context, text, color):
    ruff.write(text)
    findings = ruff.findings(SELECT)
    rendered = "".join(renderer("full")(findings, context({"a.py": text}, color=color)))
    tail = "".join(summary.render(findings, color=color))
    assert "help" in rendered
    assert rendered + tail == comparable(ruff.run(*options("full", color=color)))


@COLORS
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_diff(ruff, text, color):
    ruff.write(text)
    theirs = ruff.run(*options("full", color=color, unsafe_fixes=True), "-q", "--diff")
    ruff.run(*options("full", unsafe_fixes=True), "--fix-only")
    assert "".join(diff.render("a.py", text, ruff.read(), color=color)) == theirs != ""


@UNSAFE
@pytest.mark.parametrize("output_format", ["concise", "full"])
@pytest.mark.parametrize("text", RUNS.values(), ids=RUNS.keys())
def test_unsafe_fixes_count_where_they_are_asked_for(ruff, context, text, output_format, unsafe_fixes):
    ruff.write(text)
    findings = ruff.findings(SELECT)
    shown = context({"a.py": text}, unsafe_fixes=unsafe_fixes)
    rendered = "".join(renderer(output_format)(findings, shown))
    tail = "".join(summary.render(findings, unsafe_fixes=unsafe_fixes))
    assert rendered + tail == ruff.run(*options(output_format, unsafe_fixes=unsafe_fixes))


@UNSAFE
@pytest.mark.parametrize("text", RUNS.values(), ids=RUNS.keys())
def test_statistics(ruff, text, unsafe_fixes):
    ruff.write(text)
    findings = ruff.findings(SELECT)
    text_options, json_options = (options(each, unsafe_fixes=unsafe_fixes) for each in ("full", "json"))
    rendered = "".join(statistics.render_text(findings, unsafe_fixes=unsafe_fixes))
    assert rendered == ruff.run(*text_options, "-q", "--statistics")
    if findings:
        rendered = "".join(statistics.render_json(findings, unsafe_fixes=unsafe_fixes))
        assert rendered == ruff.run(*json_options, "--statistics")


@UNSAFE
@pytest.mark.parametrize("text", RUNS.values(), ids=RUNS.keys())
def test_summary_of_a_run_that_fixes(ruff, context, text, unsafe_fixes):
    ruff.write(text)
    before = ruff.findings(SELECT)
    theirs = ruff.run(*options("concise", unsafe_fixes=unsafe_fixes), "--fix")
    remaining = ruff.findings(SELECT)
    rendered = "".join(renderer("concise")(remaining, context()))
    tail = "".join(summary.render(remaining, len(before) - len(remaining), unsafe_fixes=unsafe_fixes))
    assert rendered + tail == theirs


@UNSAFE
@pytest.mark.parametrize("text", RUNS.values(), ids=RUNS.keys())
def test_summary_of_a_run_that_speaks_of_fixes_alone(ruff, text, unsafe_fixes):
    ruff.write(text)
    before = ruff.findings(SELECT)
    arguments = options("full", unsafe_fixes=unsafe_fixes)
    previewed, made = ruff.run(*arguments, "--diff"), ruff.run(*arguments, "--fix-only")
    remaining = ruff.findings(SELECT)

    def tail(applied: bool) -> str:
        fixed = len(before) - len(remaining)
        return "".join(summary.render_fixed(remaining, fixed, applied=applied, unsafe_fixes=unsafe_fixes))

    assert tail(applied=True) == made
    assert "".join(diff.render("a.py", text, ruff.read())) + tail(applied=False) == previewed


@COLORS
def test_list_of_what_was_fixed(ruff, color):
    ruff.write("import os\n\nx = 1\n" + "x = f'a'\n" * 11 + "y = x == None\ny = x == None\n")
    before = ruff.findings(SELECT)
    theirs = ruff.run(*options("concise", color=color, unsafe_fixes=True), "--fix", "--show-fixes")
    tail = "".join(summary.render([], len(before), unsafe_fixes=True, color=color))
    assert "".join(fixes.render(before, lambda path: path, color=color)) + tail == theirs
