"""The entry point: which command to run, and what becomes of its errors."""

from __future__ import annotations

import gc
import sys

from flake8_uec.frontends.cli import again
from flake8_uec.frontends.cli.streams import drop_output, prepare_streams

TYPE_CHECKING = False  # as in `streams.py`
if TYPE_CHECKING:
    from collections.abc import Sequence

CLEAN, FINDINGS, FAILURE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    gc.disable()  # what a run holds, it holds to the end; whoever makes garbage in bulk collects it
    prepare_streams()
    try:
        code = _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        drop_output()
        return FINDINGS
    except Exception as error:
        return _failure(error)


def _run(arguments: Sequence[str]) -> int:
    code = again.say(arguments[1:]) if arguments and arguments[0] == "check" else None
    if code is not None:
        return code
    from flake8_uec.frontends.cli.commands import run  # noqa: PLC0415 -- an answer that is said again needs none of it

    try:
        return run(arguments)
    except SystemExit as stop:
        return int(stop.code or CLEAN)


def _failure(problem: Exception) -> int:
    """Say why there is no answer, and return the exit code."""
    from flake8_uec.frontends.cli import terminal  # noqa: PLC0415 -- as above
    from flake8_uec.project.mistakes import ConfigError  # noqa: PLC0415

    if isinstance(problem, OSError):
        drop_output()
    if isinstance(problem, (ConfigError, terminal.Unusable, OSError)):
        terminal.error(str(problem))
    else:
        from traceback import format_exception  # noqa: PLC0415 -- only after a defect

        trace = "".join(format_exception(problem))
        terminal.error(f"this is a defect of flake8-uec, please report it\n\n{trace}")
    return FAILURE
