"""`flake8-uec check`: lint files and directories."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from flake8_uec.frontends.cli import terminal
from flake8_uec.frontends.cli.options import add_options, overrides
from flake8_uec.frontends.cli.progress import progress_bar
from flake8_uec.model.source import Source, UndecodableError
from flake8_uec.output import RENDERERS, statistics, summary
from flake8_uec.output.context import RenderContext
from flake8_uec.output.settings import show_settings
from flake8_uec.project.config import Resolver
from flake8_uec.project.pool import PoolError
from flake8_uec.project.session import Report, Session, settings_of
from flake8_uec.project.vocabulary import known

__all__ = ["add_options", "run"]

INTERNAL_ERROR = "UEC000"

FOR_READERS = ("concise", "full")
"""The output formats that end with a summary."""

NO_FILES = "No Python files found under the given path(s)"


def run(options: argparse.Namespace) -> int:
    """Lint, write what was found, and return the exit code."""
    resolver = Resolver(known(), overrides(options), isolated=options.isolated, config=options.config)
    if options.show_settings:
        return _show_settings(resolver, options)
    session = Session(resolver, options.jobs)
    if options.show_files:
        return _show_files(session, options)
    started = time.perf_counter()
    stdin = sys.stdin.buffer.read() if _reads_stdin(options) else None
    report = _check(session, stdin, options)
    _write(report, stdin, options, settings_of(resolver, _first(options)).output_format)
    return _finish(report, options, started)


def _reads_stdin(options: argparse.Namespace) -> bool:
    """As for ruff, `--stdin-filename` alone means standard input."""
    others = [path for path in options.paths if path != "-"]
    if options.stdin_filename is not None:
        for path in others:
            terminal.warning(f"Ignoring file {path} in favor of standard input.", options.color)
        return True
    if others and len(others) < len(options.paths):
        raise terminal.Unusable("`-` (standard input) cannot be linted together with other paths")
    return bool(options.paths) and not others


def _first(options: argparse.Namespace) -> str:
    """Return the path whose settings hold for the run as a whole; that of standard input may be a mere name."""
    first: str = options.stdin_filename or next(iter(options.paths), ".")
    return "." if first == "-" else first


def _show_settings(resolver: Resolver, options: argparse.Namespace) -> int:
    path = _first(options)
    if not options.stdin_filename and not os.path.exists(path):
        raise terminal.Unusable(f"there is no `{path}` to show the settings of")
    with terminal.destination(options.output_file) as stream:
        stream.writelines([show_settings(settings_of(resolver, path))])
    return 0


def _show_files(session: Session, options: argparse.Namespace) -> int:
    found = session.discover(options.paths or ["."])
    with terminal.destination(options.output_file) as stream:
        stream.writelines(f"{os.path.abspath(path)}\n" for path in found.python)
    for problem in found.problems:
        terminal.warning(f"{_relative(problem.path)}: {problem.message}", options.color)
    if not found.python and not options.quiet:
        terminal.warning(NO_FILES, options.color)
    return 0


def _check(session: Session, stdin: bytes | None, options: argparse.Namespace) -> Report:
    if stdin is not None:
        return session.check_bytes(stdin, options.stdin_filename or "-")
    try:
        with progress_bar(enabled=not options.quiet) as progress:
            return session.check(options.paths or ["."], progress)
    except PoolError as error:
        raise terminal.Unusable(str(error)) from error


def _write(report: Report, stdin: bytes | None, options: argparse.Namespace, output_format: str) -> None:
    stdin_path = (options.stdin_filename or "-") if stdin is not None else None
    with terminal.destination(options.output_file) as stream:
        color = terminal.wants_color(options.color, stream)
        context = RenderContext(_Sources(stdin_path, stdin), _relative, os.path.abspath, color)
        if not options.statistics:
            stream.writelines(RENDERERS[output_format](report.diagnostics, context))
        elif output_format == "json":
            stream.writelines(statistics.render_json(report.diagnostics))
        else:
            stream.writelines(statistics.render_text(report.diagnostics, color=color))
        if output_format in FOR_READERS and not options.quiet:
            stream.writelines([summary.render(len(report.diagnostics), color=color)])


def _finish(report: Report, options: argparse.Namespace, started: float) -> int:
    say = terminal.error if report.strict else terminal.warning
    for notice in report.policy:
        say(notice, options.color)
    for notice in _notices(report, options):
        terminal.warning(notice, options.color)
    if options.verbose:
        seconds = time.perf_counter() - started
        print(f"Checked {report.files} files in {seconds:.2f} s", file=sys.stderr)
    failed = any(one.code == INTERNAL_ERROR for one in report.diagnostics)
    if failed or report.strict:
        return 2
    return 1 if report.diagnostics and not options.exit_zero else 0


_SEE_WHY = "select UEC002 and UEC005 to see why"


def _notices(report: Report, options: argparse.Namespace) -> Iterator[str]:
    """`--quiet` never hides that findings may be missing."""
    if report.hidden:
        some = ", ".join(map(_relative, report.hidden[:3])) + (", ..." if len(report.hidden) > 3 else "")
        count = f"{len(report.hidden)} file{'s' if len(report.hidden) > 1 else ''}"
        yield f"{count} could not be read or parsed as a whole, and may hide findings ({some}); {_SEE_WHY}"
    if not (report.files or report.diagnostics or report.hidden or options.quiet):
        yield NO_FILES


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
