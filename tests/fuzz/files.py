"""What must hold of the bytes of any file: they are linted and fixed as one of the sample project's."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Mapping

from flake8_uec.engine.lint import INTERNAL_ERROR
from flake8_uec.model.diagnostic import Diagnostic, Range
from flake8_uec.model.source import Source, UndecodableError
from flake8_uec.output import FORMATS, renderer
from flake8_uec.output.context import RenderContext
from flake8_uec.project.config import Resolver
from flake8_uec.project.disk import Disk
from flake8_uec.project.overrides import Overrides
from flake8_uec.project.vocabulary import known
from flake8_uec.project.worker import Worker
from tests.fuzz.limits import cpu_limit
from tests.fuzz.programs import EXAMPLES

TEST = "tests/test_sample.py"

_RESOLVER = Resolver(known(), Overrides(select=("ALL",), unsafe_fixes=True, conflict_resolve="theirs"))


class Bench:
    """The sample project with every rule on and every fix allowed; `files` lie over its own, by relative path."""

    def __init__(self, files: Mapping[str, bytes] | None = None) -> None:
        pending = {str(EXAMPLES / name): data for name, data in (files or {}).items()}
        self._worker = Worker(_RESOLVER, Disk(pending))

    def check(self, data: bytes, relative: str = TEST) -> tuple[Diagnostic, ...]:
        """Hold the bytes of a file to all that must be true; return what is found. Raise whatever goes wrong."""
        path = str(EXAMPLES / relative)
        with cpu_limit():
            found = self._worker.lint_bytes(data, path).diagnostics
        _no_internal_error(found)
        _in_the_file(found, data, path)
        with cpu_limit():
            _rendered(found, data, path)
        self._fixed(data, path)
        return found

    def _fixed(self, data: bytes, path: str) -> None:
        with cpu_limit():
            made = self._worker.fix_bytes(data, path)
        if made is None:
            return
        assert not made.unsettled, f"fixes undo each other: {made.unsettled}"
        assert parses(made.after) or not parses(data), f"fixed, it does not parse: {made.after!r}"
        with cpu_limit():
            again = self._worker.fix_bytes(made.after, path)
        assert again is None, f"fixed again, it changes: {made.after!r} to {again and again.after!r}"


def parses(data: bytes) -> bool:
    """Tell whether Python reads some bytes as a module."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(data)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
        return True


def _no_internal_error(found: tuple[Diagnostic, ...]) -> None:
    assert [one.message for one in found if one.code == INTERNAL_ERROR] == []


def _in_the_file(found: tuple[Diagnostic, ...], data: bytes, path: str) -> None:
    try:
        source = Source.from_bytes(data, path)
    except UndecodableError:
        return
    for one in found:
        for place in (one.range, *(other.range for other in one.related)):
            assert _is_in(place, source), f"{one.code} lies at {place}"
        for edit in one.fix.edits if one.fix else ():
            assert 0 <= edit.span.start <= edit.span.end <= len(source.text), f"{one.code} changes {edit.span}"


def _is_in(place: Range, source: Source) -> bool:
    ends = [*source.line_starts[1:], len(source.text)]
    lines = range(1, len(ends) + 1)
    return place.start <= place.end and all(
        at.line in lines and 1 <= at.column <= ends[at.line - 1] - source.line_starts[at.line - 1] + 1
        for at in (place.start, place.end)
    )


def _rendered(found: tuple[Diagnostic, ...], data: bytes, path: str) -> None:
    """Show findings in one of the formats, which the length of the file decides."""
    try:
        source = Source.from_bytes(data, path)
    except UndecodableError:
        source = None
    context = RenderContext(lambda _: source, str, str, str, color=len(data) % 2 == 0)
    text = "".join(renderer(FORMATS[len(data) % len(FORMATS)])(found, context))
    text.encode()
