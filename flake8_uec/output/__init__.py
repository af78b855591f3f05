"""Values to text: one renderer a file. Nothing here opens a file or prints."""

from __future__ import annotations

from importlib import import_module

from flake8_uec.output.context import Renderer

_MODULES = {
    "concise": "concise",
    "full": "full",
    "json": "json_",
    "json-lines": "json_lines",
    "junit": "junit",
    "grouped": "grouped",
    "github": "github",
    "gitlab": "gitlab",
    "pylint": "pylint",
    "rdjson": "rdjson",
    "azure": "azure",
    "sarif": "sarif",
}

FORMATS = tuple(_MODULES)
"""What `--output-format` may be: ruff's formats."""


def renderer(output_format: str) -> Renderer:
    """Return the renderer of a format; only that one is imported."""
    found: Renderer = import_module(f"{__name__}.{_MODULES[output_format]}").render
    return found
