"""A JUnit report: a suite a file, a failed case an error. A warning is a case that was skipped: it fails nothing.

It is ruff's but for the attributes that the schema of Jenkins does not know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import PurePath
from xml.sax.saxutils import escape, quoteattr

from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.output.ansi import visible
from flake8_uec.output.context import RenderContext

_PACKAGE = "org.flake8-uec"
_NO_CHARACTERS = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")
"""What XML has no place for beside control characters."""


def render(diagnostics: Sequence[Diagnostic], context: RenderContext) -> Iterator[str]:
    """Yield a report; without findings, it has one case that passed."""
    total = max(len(diagnostics), 1)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="flake8-uec" tests="{total}" failures="{_errors(diagnostics)}" errors="0">\n'
    for path, group in groupby(diagnostics, key=lambda one: one.path):
        yield from _suite(context.absolute(path), list(group))
    if not diagnostics:
        yield _opening("flake8-uec", 1, 0, 0)
        yield '        <testcase name="No errors found" classname="flake8-uec"/>\n    </testsuite>\n'
    yield "</testsuites>\n"


def _suite(path: str, group: Sequence[Diagnostic]) -> Iterator[str]:
    yield _opening(path, len(group), len(group) - _errors(group), _errors(group))
    name = _attribute(str(PurePath(path).with_suffix("")))
    for one in group:
        line, column = one.range.start
        message = _attribute(one.message)
        element = "failure" if one.is_error else "skipped"
        text = escape(_characters(f"line {line}, col {column}, {one.message}"))
        yield (
            f'        <testcase name="{_PACKAGE}.{one.code}" classname={name}>\n'
            f"            <{element} message={message}>{text}</{element}>\n"
            f"        </testcase>\n"
        )
    yield "    </testsuite>\n"


def _errors(group: Sequence[Diagnostic]) -> int:
    return sum(one.is_error for one in group)


def _opening(name: str, tests: int, skipped: int, failures: int) -> str:
    counts = f'tests="{tests}" skipped="{skipped}" errors="0" failures="{failures}"'
    return f'    <testsuite name={_attribute(name)} {counts} package="{_PACKAGE}">\n'


def _attribute(text: str) -> str:
    """Quote a text; what XML cannot hold, and line breaks, become visible."""
    return quoteattr(_characters(text))


def _characters(text: str) -> str:
    return visible(text).translate(_NO_CHARACTERS)
