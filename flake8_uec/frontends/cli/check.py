"""`flake8-uec check`: lint files and directories."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from flake8_uec.frontends.cli import terminal
from flake8_uec.frontends.cli.options import Subcommands, add_check_options, known, overrides
from flake8_uec.frontends.cli.progress import progress_bar
from flake8_uec.model.source import Source, UndecodableError
from flake8_uec.output import RENDERERS, statistics, summary
from flake8_uec.output.context import RenderContext
from flake8_uec.output.settings import show_settings
from flake8_uec.project.config import Resolver
from flake8_uec.project.session import Report, Session, settings_of

INTERNAL_ERROR = "UEC000"


def add_to(commands: Subcommands) -> None:
    """Add the subcommand to the parser."""
    parser = commands.add_parser(
        "check", help="lint files and directories", description="Lint files and directories."
    )
    add_check_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Lint, write what was found, and return the exit code."""
    resolver = Resolver(known(), overrides(options), isolated=options.isolated, config=options.config)
    paths: list[str] = options.paths or ["."]
    if options.show_settings:
        sys.stdout.write(show_settings(settings_of(resolver, "." if paths[0] == "-" else paths[0])))
        return 0
    session = Session(resolver, options.jobs)
    if options.show_files:
        terminal.write(sys.stdout, (f"{os.path.abspath(path)}\n" for path in session.discover(paths).python))
        return 0
    started = time.perf_counter()
    stdin = sys.stdin.buffer.read() if paths == ["-"] else None
    report = _check(session, paths, stdin, options)
    _write(report, stdin, options, settings_of(resolver, paths[0]).output_format)
    return _finish(report, options, started)


def _check(session: Session, paths: Sequence[str], stdin: bytes | None, options: argparse.Namespace) -> Report:
    if "-" in paths and stdin is None:
        raise terminal.Unusable("`-` (standard input) cannot be linted together with other paths")
    if stdin is not None:
        return session.check_bytes(stdin, options.stdin_filename or "-")
    with progress_bar(enabled=not options.quiet) as progress:
        return session.check(paths, progress)


def _write(report: Report, stdin: bytes | None, options: argparse.Namespace, output_format: str) -> None:
    stdin_path = (options.stdin_filename or "-") if stdin is not None else None
    with terminal.destination(options.output_file) as stream:
        color = terminal.wants_color(options.color, stream)
        context = RenderContext(_Sources(stdin_path, stdin), _relative, os.path.abspath, color)
        if options.statistics:
            chunks = (
                statistics.render_json(report.diagnostics)
                if output_format == "json"
                else statistics.render_text(report.diagnostics, color=color)
            )
        else:
            chunks = RENDERERS[output_format](report.diagnostics, context)
        terminal.write(stream, chunks)
        if output_format != "json" and not options.quiet:
            terminal.write(stream, [summary.render(len(report.diagnostics), color=color)])


def _finish(report: Report, options: argparse.Namespace, started: float) -> int:
    for notice in _notices(report, options):
        terminal.warning(notice)
    if options.verbose:
        seconds = time.perf_counter() - started
        print(f"Checked {report.files} files in {seconds:.2f} s", file=sys.stderr)
    failed = any(one.code == INTERNAL_ERROR for one in report.diagnostics)
    if failed or (report.policy and options.strict_policy):
        return 2
    return 1 if report.diagnostics and not options.exit_zero else 0


def _notices(report: Report, options: argparse.Namespace) -> Iterator[str]:
    yield from report.policy
    if report.broken:
        some = ", ".join(map(_relative, report.broken[:3])) + (", ..." if len(report.broken) > 3 else "")
        count = f"{len(report.broken)} file{'s' if len(report.broken) > 1 else ''}"
        yield f"{count} could not be parsed as a whole, and may hide findings ({some}); select UEC002 to see why"
    if not report.files and not report.diagnostics:
        yield "No Python files found under the given path(s)"


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


def _relative(path: str) -> str:
    """Return a path as text shows it: relative to the working directory where it lies below it."""
    if not os.path.isabs(path):
        return os.path.normpath(path)
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative
