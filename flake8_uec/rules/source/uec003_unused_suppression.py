"""UEC003."""

from __future__ import annotations

from flake8_uec.model.rule import Phase, Rule

unused_suppression = Rule(
    code="UEC003",
    name="unused-suppression",
    phase=Phase.ENGINE,
    doc="""Suppression comment that hides nothing.

## What it does
Flags a suppression comment that names a code of this linter which finds nothing there. Codes of other tools, and
codes that are not on in this run, are left alone, and so is every comment of a file that does not parse. Under
flake8, which acts on comments itself, it is off.

## Why is this bad
A comment that hides nothing today hides the next defect on its line.

## Fix safety
The fix takes the code out of a `noqa`, and the comment where no code is left; it is safe.
""",
)
