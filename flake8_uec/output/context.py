"""What a renderer is given beside the diagnostics."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field

from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.rule import Rule
from flake8_uec.model.source import Source
from flake8_uec.model.values import dataclass


@dataclass(frozen=True, slots=True)
class RenderContext:
    """How to show the files that diagnostics name. Each function takes a `Diagnostic.path`.

    source: the file's text, `None` where it is gone; it is then shown without a snippet.
    relative: the path for a reader, relative to the working directory.
    absolute: the path for a program.
    from_root: the path relative to the configuration's root, POSIX: the same in every checkout.
    color: whether text carries ANSI colours.
    unsafe_fixes: whether unsafe fixes are asked for, so that their findings count as fixable.
    root: the configuration's root.
    rules: what rules there are, for the formats that explain them.
    hidden: findings that are not reported, by SARIF's word for what hides them: `inSource` is a comment, `external`
        the baseline.
    compares: whether findings were held against a baseline.
    """

    source: Callable[[str], Source | None]
    relative: Callable[[str], str]
    absolute: Callable[[str], str]
    from_root: Callable[[str], str]
    color: bool = False
    unsafe_fixes: bool = False
    root: str = "."
    rules: Sequence[Rule] = ()
    hidden: Mapping[str, Sequence[Diagnostic]] = field(default_factory=dict)
    compares: bool = False


Renderer = Callable[[Sequence[Diagnostic], RenderContext], Iterator[str]]
"""Text in chunks, to be written one after the other as they are: they hold their own line breaks."""
