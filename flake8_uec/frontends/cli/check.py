"""`flake8-uec check`: lint files and directories, and fix them."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator

from flake8_uec.frontends.cli import terminal, writing
from flake8_uec.frontends.cli.options import add_options, overrides
from flake8_uec.frontends.cli.progress import progress_bar
from flake8_uec.output.settings import show_settings
from flake8_uec.project.config import Resolver
from flake8_uec.project.pool import PoolError
from flake8_uec.project.session import FixReport, Session, settings_of
from flake8_uec.project.vocabulary import known

__all__ = ["add_options", "run"]

INTERNAL_ERROR = "UEC000"

NO_FILES = "No Python files found under the given path(s)"


def run(options: argparse.Namespace) -> int:
    """Lint, fix where that is asked for, write what was found, and return the exit code."""
    _refuse_contradictions(options)
    resolver = Resolver(known(), overrides(options), isolated=options.isolated, config=options.config)
    if options.show_settings:
        return _show_settings(resolver, options)
    session = Session(resolver, options.jobs)
    if options.show_files:
        return _show_files(session, options)
    started = time.perf_counter()
    stdin = sys.stdin.buffer.read() if _reads_stdin(options) else None
    settings = settings_of(resolver, _first(options))
    fixes = settings.fixing.fix or options.fix_only or options.diff
    made = _check(session, stdin, options, fix=fixes)
    problems = made.write() if fixes and stdin is None and not options.diff else []
    writing.write(made, stdin, options, settings)
    _tell(made, options, started)
    for problem in problems:
        terminal.error(f"{writing.relative(problem.path)}: not fixed: {problem.message}", options.color)
    return 2 if problems else _exit_code(made, options)


def _refuse_contradictions(options: argparse.Namespace) -> None:
    for one, other in (("exit_zero", "exit_non_zero_on_fix"), ("diff", "show_fixes"), ("diff", "statistics")):
        if getattr(options, one) and getattr(options, other):
            names = (name.replace("_", "-") for name in (one, other))
            raise terminal.Unusable("`--{}` cannot be used with `--{}`".format(*names))


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
        terminal.warning(f"{writing.relative(problem.path)}: {problem.message}", options.color)
    if not found.python and not options.quiet:
        terminal.warning(NO_FILES, options.color)
    return 0


def _check(session: Session, stdin: bytes | None, options: argparse.Namespace, *, fix: bool) -> FixReport:
    if stdin is not None:
        path = options.stdin_filename or "-"
        return session.fix_bytes(stdin, path) if fix else FixReport(session.check_bytes(stdin, path))
    paths = options.paths or ["."]
    try:
        with progress_bar(enabled=not options.quiet) as progress:
            return session.fix(paths, progress) if fix else FixReport(session.check(paths, progress))
    except PoolError as error:
        raise terminal.Unusable(str(error)) from error


def _tell(made: FixReport, options: argparse.Namespace, started: float) -> None:
    """Say on standard error what the findings do not."""
    report = made.report
    say = terminal.error if report.strict else terminal.warning
    for notice in report.policy:
        say(notice, options.color)
    for notice in _notices(made, options):
        terminal.warning(notice, options.color)
    if options.verbose:
        seconds = time.perf_counter() - started
        print(f"Checked {report.files} files in {seconds:.2f} s", file=sys.stderr)


def _exit_code(made: FixReport, options: argparse.Namespace) -> int:
    """Return the exit code: what failed wins over what was found, what was changed counts where that is asked for."""
    failed = any(one.code == INTERNAL_ERROR for one in made.report.diagnostics)
    if failed or made.report.strict or made.unsettled:
        return 2
    if made.changes and (options.diff or options.exit_non_zero_on_fix):
        return 0 if options.exit_zero else 1
    quiet = options.exit_zero or options.fix_only or options.diff
    return 1 if made.report.diagnostics and not quiet else 0


_SEE_WHY = "select UEC002 and UEC005 to see why"


def _notices(made: FixReport, options: argparse.Namespace) -> Iterator[str]:
    """`--quiet` never hides that findings may be missing."""
    report = made.report
    if report.hidden:
        some = ", ".join(map(writing.relative, report.hidden[:3])) + (", ..." if len(report.hidden) > 3 else "")
        count = f"{len(report.hidden)} file{'s' if len(report.hidden) > 1 else ''}"
        yield f"{count} could not be read or parsed as a whole, and may hide findings ({some}); {_SEE_WHY}"
    for path, codes in made.unsettled.items():
        where, rules = writing.relative(path), ", ".join(codes)
        yield f"{where}: the fixes of {rules} undo each other, so none was made; please report it"
    if not (report.files or report.diagnostics or report.hidden or options.quiet):
        yield NO_FILES
