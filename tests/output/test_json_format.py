"""JSON: ruff's keys and layout, and the evidence."""

from __future__ import annotations

import json

from flake8_uec.model.diagnostic import Applicability, Edit, Fix
from flake8_uec.model.source import Span
from flake8_uec.output import renderer


def test_layout_and_keys_are_ruffs(ruff, context):
    text = "x = 1\ny = x == None\n"
    ruff.write(text)
    theirs = ruff.output("json")
    ours = "".join(renderer("json")(ruff.findings(), context({"a.py": text})))

    ours_item, theirs_item = json.loads(ours)[1], json.loads(theirs)[1]
    assert [key for key in ours_item if key != "related"] == list(theirs_item)
    differing = {key for key in theirs_item if ours_item[key] != theirs_item[key]}
    assert differing == {"filename", "noqa_row", "url"}
    assert ours.startswith('[\n  {\n    "cell": null,\n') and ours.endswith("  }\n]")


def test_nothing_found_is_an_empty_array(ruff, context):
    ruff.write('"""Fine."""\n')
    assert "".join(renderer("json")([], context())) == ruff.output("json") == "[]"


def test_one_finding(context, diagnostic):
    finding = diagnostic(
        (4, 15, 4, 21), message="日本", noqa_lines=(4, 6), related=(((5, 5, 5, 20), "sets `user_id`"),)
    )
    text = "".join(renderer("json")([finding], context()))
    assert "日本" in text
    assert json.loads(text) == [
        {
            "cell": None,
            "code": "UEC201",
            "end_location": {"column": 21, "row": 4},
            "filename": "/repo/a.py",
            "fix": None,
            "location": {"column": 15, "row": 4},
            "message": "日本",
            "name": "deprecated-engine-import",
            "noqa_row": 4,
            "related": [
                {
                    "filename": "/repo/a.py",
                    "location": {"column": 5, "row": 5},
                    "end_location": {"column": 20, "row": 5},
                    "message": "sets `user_id`",
                }
            ],
            "severity": "error",
            "url": "https://github.com/flake8-uec/flake8-uec/blob/main/docs/rules.md#uec201",
        }
    ]


def test_finding_that_no_noqa_silences_has_no_row_for_one(context, diagnostic):
    (item,) = json.loads("".join(renderer("json")([diagnostic()], context())))
    assert item["noqa_row"] is None


def test_fix_is_an_object_of_ruffs(context, diagnostic):
    edits = Edit(Span(0, 9), ""), Edit(Span(13, 16), "b\nc")
    finding = diagnostic(fix=Fix("Use the new name", edits, Applicability.UNSAFE))
    (item,) = json.loads("".join(renderer("json")([finding], context({"a.py": "import a\né = a.b\n"}))))
    assert list(item["fix"]) == ["applicability", "edits", "message"]
    assert item["fix"] == {
        "applicability": "unsafe",
        "edits": [
            {"content": "", "end_location": {"column": 1, "row": 2}, "location": {"column": 1, "row": 1}},
            {"content": "b\nc", "end_location": {"column": 8, "row": 2}, "location": {"column": 5, "row": 2}},
        ],
        "message": "Use the new name",
    }


def test_fix_of_a_file_that_is_gone_is_none(context, diagnostic):
    finding = diagnostic(fix=Fix("Use the new name", (), Applicability.SAFE))
    (item,) = json.loads("".join(renderer("json")([finding], context())))
    assert item["fix"] is None
