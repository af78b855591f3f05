"""What `full` shows that ruff's own findings cannot teach: evidence of several kinds, vanished files."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flake8_uec.model.diagnostic import Applicability, Edit, Fix, Related
from flake8_uec.model.source import Span
from flake8_uec.output import renderer

MOCK = dedent(
    """\
    from unittest.mock import Mock

    def test_it():
        context = Mock()
        context.user_id = "u1"
        context.thread_id = "t1"
        assert run(context)
    """
)


@pytest.fixture
def full(context):
    def render(finding, text=None, **options):
        files = {} if text is None else {"a.py": text}
        return "".join(renderer("full")([finding], context(files, **options)))

    return render


def test_evidence_below_the_finding_shares_its_snippet(full, diagnostic):
    finding = diagnostic(
        (4, 15, 4, 21),
        code="UEC102",
        message="`context` is a mock",
        related=(((5, 5, 5, 20), "sets `user_id`"), ((6, 5, 6, 22), "sets `thread_id`")),
    )
    assert full(finding, MOCK) == dedent(
        """\
        UEC102 `context` is a mock
         --> a.py:4:15
          |
        3 | def test_it():
        4 |     context = Mock()
          |               ^^^^^^
        5 |     context.user_id = "u1"
          |     --------------- sets `user_id`
        6 |     context.thread_id = "t1"
          |     ----------------- sets `thread_id`
        7 |     assert run(context)
          |

        """
    )


def test_evidence_on_the_line_of_the_finding_has_a_row_of_its_own(full, diagnostic):
    finding = diagnostic((1, 5, 1, 11), related=(((1, 1, 1, 2), "named here"),))
    assert full(finding, "c = Mock()\n") == dedent(
        """\
        UEC201 Old name
         --> a.py:1:5
          |
        1 | c = Mock()
          | - named here
          |     ^^^^^^

        """
    )


def test_evidence_inside_a_block(full, diagnostic):
    finding = diagnostic((1, 5, 3, 2), related=(((2, 5, 2, 6), "first"),))
    assert full(finding, "x = f(\n    a=1,\n)\n") == dedent(
        """\
        UEC201 Old name
         --> a.py:1:5
          |
        1 |   x = f(
          |  _____^
        2 | |     a=1,
          | |     - first
        3 | | )
          | |_^

        """
    )


def test_of_evidence_over_several_lines_the_first_is_marked(full, diagnostic):
    finding = diagnostic((4, 1, 4, 2), related=(((1, 1, 3, 2), "called here"),))
    assert full(finding, "f(\n    1\n)\ng()\n") == dedent(
        """\
        UEC201 Old name
         --> a.py:4:1
          |
        1 | f(
          | -- called here
        2 |     1
        3 | )
        4 | g()
          | ^

        """
    )


def test_block_that_ends_at_the_start_of_a_line_stops_at_the_line_before(full, diagnostic):
    assert full(diagnostic((2, 1, 4, 1)), "x = 1\n\n\n") == dedent(
        """\
        UEC201 Old name
         --> a.py:2:1
          |
        1 |   x = 1
        2 | /
        3 | |
          | |_^

        """
    )


def test_evidence_in_another_file(context, diagnostic):
    other = Related("b.py", diagnostic((1, 7, 1, 10)).range, "defined here")
    finding = diagnostic((1, 1, 1, 4))
    finding = type(finding)("a.py", "UEC201", "n", "Old name", finding.range, related=(other,))
    files = {"a.py": "Old()\n", "b.py": "class Old: ...\n"}
    assert "".join(renderer("full")([finding], context(files))) == dedent(
        """\
        UEC201 Old name
         --> a.py:1:1
          |
        1 | Old()
          | ^^^
          |
         ::: b.py:1:7
          |
        1 | class Old: ...
          |       --- defined here

        """
    )


def test_file_that_is_gone_is_named_without_a_snippet(full, diagnostic):
    finding = diagnostic((4, 15, 4, 21), related=(((5, 5, 5, 20), "sets `user_id`"),))
    assert full(finding) == "UEC201 Old name\n--> a.py:4:15\n::: a.py:5:5: sets `user_id`\n\n"


def test_end_of_the_file_is_shown_after_its_last_line(full, diagnostic):
    """Ruff's snippet; its header names the line before, unlike its other formats."""
    assert full(diagnostic((3, 1, 3, 1)), "def f(x):\n    return (x,\n") == dedent(
        """\
        UEC201 Old name
         --> a.py:3:1
          |
        1 | def f(x):
        2 |     return (x,
          |               ^

        """
    )


