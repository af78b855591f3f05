"""Logging commands of Azure Pipelines, which show a finding as an issue of the build."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.output.ansi import visible
from flake8_uec.output.context import RenderContext

_IN_MESSAGE = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_MESSAGE | str.maketrans({";": "%3B", "]": "%5D"})


def render(diagnostics: Sequence[Diagnostic], context: RenderContext) -> Iterator[str]:
    """Yield a `task.logissue` command for each finding."""
    for one in diagnostics:
        line, column = one.range.start
        path = visible(context.absolute(one.path).translate(_IN_PROPERTY))
        message = visible(one.message.translate(_IN_MESSAGE))
        place = f"sourcepath={path};linenumber={line};columnnumber={column}"
        yield f"##vso[task.logissue type={one.severity.value};{place};code={one.code};]{message}\n"
