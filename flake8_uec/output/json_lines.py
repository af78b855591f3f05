"""A JSON object a line, one for each finding."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.output.context import RenderContext
from flake8_uec.output.json_ import as_dict


def render(diagnostics: Sequence[Diagnostic], context: RenderContext) -> Iterator[str]:
    """Yield a line for each finding, with the keys of the JSON format."""
    for diagnostic in diagnostics:
        yield json.dumps(as_dict(diagnostic, context), ensure_ascii=False, separators=(",", ":")) + "\n"
