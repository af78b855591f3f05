"""`flake8-uec check`: lint files and directories, and fix them."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from flake8_uec.frontends.cli import terminal, writing
from flake8_uec.frontends.cli.again import Hearing, hearing
from flake8_uec.frontends.cli.options import add_options, caches, overrides
from flake8_uec.frontends.cli.outputs import outputs
from flake8_uec.frontends.cli.progress import progress_bar
from flake8_uec.output.settings import show_settings
from flake8_uec.project.config import Resolver
from flake8_uec.project.files import Problem
from flake8_uec.project.pool import PoolError
from flake8_uec.project.ratchet import Ratchet
from flake8_uec.project.session import FixReport, Progress, Report, Session, settings_of
from flake8_uec.project.vocabulary import known

if TYPE_CHECKING:
    from flake8_uec.project.since import Since

__all__ = ["add_options", "run"]

INTERNAL_ERROR = "UEC000"

NO_FILES = "No Python files found under the given path(s)"


def run(options: argparse.Namespace) -> int:
    """Lint, fix where that is asked for, write what was found, and return the exit code."""
    _refuse_contradictions(options)
    outputs(options)  # what is wrong with them is told before the work, not after it
    if options.no_cache:
        return _run(options)
    with hearing(options.arguments) as heard:
        return _run(options, heard)


def _run(options: argparse.Namespace, heard: Hearing | None = None) -> int:
    resolver = Resolver(known(), overrides(options), isolated=options.isolated, config=options.config)
    if options.show_settings:
        return _show_settings(resolver, options)
    session = Session(resolver, options.jobs, caches(options), _since(options))
    if options.show_files:
        return _show_files(session, options)
    started = time.perf_counter()
    stdin = sys.stdin.buffer.read() if _reads_stdin(options) else None
    settings = settings_of(resolver, _first(options))
    if _comments(options):
        return _annotate(session, options, started)
    fixes = settings.fixing.fix or options.fix_only or options.diff
    made = _check(session, stdin, options, fix=fixes)
    problems = made.write() if fixes and stdin is None and not options.diff else []
    writing.write(made, stdin, options, settings)
    _tell(made, options, started)
    code = _end(made, problems, "not fixed", options)
    if heard and code in _ANSWERS and stdin is None and not fixes and _is_mere_look(options):
        heard.keep(code)
    return code


_ANSWERS = (0, 1)
"""The exit codes of a run that did what it was to do."""


def _is_mere_look(options: argparse.Namespace) -> bool:
    """Tell whether a run that fixes nothing writes no file, and says nothing but what it found there."""
    return not (_is_about_a_change(options) or options.output_file or options.verbose)


def _since(options: argparse.Namespace) -> Since | None:
    if not _is_about_a_change(options):
        return None
    from flake8_uec.frontends.cli.since import since  # noqa: PLC0415 -- seldom needed

    return since(options)


def _is_about_a_change(options: argparse.Namespace) -> bool:
    return options.diff_base is not None or options.affected is not None


def lint(session: Session, options: argparse.Namespace, *, drops_stale: bool = False) -> Report:
    """Lint the files that the options name, with a progress bar, for a command that goes on from there.

    Entries of the baseline that are stale are no news where that command drops them.
    """
    with _shown(options) as progress:
        report = session.check(options.paths or ["."], progress)
    told = replace(report, ratchet=replace(report.ratchet, stale=[])) if drops_stale else report
    _tell(FixReport(told), options, time.perf_counter())
    return report


def _annotate(session: Session, options: argparse.Namespace, started: float) -> int:
    """Write comments in place of findings."""
    from flake8_uec.engine.annotate import Suppress, ToDo  # noqa: PLC0415 -- seldom needed

    annotate = ToDo() if options.add_todo else Suppress(_reason(options))
    with _shown(options) as progress:
        made = session.annotate(options.paths or ["."], annotate, progress)
    problems = [] if options.diff else made.write()
    writing.write_comments(made, {one.path for one in problems}, options)
    _tell(made, options, started)
    return _end(made, problems, "not written", options)


def _end(made: FixReport, problems: Sequence[Problem], what: str, options: argparse.Namespace) -> int:
    """Say which files could not be written, and return the exit code."""
    for problem in problems:
        terminal.error(f"{writing.relative(problem.path)}: {what}: {problem.message}", options.color)
    return 2 if problems else _exit_code(made, options)


def _reason(options: argparse.Namespace) -> str:
    from flake8_uec.engine.annotate import unusable  # noqa: PLC0415 -- as above

    reason: str = options.add_noqa.strip()
    if problem := unusable(reason):
        raise terminal.Unusable(f"the reason of `--add-noqa` {problem}")
    return reason


_SHOWN = ("fix", "fix_only", "statistics", "show_files", "show_settings")
_CONTRADICTIONS = (
    ("exit_zero", "exit_non_zero_on_fix"),
    ("diff", "show_fixes"),
    ("diff", "statistics"),
    *(("add_noqa", other) for other in (*_SHOWN, "add_todo", "diff", "ignore_noqa")),
    *(("add_todo", other) for other in _SHOWN),
    ("diff_base", "affected"),
)


def _refuse_contradictions(options: argparse.Namespace) -> None:
    given = {name for name, value in vars(options).items() if value not in (None, False)}
    for pair in _CONTRADICTIONS:
        if given.issuperset(pair):
            names = (name.replace("_", "-") for name in pair)
            raise terminal.Unusable("`--{}` cannot be used with `--{}`".format(*names))
    comments = _comments(options)
    if comments and ("-" in options.paths or options.stdin_filename is not None):
        raise terminal.Unusable(f"`{comments}` writes files, and cannot be used with standard input")


def _comments(options: argparse.Namespace) -> str:
    """Return the option that asks for comments, `""` where none does."""
    return "--add-noqa" if options.add_noqa is not None else "--add-todo" if options.add_todo else ""


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
    if not (found.python or options.quiet or _is_about_a_change(options)):
        terminal.warning(NO_FILES, options.color)
    return 0


def _check(session: Session, stdin: bytes | None, options: argparse.Namespace, *, fix: bool) -> FixReport:
    if stdin is not None:
        path = options.stdin_filename or "-"
        return session.fix_bytes(stdin, path) if fix else FixReport(session.check_bytes(stdin, path))
    paths = options.paths or ["."]
    with _shown(options) as progress:
        return session.fix(paths, progress) if fix else FixReport(session.check(paths, progress))


@contextmanager
def _shown(options: argparse.Namespace) -> Iterator[Progress | None]:
    """Show how far a run is, and say why it could not go on."""
    try:
        with progress_bar(enabled=not options.quiet) as progress:
            yield progress
    except PoolError as error:
        raise terminal.Unusable(str(error)) from error


def _tell(made: FixReport, options: argparse.Namespace, started: float) -> None:
    """Say on standard error what the findings do not."""
    report = made.report
    if options.show_unresolved:
        writing.write_lines(report.undecided, options, sys.stderr)
    say = terminal.error if report.strict else terminal.warning
    for notice in report.policy:
        say(notice, options.color)
    for notice in _notices(made, options):
        terminal.warning(notice, options.color)
    known_findings = len(report.ratchet.known)
    if known_findings and not options.quiet:
        print(f"{known_findings} known finding{'s' * (known_findings > 1)} not shown", file=sys.stderr)
    if options.verbose:
        seconds = time.perf_counter() - started
        print(f"Checked {report.files} files in {seconds:.2f} s", file=sys.stderr)


def _exit_code(made: FixReport, options: argparse.Namespace) -> int:
    """Return the exit code: what failed wins over what was found, what was changed counts where that is asked for."""
    failed = any(one.code == INTERNAL_ERROR for one in made.report.diagnostics)
    is_stale = options.strict and bool(made.report.ratchet.stale)
    if failed or made.report.strict or made.unsettled:
        return 2
    if made.changes and (options.diff or options.exit_non_zero_on_fix):
        return 0 if options.exit_zero else 1
    quiet = options.exit_zero or options.fix_only or options.diff or options.add_todo
    has_errors = any(one.is_error for one in made.report.diagnostics)
    return 1 if (has_errors or is_stale) and not quiet else 0


_SEE_WHY = "select UEC002 and UEC005 to see why"


def _notices(made: FixReport, options: argparse.Namespace) -> Iterator[str]:
    """`--quiet` never hides that findings may be missing."""
    report = made.report
    yield from _on_baseline(report.ratchet)
    if report.hidden:
        some = ", ".join(map(writing.relative, report.hidden[:3])) + (", ..." if len(report.hidden) > 3 else "")
        count = f"{len(report.hidden)} file{'s' if len(report.hidden) > 1 else ''}"
        yield f"{count} could not be read or parsed as a whole, and may hide findings ({some}); {_SEE_WHY}"
    for path, codes in made.unsettled.items():
        where, rules = writing.relative(path), ", ".join(codes)
        yield f"{where}: the fixes of {rules} undo each other, so none was made; please report it"
    if not (_is_about_a_change(options) or report.files or report.diagnostics or report.hidden or options.quiet):
        yield NO_FILES


def _on_baseline(ratchet: Ratchet) -> Iterator[str]:
    if ratchet.stale:
        entries = [f"{entry.path}: {entry.code} {entry.scope}".rstrip() for _, entry in ratchet.stale]
        some = ", ".join(entries[:3]) + (", ..." if len(entries) > 3 else "")
        count = f"{len(entries)} entries of the baseline are" if len(entries) > 1 else "1 entry of the baseline is"
        yield f"{count} stale ({some}): `flake8-uec baseline update` drops what is gone"
