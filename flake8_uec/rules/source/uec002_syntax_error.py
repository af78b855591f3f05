"""UEC002."""

from __future__ import annotations

from flake8_uec.model.rule import Phase, Rule

syntax_error = Rule(
    code="UEC002",
    name="syntax-error",
    phase=Phase.ENGINE,
    doc="""File that does not parse.

## What it does
Reports a file that Python's own parser refuses: the place, the parser's words, and which Python's grammar was
used. What can be had of the file is linted all the same: both sides of a conflict, and otherwise every
top-level block that parses; of one that does not, the lines before its error.

Where the code is not selected, only files with a trigger word of a rule are parsed, and a warning on standard
error still tells that some did not. Under flake8, which reports E999, it is left out.

## Why is this bad
What does not parse cannot be linted as a whole, and a clean report would be a false one.
""",
)
