"""UEC005."""

from __future__ import annotations

from flake8_uec.model.rule import Phase, Rule

io_error = Rule(
    code="UEC005",
    name="io-error",
    phase=Phase.ENGINE,
    doc="""File that cannot be read.

## What it does
Reports a path that does not exist, a file that may not be read or vanished during the run, and one that is
no text in the encoding that it declares. Ruff reports the same as E902.

## Why is this bad
What cannot be read is not linted, and a clean report would be a false one.
""",
)
