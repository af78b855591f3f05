"""What was fixed in which file, for `--show-fixes`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.output.ansi import BOLD, CYAN, GREEN, STATISTICS_RED, painter, visible
from flake8_uec.output.statistics import count

_TIMES = "\N{MULTIPLICATION SIGN}"


def render(fixed: Sequence[Diagnostic], relative: Callable[[str], str], *, color: bool = False) -> Iterator[str]:
    """Yield ruff's list of the findings that were fixed, between empty lines; nothing where none was.

    relative: the path of a finding as a reader sees it.
    """
    if not fixed:
        return
    paint = painter(color)
    in_order = sorted(fixed, key=lambda finding: finding.sort_key)
    files = [(path, count(list(group))) for path, group in groupby(in_order, key=lambda finding: finding.path)]
    width = max(len(str(each.count)) for _, counts in files for each in counts)
    yield "\n" + paint(GREEN, f"Fixed {len(fixed)} error{'s' if len(fixed) > 1 else ''}:") + "\n"
    for path, counts in files:
        yield f"{paint(CYAN, '-')} {paint(BOLD, visible(relative(path)))}{paint(CYAN, ':')}\n"
        for each in counts:
            yield f"    {each.count:>{width}} {_TIMES} {paint(STATISTICS_RED, each.code)} ({each.name})\n"
    yield "\n"
