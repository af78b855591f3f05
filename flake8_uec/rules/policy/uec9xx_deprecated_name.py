"""UEC900 to UEC999: a rule for each code of its own that a policy defines."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.policy import KINDS, Deprecation, Policy
from flake8_uec.model.rule import Phase, Rule
from flake8_uec.semantics import deprecations, replacements
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import Reference

_DOC = """Use of a name that this project deprecates.

## What it does
Flags {names}, as `[[tool.flake8-uec.deprecated]]` says.

## Why is this bad
The project's own policy deprecates it.{advice}
"""

_FIX = """
## Fix safety
The import of a name and all its uses in the file get the replacement at once, or none does. The fix is safe where the
policy says `safe = true` and where both names lead to the same object; it is unsafe elsewhere, and where another file
may import the name from this one.
"""


own_code = Rule(
    code="UEC9xx",
    name="deprecated-name",
    phase=Phase.ENGINE,
    doc="""Use of a name that the project itself deprecates.

## What it does
The codes UEC900 to UEC999 are a project's own. Each entry of `[[tool.flake8-uec.deprecated]]` names what is to go,
what replaces it, and the code to report it under:

```toml
[[tool.flake8-uec.deprecated]]
name = "shop.cart.Cart"
replacement = "shop.basket.Basket"
code = "UEC900"
```

`code` covers the import of the name, its calls, its other uses and its patches; `codes` gives one code a kind, and
`codes = { sibling = "UEC901" }` also flags every other name of its module. The module that defines the name is left
alone. `flake8-uec config deprecated` explains every key.

Many names that only change are one entry, `name` no more than what it goes by:

```toml
[[tool.flake8-uec.deprecated]]
name = "shop.renamed"
code = "UEC902"

[tool.flake8-uec.deprecated.renames]
"shop.cart.Cart" = "shop.basket.Basket"
"shop.cart.total" = "shop.basket.price"
```

Where uses are reported, a variable that was given the name is not reported again. `examples/policies` holds the
migrations to NumPy 2.0 and Airflow 3.0 as policies.

An entry may say of which files it is (`paths`, `exempt`, `where = "tests"`), on which days (`since = 2026-12-01`,
`until`), that it is a `severity = "warning"`, which fails no run, and in which words (`message`). So may the tables of
the other rules, of which there may be several, each by a name and under codes of its own:

```toml
[[tool.flake8-uec.mocks]]
name = "http"
names = ["responses.RequestsMock"]
factory = "lib.testing.HttpFactory"
code = "UEC910"                        # or one for a rule: codes = { UEC403 = "UEC910" }
where = "tests"
```

## Why is this bad
The project's own policy deprecates the name.
"""
    + _FIX,
)


def _check(reference: Reference, module: Module, *, code: str) -> Iterator[Finding]:
    return deprecations.check(reference, module, code, replacements.renamed)


def _is_replaced(entry: Deprecation) -> bool:
    return any(one.replacement or one.expression for one in entry.each())


def codes_of(policy: Policy) -> frozenset[str]:
    """Return the codes of the policy's deprecations."""
    return frozenset(entry.code_of(kind) for entry in policy.deprecated for kind in KINDS) - {""}


def rule_of(policy: Policy, code: str) -> Rule:
    """Return the rule of a code of the policy's deprecations that no rule has else."""
    entries = [entry for entry in policy.deprecated if any(entry.code_of(kind) == code for kind in KINDS)]
    names = ", ".join(f"`{one.name}`" for entry in entries for one in entry.each())
    advice = "".join(f" {entry.message}" for entry in entries if entry.message)
    return Rule(
        code=code,
        name="deprecated-name",
        phase=Phase.NAME,
        doc=_DOC.format(names=names, advice=advice) + (_FIX if any(map(_is_replaced, entries)) else ""),
        check=partial(_check, code=code),
        names=partial(deprecations.wanted, code=code),
    )