def test_finding_about_the_whole_file_shows_no_line(full, diagnostic):
    assert full(diagnostic((1, 1, 1, 1)), "x = 1\n") == "UEC201 Old name\n--> a.py:1:1\n\n"


def test_file_that_has_shrunk_shows_its_end(full, diagnostic):
    output = full(diagnostic((40, 15, 42, 21)), "x = 1\n")
    assert output == "UEC201 Old name\n --> a.py:40:15\n  |\n1 | x = 1\n  |      ^\n\n"


@pytest.mark.parametrize("output_format", ["full", "concise"])
def test_messages_cannot_drive_the_terminal(context, diagnostic, output_format):
    finding = diagnostic(message="\x1b[2J", related=(((1, 1, 1, 2), "\x1b[31mred"),))
    for files in ({}, {"a.py": "x = 1\n"}):
        assert "\x1b" not in "".join(renderer(output_format)([finding], context(files)))


PLACES = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=2, max_size=2).map(sorted)


@given(st.text("ab\n\t\r\f \u65e5\u0301", max_size=30), PLACES, st.lists(PLACES, max_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_any_range_of_any_text_renders(full, diagnostic, text, place, evidence):
    """Files change between the finding and its rendering: no range may be refused."""
    flat = [(*start, *end) for start, end in (place, *evidence)]
    output = full(diagnostic(flat[0], related=tuple((where, "why") for where in flat[1:])), text)
    assert output.startswith("UEC201 Old name\n")
    assert output.count("why") == len(evidence)
    assert output.endswith("\n\n")


def test_fix_is_shown_after_the_evidence(full, diagnostic):
    fix = Fix("Use the new name", (Edit(Span(12, 15), "New"),), Applicability.UNSAFE)
    finding = diagnostic((2, 7, 2, 10), related=(((1, 1, 1, 2), "named here"),), fix=fix)
    assert full(finding, "x = 1\rif x: Old()\r") == dedent(
        """\
        UEC201 Old name
         --> a.py:2:7
          |
        1 | x = 1
          | - named here
        2 | if x: Old()
          |       ^^^
        help: Use the new name
          |
        1 | x = 1
          - if x: Old()
        2 + if x: New()
          |
        note: This is an unsafe fix and may change runtime behavior

        """
    )


def test_fix_of_a_file_that_is_gone_has_a_title_alone(full, diagnostic):
    fix = Fix("Use the new name", (Edit(Span(0, 1), "y"),), Applicability.SAFE)
    assert full(diagnostic(fix=fix)) == "UEC201 [*] Old name\n--> a.py:1:1\nhelp: Use the new name\n\n"


EDGES = st.lists(st.integers(0, 40), max_size=8, unique=True).map(sorted)


@given(st.text("ab\n\r\t", max_size=30), EDGES, st.text("ab\n", max_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_any_fix_of_any_text_renders(full, diagnostic, text, edges, content):
    """A file may also change between the fix and its rendering."""
    edits = tuple(Edit(Span(*edge), content) for edge in zip(edges[::2], edges[1::2], strict=False))
    for color in (False, True):
        output = full(diagnostic((1, 1, 1, 1), fix=Fix("Use it", edits, Applicability.SAFE)), text, color=color)
        assert "\r" not in output
        assert output.endswith("\n\n")


def test_findings_follow_one_another(context, diagnostic):
    blocks = list(renderer("full")([diagnostic(), diagnostic()], context({"a.py": "x\n"})))
    assert len(blocks) == 2
    assert blocks[0] == blocks[1]
