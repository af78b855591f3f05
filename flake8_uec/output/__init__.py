"""Values to text: one renderer a file. Nothing here opens a file or prints."""

from __future__ import annotations

from flake8_uec.output import concise, full, json_
from flake8_uec.output.context import Renderer

RENDERERS: dict[str, Renderer] = {
    "concise": concise.render,
    "full": full.render,
    "json": json_.render,
}
"""The renderer of each `--output-format`."""
