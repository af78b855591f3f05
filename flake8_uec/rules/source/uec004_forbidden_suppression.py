"""UEC004."""

from __future__ import annotations

from flake8_uec.model.rule import Phase, Rule

forbidden_suppression = Rule(
    code="UEC004",
    name="forbidden-suppression",
    phase=Phase.ENGINE,
    doc="""Suppression comment that the project does not allow.

## What it does
Flags a suppression comment of a code that the project lists as `unsuppressible`, which then hides nothing, and
where `require-reasons` is set, one that gives no reason behind its codes. Under flake8, whose own `noqa` acts last,
neither can hold.

## Why is this bad
What lets one user see another's data must not be waved through by a comment; and a reason is what the next reader
needs to tell whether it still holds.
""",
)
