"""Statistics and the closing line."""

from __future__ import annotations

import json

import pytest

from flake8_uec.model.diagnostic import Applicability, Fix
from flake8_uec.output import fixes, statistics, summary

SAFE = Fix("Fix it", (), Applicability.SAFE)
UNSAFE = Fix("Fix it", (), Applicability.UNSAFE)


@pytest.mark.parametrize("color", [False, True])
@pytest.mark.parametrize("count", [1, 12])
def test_text_is_ruffs(ruff, count, color):
    ruff.write("y = x == None   \n" * count + "z = dict(a=1)\n")
    theirs = ruff.output("full", "--statistics", "--color", "always" if color else "never", select="E711,D100,C408")
    findings = [finding for finding in ruff.findings() if finding.code != "W291"]
    assert "".join(statistics.render_text(findings, color=color)) == theirs


def test_json_is_ruffs(ruff):
    ruff.write("y = x == None\n" * 3 + "z = dict(a=1)\n")
    theirs = ruff.output("json", "--statistics")
    assert "".join(statistics.render_json(ruff.findings())) == theirs


def test_column_of_fixes_is_there_when_one_is(diagnostic):
    findings = [
        *[diagnostic(code="UEC201", name="all", fix=SAFE)] * 3,
        *[diagnostic(code="UEC202", name="some", fix=fix) for fix in (SAFE, None)],
        diagnostic(code="UEC203", name="none", fix=UNSAFE),
    ]
    lines = list(statistics.render_text(findings))
    assert lines == ["3\tUEC201\t[*] all\n", "2\tUEC202\t[-] some\n", "1\tUEC203\t[ ] none\n"]
    counts = json.loads("".join(statistics.render_json(findings)))
    assert counts[1] == {"code": "UEC202", "name": "some", "count": 2, "fixable": False, "fixable_count": 1}


def test_what_comments_hide_is_counted_apart(diagnostic):
    shown, hidden = [diagnostic(code="UEC201", name="both")], [diagnostic(code="UEC201", name="both")] * 2
    hidden.append(diagnostic(code="UEC202", name="only"))
    lines = ["Hidden by suppression comments:\n", "2\tUEC201\tboth\n", "1\tUEC202\tonly\n"]
    assert list(statistics.render_hidden(hidden)) == lines
    assert list(statistics.render_hidden([])) == []
    counts = json.loads("".join(statistics.render_json(shown, hidden)))
    assert [(one["code"], one["count"], one["suppressed"]) for one in counts] == [("UEC201", 1, 2), ("UEC202", 0, 1)]


def test_no_findings():
    assert list(statistics.render_text([])) == []
    assert json.loads("".join(statistics.render_json([]))) == []


@pytest.mark.parametrize(
    "findings, line", [(0, "All checks passed!\n"), (1, "Found 1 error.\n"), (2, "Found 2 errors.\n")]
)
def test_summary(diagnostic, findings, line):
    assert list(summary.render([diagnostic()] * findings)) == [line]


def test_summary_in_color():
    assert list(summary.render([], color=True)) == ["\x1b[1;32mAll checks passed!\x1b[0m\n"]


def test_unsafe_fixes_are_hinted_at_unless_asked_for(diagnostic):
    findings = [diagnostic(fix=fix) for fix in (SAFE, UNSAFE, UNSAFE, None)]
    hinted = list(summary.render(findings))
    assert hinted[1:] == ["[*] 1 fixable with `--fix` (2 unsafe fixes available with `--fix --unsafe-fixes`).\n"]
    assert list(summary.render(findings, unsafe_fixes=True))[1:] == ["[*] 3 fixable with `--fix`.\n"]


def test_fixed_findings_are_listed_by_path_most_frequent_first(diagnostic):
    fixed = [
        diagnostic(path="b.py", code="UEC202", name="second"),
        *[diagnostic(path="a.py", code="UEC203", name="third")] * 10,
        diagnostic(path="a.py", code="UEC201", name="first"),
        diagnostic(path="b.py", code="UEC201", name="first"),
    ]
    text = """
Fixed 13 errors:
- /a.py:
    10 \N{MULTIPLICATION SIGN} UEC203 (third)
     1 \N{MULTIPLICATION SIGN} UEC201 (first)
- /b.py:
     1 \N{MULTIPLICATION SIGN} UEC201 (first)
     1 \N{MULTIPLICATION SIGN} UEC202 (second)

"""
    assert "".join(fixes.render(fixed, lambda path: f"/{path}")) == text
    assert list(fixes.render([], str)) == []
