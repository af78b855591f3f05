"""UEC000."""

from __future__ import annotations

from flake8_uec.model.rule import Phase, Rule

internal_error = Rule(
    code="UEC000",
    name="internal-error",
    phase=Phase.ENGINE,
    doc="""A rule that failed.

## What it does
Reports a rule that raised an error on a file, and names it. The other rules and files go on; the exit code
is 2.

## Why is this bad
It is a defect of the linter, and what the rule would have found in this file is not known. It can be neither
deselected nor suppressed.
""",
)
