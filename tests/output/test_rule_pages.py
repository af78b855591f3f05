"""Documentation made from rules."""

from __future__ import annotations

import json
import re

from flake8_uec.model.rule import Allowed, Example, Phase, Rule
from flake8_uec.output import rules

DOC = """\
Import of an old name.

## What it does
Flags the old name.

## Why is this bad
It goes away.

## Fix safety
It is safe.
"""

RULE = Rule(
    code="UEC201",
    name="deprecated-engine-import",
    phase=Phase.NAME,
    doc=DOC,
    examples=(Example(bad="import old\n", good="import new\n"),),
    allowed=(Allowed("```\n", because="this is the new one", path="docs/a.md"),),
)
OPT_IN = Rule(code="UEC103", name="suspected|mock", phase=Phase.NODE, doc="A a | b.", optional=True)

TEXT = """\
# deprecated-engine-import (UEC201)

Belongs to the family **Execution engines**.

Fix is sometimes available.

## What it does
Flags the old name.

## Why is this bad
It goes away.

## Example
```python
import old
```

Use instead:
```python
import new
```

## Never flagged
This is the new one:
In `docs/a.md`:
````
```
````

## Fix safety
It is safe.
"""


def test_text():
    assert rules.render_text(RULE) == TEXT


def test_opt_in_says_so():
    assert "This rule is opt-in: select `UEC103` in full" in rules.render_text(OPT_IN)
    assert "opt-in" not in rules.render_text(RULE)


def test_json():
    rule = json.loads(rules.render_json(RULE))
    explanation = rule.pop("explanation")
    assert explanation == TEXT[TEXT.index("## What it does") :]
    assert rule == {
        "name": "deprecated-engine-import",
        "code": "UEC201",
        "linter": "Execution engines",
        "summary": "Import of an old name.",
        "fix": "Fix is sometimes available.",
        "fix_availability": "Sometimes",
        "preview": False,
        "opt_in": False,
        "url": "https://github.com/flake8-uec/flake8-uec/blob/main/docs/rules.md#uec201",
    }


def test_all():
    assert [each["code"] for each in json.loads(rules.render_all_json([RULE, OPT_IN]))] == [
        "UEC201",
        "UEC103",
    ]
    assert rules.render_all_text([RULE, RULE]) == f"{TEXT}\n{TEXT}"


def test_page_links_every_rule_to_its_section():
    page = rules.rules_page([RULE, OPT_IN])
    links = re.findall(r"\]\(#(\w+)\)", page)
    assert links == re.findall(r'<a id="(\w+)"></a>\n\n### ', page) == ["uec103", "uec201"]
    assert re.findall(r"^## (.+)", page, re.MULTILINE) == ["User contexts", "Execution engines"]


def test_page_nests_the_sections_of_a_rule_under_it():
    page = rules.rules_page([RULE])
    assert re.findall(r"^#### (.+)", page, re.MULTILINE) == [
        "What it does", "Why is this bad", "Example", "Never flagged", "Fix safety",
    ]  # fmt: skip


def test_a_bar_in_a_summary_does_not_break_the_table():
    assert "| A a \\| b. |" in rules.rules_page([OPT_IN])
