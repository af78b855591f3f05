"""For the same findings, the same text as ruff, to the byte."""

from __future__ import annotations

import re

import pytest

from flake8_uec.output import renderer

INPUTS = {
    "first line": "x == None\ny = 1\nz = 1\nt = 1\n",
    "last line, no line break": "x = 1\ny = x == None",
    "blank neighbours": "\n\nx = 1\n\nif x == None:\n\n\n    pass\n\n\n",
    "blank but for spaces": "x = 1\n   \ny = x == None\n  \t\nz = 1\n",
    "tabs": "def f():\n\tx = 1\n\tif\tx == None:\n\t\ty = 2\n",
    "wide": "名前 = '日本語' ; 値 = x == None\n",
    "combining": "z = 'é́'; y = x == None\n",
    "emoji": "b = '\U0001f600\U0001f469\u200d\U0001f467' ; c = x == None\n",
    "control characters": "a = '\x1b[31m\x00\x7f\x08' ; b = x == None\n",
    "text direction": "a = '\u202e\u2066' ; b = x == None\n",
    "form feed": "x = 1\n\x0cy = x == None\nz = '\u2028' ; y = x == None\n",
    "carriage returns": "x = 1\r\nif x == None:\r\n    pass\r\n",
    "block from the middle": "y = 2; z = dict(\n    a=1,\n\n    b=2,\n)\nq = 1\n",
    "block from the start": "def f(a):\n    if a:\n        b = 1\n    else:\n        b = 2\n    return b\n",
    "blocks that share a line": "d = dict(\n  a=1); e = dict(\n  b=2)\n",
    "long block": "z = dict(\n" + "".join(f"    a{number}=1,\n" for number in range(20)) + ")\n",
    "end at the start of a line": "def f(:\n    return 1\n",
    "trailing spaces": "x = 1   \ny = 2\n",
    "wider line numbers": "x = 1\n" * 97 + "y = x == None\nz = 1\nz = 2\n",
    "wider line numbers below": "x = 1\n" * 7 + "y = x == None\nz = 1\nz = 2\n",
    "cut right": "y = x == None  # " + "c" * 300 + "\nz = 1\n",
    "cut left": "y = 1\nz = '" + "a" * 180 + "'; y = x == None; z = 1\nt = 1\n",
    "cut on both sides": "z = '" + "a" * 180 + "'; y = x == None; z = '" + "a" * 180 + "'\n",
    "span wider than the window": "a = dict(b=" + "1+" * 100 + "1)\n",
    "wide block": "z = dict(\n  " + "b" * 200 + "=1)\n",
    "deep indentation": "if x:\n\n\n\n" + " " * 40 + "y = x == None  # " + "c" * 100 + "\n",
    "empty": "",
}  # fmt: skip


@pytest.mark.parametrize("color", [False, True], ids=["plain", "color"])
@pytest.mark.parametrize("output_format", ["full", "concise"])
@pytest.mark.parametrize("text", INPUTS.values(), ids=INPUTS.keys())
def test_text(ruff, context, text, output_format, color):
    ruff.write(text)
    findings = ruff.findings()
    assert findings

    rendered = "".join(renderer(output_format)(findings, context({"a.py": text}, color=color)))

    expected = ruff.output(output_format, "--color", "always" if color else "never")
    assert rendered == comparable(expected)


def comparable(text: str) -> str:
    """Drop what ruff's JSON lacks (titles without a fix), the colon of its syntax errors, and the line breaks of
    the file in the lines of a fix."""
    text = re.sub(r"^(\x1b\[\d+m)*help.*\n(?=\n)", "", text, flags=re.MULTILINE)
    return re.sub(r"(invalid-syntax(?:\x1b\[0m)?):", r"\1", text).replace("\r\n", "\n")


DISTANCES = {
    "on the next line": "import os\nimport os\n",
    "lines that touch": "import os\nx = 1\nx = 2\nx = 3\nx = 4\nimport os\ny = 1\n",
    "lines apart": "import os\nx = 1\nx = 2\nx = 3\nx = 4\nx = 5\nimport os\ny = 1\n",
    "lines apart, last line": "import os\n\n\n\n\n\n\n\n\n\n\n\nimport os",
}


@pytest.mark.parametrize("color", [False, True], ids=["plain", "color"])
@pytest.mark.parametrize("text", DISTANCES.values(), ids=DISTANCES.keys())
def test_evidence(ruff, context, diagnostic, text, color):
    """Evidence stands where ruff puts an earlier definition; ours says nothing beside the finding itself."""
    ruff.write(text)
    line = len(text.splitlines()) - text.endswith("y = 1\n")
    finding = diagnostic(
        (line, 8, line, 10),
        code="F811",
        message="Redefinition of unused `os` from line 1",
        related=(((1, 8, 1, 10), "previous definition of `os` here"),),
    )

    rendered = "".join(renderer("full")([finding], context({"a.py": text}, color=color)))

    unfixed = ("--unfixable", "ALL", "--color", "always" if color else "never")
    theirs = ruff.output("full", *unfixed, select="F811")
    assert rendered == comparable(re.sub(r" (\x1b\[\d+m)*`os` redefined here(\x1b\[0m)?", "", theirs))
