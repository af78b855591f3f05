"""`flake8-uec server`: speak the language server protocol with an editor."""

from __future__ import annotations

import argparse
from importlib.util import find_spec

from flake8_uec.frontends.cli import terminal


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `server` to its parser."""
    parser.add_argument("--stdio", action="store_true", help="speak on standard input and output, as always")


def run(options: argparse.Namespace) -> int:
    """Serve one editor until it goes, and return the exit code."""
    if find_spec("pygls") is None:
        raise terminal.Unusable("the server needs pygls: install `flake8-uec[lsp]`, as with pip")
    # Its imports cost half a second, which no other command should pay.
    from flake8_uec.frontends.lsp.server import serve  # noqa: PLC0415

    return serve()
