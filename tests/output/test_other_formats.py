"""The formats that other tools read: ruff's text where there is no reason for another, and valid by their schemas."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
import xmlschema

from flake8_uec.model.diagnostic import Severity
from flake8_uec.model.rule import Phase, Rule
from flake8_uec.output import FORMATS, renderer

SCHEMAS = Path(__file__).parents[1] / "schemas"
TEXT = "import os\nx = 1\nif x == None:\n    y = 2\nz = dict(\n    a=1)\n"

NASTY = "a\nb\r%::error::<script>]]>&\"'; \x00\x1b\ufffe\u202e\udc80"
"""What must be escaped everywhere, in messages and in names of files."""

SELECT = "E711,C408,F401"


def rendered(output_format: str, found: list[Any], context: Any, **options: Any) -> str:
    return "".join(renderer(output_format)(found, context({"a.py": TEXT}, **options)))


def as_ours(text: str, folder: Path) -> str:
    """Return ruff's text with our names and addresses in it."""
    text = text.replace(str(folder), "/repo")
    text = re.sub(r"https://docs.astral.sh/ruff/rules/[a-z-]+", "URL", text)
    text = re.sub(r"https://github.com/flake8-uec/[^\"]+#\w+", "URL", text)
    text = text.replace("https://docs.astral.sh/ruff", "https://github.com/flake8-uec/flake8-uec")
    return re.sub(r'title=ruff|"name": "ruff"', lambda match: match[0].replace("ruff", "flake8-uec"), text)


@pytest.mark.parametrize("output_format", ["grouped", "github", "pylint", "rdjson", "azure"])
def test_the_text_is_ruffs(ruff, context, output_format):
    ruff.write(TEXT)
    ours = rendered(output_format, ruff.findings(SELECT), context)
    theirs = as_ours(ruff.output(output_format, select=SELECT), ruff.folder)
    assert as_ours(ours, ruff.folder) == theirs


def test_json_lines_are_the_objects_of_json(ruff, context):
    ruff.write(TEXT)
    found = ruff.findings(SELECT)
    lines = rendered("json-lines", found, context).split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == json.loads(rendered("json", found, context))


def test_gitlab_is_ruffs_but_for_the_fingerprints(ruff, context):
    ruff.write(TEXT)
    ours = json.loads(rendered("gitlab", ruff.findings(SELECT), context))
    theirs = json.loads(ruff.output("gitlab", select=SELECT))
    assert [{**one, "fingerprint": ""} for one in ours] == [{**one, "fingerprint": ""} for one in theirs]


@pytest.mark.parametrize("output_format", ["gitlab", "sarif"])
def test_a_fingerprint_stays_when_the_line_moves_and_no_two_are_the_same(diagnostic, context, output_format):
    def marks(*places: int) -> list[str]:
        found = [diagnostic((line, 1, line, 5), scope="test_a", text="Mock()") for line in places]
        value = json.loads(rendered(output_format, found, context))
        if output_format == "gitlab":
            return [one["fingerprint"] for one in value]
        return [one["partialFingerprints"]["flake8UecFinding/v1"] for one in value["runs"][0]["results"]]

    assert marks(1, 2) == marks(3, 9)
    assert len(set(marks(1, 2, 3))) == 3


def test_github_keeps_within_its_limit_and_tells_the_rest_as_text(diagnostic, context):
    lines = rendered("github", [diagnostic((line, 1, line, 2)) for line in range(1, 15)], context).splitlines()
    assert [line.startswith("::error ") for line in lines] == [True] * 10 + [False] * 4
    assert lines[-1] == "a.py:14:1: UEC201 Old name"


