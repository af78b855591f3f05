"""What a renderer is given beside the diagnostics."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.source import Source


@dataclass(frozen=True, slots=True)
class RenderContext:
    """How to show the files that diagnostics name. Each function takes a `Diagnostic.path`.

    source: the file's text, `None` where it is gone; it is then shown without a snippet.
    relative: the path for a reader, relative to the working directory.
    absolute: the path for a program.
    color: whether text carries ANSI colours.
    unsafe_fixes: whether unsafe fixes are asked for, so that their findings count as fixable.
    """

    source: Callable[[str], Source | None]
    relative: Callable[[str], str]
    absolute: Callable[[str], str]
    color: bool = False
    unsafe_fixes: bool = False


Renderer = Callable[[Sequence[Diagnostic], RenderContext], Iterator[str]]
"""Text in chunks, to be written one after the other as they are: they hold their own line breaks."""
