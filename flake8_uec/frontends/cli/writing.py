"""Write what a run of `check` gave, where ruff would."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TextIO

from flake8_uec.frontends.cli import terminal
from flake8_uec.frontends.cli.outputs import outputs
from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.settings import Settings
from flake8_uec.model.source import Source, UndecodableError
from flake8_uec.output import concise, diff, fixes, renderer, statistics, summary
from flake8_uec.output.context import RenderContext
from flake8_uec.project.paths import relative_to
from flake8_uec.project.session import FixReport
from flake8_uec.rules import rules_for

FOR_READERS = ("concise", "full")
"""The output formats that end with a summary."""


def write(made: FixReport, stdin: bytes | None, options: argparse.Namespace, settings: Settings) -> None:
    """Write findings or a diff to standard output or the output file.

    What standard input held is written back where fixes were asked for, and all else then goes to standard error.
    """
    fixed_stdin = _after(made, stdin) if stdin is not None and (settings.fixing.fix or options.fix_only) else None
    if options.diff:
        _write_diff(made, stdin, options, settings)
    elif fixed_stdin is not None:
        sys.stdout.buffer.write(fixed_stdin)
        sys.stdout.buffer.flush()
        sys.stderr.writelines(_chunks(made, fixed_stdin, options, settings, sys.stderr))
    else:
        _write_findings(made, stdin, options, settings)


def _write_findings(made: FixReport, stdin: bytes | None, options: argparse.Namespace, settings: Settings) -> None:
    """Write each format to its place. All of them are open before one is written: a wrong one spoils none."""
    with ExitStack() as stack:
        ready = [(stack.enter_context(terminal.destination(one.file)), one) for one in outputs(options)]
        for stream, one in ready:
            chosen = replace(settings, output_format=one.format or settings.output_format)
            stream.writelines(_chunks(made, stdin, options, chosen, stream))


def write_lines(found: Sequence[Diagnostic], options: argparse.Namespace, stream: TextIO) -> None:
    """Write findings, or what looks like them, a line each, beside what the run itself gives."""
    color = terminal.wants_color(options.color, stream)
    context = RenderContext(_Sources(None, None), relative, os.path.abspath, relative, color)
    stream.writelines(concise.render(found, context))


def write_comments(made: FixReport, failed: Collection[str], options: argparse.Namespace) -> None:
    """Say on standard error how many comments were written, those of failed files apart, and what none can hide.

    A diff goes to standard output.
    """
    if options.diff:
        _write_changes(made, options)
    written = sum(one.path not in failed for one in made.fixed)
    if written and not options.quiet:
        what = "TODO comment" if options.add_todo else "noqa directive"
        verb = "Would add" if options.diff else "Added"
        print(f"{verb} {written} {what}{'' if written == 1 else 's'}.", file=sys.stderr)
    left = [] if options.add_todo else made.report.diagnostics
    if left:
        terminal.warning(f"no comment can hide {len(left)} error{'' if len(left) == 1 else 's'}:", options.color)
        write_lines(left, options, sys.stderr)


def _after(made: FixReport, before: bytes) -> bytes:
    return next((change.after for change in made.changes.values()), before)


def _chunks(
    made: FixReport, stdin: bytes | None, options: argparse.Namespace, settings: Settings, stream: TextIO
) -> Iterator[str]:
    color, unsafe = terminal.wants_color(options.color, stream), settings.fixing.unsafe_fixes
    left, output_format = made.report.diagnostics, settings.output_format
    is_read = output_format in FOR_READERS
    if options.statistics and output_format == "json":
        yield from statistics.render_json(left, made.report.excused, unsafe_fixes=unsafe)
    elif options.statistics:
        yield from statistics.render_text(left, unsafe_fixes=unsafe, color=color)
        yield from statistics.render_hidden(made.report.excused, color=color)
    elif not options.fix_only:
        stdin_path = (options.stdin_filename or "-") if stdin is not None else None
        from_root = partial(relative_to, settings.root)
        sources, rules = _Sources(stdin_path, stdin), rules_for(settings.policy)
        ratchet = made.report.ratchet
        hidden = {"external": list(ratchet.known.values()), "inSource": made.report.excused}
        context = RenderContext(
            sources, relative, os.path.abspath, from_root, color, unsafe, settings.root, rules, hidden,
            compares=bool(ratchet.known or ratchet.stale),
        )  # fmt: skip
        yield from renderer(output_format)(left, context)
    if options.show_fixes and is_read and not options.statistics:
        yield from fixes.render(made.fixed, relative, color=color)
    if is_read and not options.quiet:
        yield from _summary(made, options, unsafe=unsafe, color=color)


def _summary(made: FixReport, options: argparse.Namespace, *, unsafe: bool, color: bool) -> Iterator[str]:
    left, fixed = made.report.diagnostics, len(made.fixed)
    if options.fix_only or options.diff:
        return summary.render_fixed(left, fixed, applied=not options.diff, unsafe_fixes=unsafe)
    return summary.render(left, fixed, unsafe_fixes=unsafe, color=color)


def _write_diff(made: FixReport, stdin: bytes | None, options: argparse.Namespace, settings: Settings) -> None:
    """Write a diff that can be applied; what it would fix goes beside it where the input was named."""
    _write_changes(made, options, is_nameless=stdin is not None and not options.stdin_filename)
    if settings.output_format in FOR_READERS and not options.quiet:
        with nullcontext(sys.stderr) if stdin is not None else terminal.destination(options.output_file) as stream:
            stream.writelines(_summary(made, options, unsafe=settings.fixing.unsafe_fixes, color=False))


def _write_changes(made: FixReport, options: argparse.Namespace, *, is_nameless: bool = False) -> None:
    with terminal.destination() as stream:
        color = terminal.wants_color(options.color, stream)
        for change in sorted(made.changes.values(), key=lambda change: os.fsencode(change.path)):
            path = "" if is_nameless else relative(change.path)
            before, after = (Source.from_bytes(data, change.path).text for data in (change.before, change.after))
            stream.writelines(diff.render(path, before, after, color=color))


class _Sources:
    """The text of the files that findings lie in; the last one is kept, for findings come file by file."""

    def __init__(self, stdin_path: str | None, stdin: bytes | None) -> None:
        self._stdin_path, self._stdin = stdin_path, stdin
        self._last: tuple[str, Source | None] = ("", None)

    def __call__(self, path: str) -> Source | None:
        if self._last[0] != path:
            self._last = path, self._read(path)
        return self._last[1]

    def _read(self, path: str) -> Source | None:
        try:
            data = self._stdin if path == self._stdin_path else Path(path).read_bytes()
            return Source.from_bytes(data or b"", path)
        except (OSError, UndecodableError, ValueError):
            return None


def relative(path: str) -> str:
    """Return a path as text shows it: relative to the working directory where it lies below it."""
    if not os.path.isabs(path):
        return os.path.normpath(path)
    shown = os.path.relpath(path)
    return path if shown.startswith("..") else shown