def junit_is_valid(text: str) -> bool:
    return bool(xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd")).is_valid(text))


def test_junit_is_valid_and_holds_each_finding(diagnostic, context):
    text = rendered("junit", [diagnostic((2, 1, 2, 2)), diagnostic(path="b.py", message=NASTY)], context)
    assert junit_is_valid(text.encode("utf-8", "backslashreplace").decode())
    cases = ElementTree.fromstring(text.encode("utf-8", "backslashreplace")).findall(".//testcase")
    assert [case.get("classname") for case in cases] == ["/repo/a", "/repo/b"]
    assert cases[0].find("failure").text == "line 2, col 1, Old name"


def test_junit_without_findings_has_a_case_that_passed(context):
    text = rendered("junit", [], context)
    assert junit_is_valid(text)
    assert '<testcase name="No errors found"' in text


RULE = Rule(
    code="UEC201", name="deprecated-engine-import", phase=Phase.NAME, doc="Old.\n\n## What it does\nFlags it.\n"
)


def sarif(found: list[Any], context: Any, **fields: Any) -> Any:
    shown = replace(context({"a.py": TEXT}), rules=(RULE,), **fields)
    value = json.loads("".join(renderer("sarif")(found, shown)).encode("utf-8", "backslashreplace"))
    schema = json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text("utf-8"))
    jsonschema.Draft4Validator(schema).validate(value)
    return value["runs"][0]


def test_sarif_is_valid_with_all_that_a_finding_has(ruff, diagnostic, context):
    ruff.write(TEXT)
    evidence = diagnostic((2, 1, 2, 2), related=(((1, 1, 1, 2), "set here"),))
    run = sarif([evidence, *ruff.findings(SELECT)], context)
    assert [one["ruleId"] for one in run["results"]] == ["F401", "UEC201", "E711", "C408"]
    assert run["results"][1]["relatedLocations"][0]["message"]["text"] == "set here"
    assert run["results"][0]["fixes"][0]["description"]["text"] == "Remove unused import: `os`"
    (rule,) = [one for one in run["tool"]["driver"]["rules"] if one["id"] == "UEC201"]
    assert rule["help"]["markdown"].startswith("## What it does")


def test_sarif_has_relative_addresses(diagnostic, context):
    run = sarif([diagnostic(path="a b/ä.py"), diagnostic(path="../c.py")], context)
    artifacts = [one["locations"][0]["physicalLocation"]["artifactLocation"] for one in run["results"]]
    assert {"uri": "a%20b/%C3%A4.py", "uriBaseId": "SRCROOT"} in artifacts
    assert run["originalUriBaseIds"]["SRCROOT"]["uri"] == "file:///repo/"


def test_sarif_marks_what_is_hidden(diagnostic, context):
    new, known, excused = (diagnostic((line, 1, line, 2)) for line in (1, 2, 3))
    hidden = {"external": [known], "inSource": [excused]}
    results = sarif([new], context, hidden=hidden, compares=True)["results"]
    assert [one.get("suppressions") for one in results] == [None, [{"kind": "external"}], [{"kind": "inSource"}]]
    assert [one["baselineState"] for one in results] == ["new", "unchanged", "new"]


def test_sarif_without_findings(context):
    assert sarif([], context)["results"] == []


@pytest.mark.parametrize("output_format", FORMATS)
def test_whatever_a_message_or_a_name_holds_stays_in_its_place(diagnostic, context, output_format):
    plain = rendered(output_format, [diagnostic(path="gone.py"), diagnostic((2, 1, 2, 2))], context)
    nasty = rendered(output_format, [diagnostic(message=NASTY, path=NASTY), diagnostic((2, 1, 2, 2))], context)
    assert "\x1b" not in nasty
    if output_format in ("json", "gitlab", "rdjson", "sarif"):
        json.loads(nasty)
    elif output_format == "json-lines":
        assert [json.loads(line)["code"] for line in nasty.split("\n")[:-1]] == ["UEC201", "UEC201"]
    else:
        assert nasty.count("\n") <= plain.count("\n")
        assert output_format != "junit" or "<script>" not in nasty


def test_a_warning_in_junit_is_a_case_that_was_skipped(diagnostic, context):
    text = rendered("junit", [diagnostic((2, 1, 2, 2)), diagnostic((3, 1, 3, 2), severity=Severity.WARNING)], context)
    assert junit_is_valid(text)
    assert 'tests="2" skipped="1" errors="0" failures="1"' in text


def test_github_keeps_as_many_errors_as_warnings(diagnostic, context):
    found = [diagnostic((line, 1, line, 2), severity=level) for line in range(1, 13) for level in Severity]
    commands = [line.partition(" ")[0] for line in rendered("github", found, context).splitlines()]
    assert (commands.count("::error"), commands.count("::warning")) == (10, 10)
    assert len(commands) == 24
