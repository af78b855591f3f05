"""Make findings known: add them to the project's baseline."""

from __future__ import annotations

import os

from flake8_uec import __version__
from flake8_uec.frontends.lsp.analysis import Analysis
from flake8_uec.frontends.lsp.documents import Document
from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.entry import entries
from flake8_uec.project.baseline import encode, path_of, read, replace_file
from flake8_uec.project.paths import relative_to


def add_to_baseline(analysis: Analysis, document: Document, wanted: Diagnostic) -> str:
    """Add a finding of a document to the baseline; return the path of the baseline.

    Raise `ConfigError` or `OSError` where that cannot be read or written.
    """
    worker = analysis.worker()
    settings = worker.settings_of(document.path)
    result = worker.look(document.data, document.path).result
    known_ones = [one for _, one in result.known]
    found = sorted([*result.diagnostics, *known_ones], key=lambda one: one.sort_key)
    named = entries(found, relative_to(settings.root, document.path))
    file = path_of(settings)
    known = read(file, settings.root) if os.path.exists(file) else None
    old = known.entries if known else frozenset()
    # A finding above one that is known and alike takes its number: the known one is named anew, too.
    new = {entry for entry, one in named.items() if one == wanted or one in known_ones}
    replace_file(file, encode(old | new, known.version if known else __version__))
    analysis.forget_baselines()
    return file
