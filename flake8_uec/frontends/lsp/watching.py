"""Which files the client is to watch, and what becomes of their changes."""

from __future__ import annotations

import os
from collections.abc import Iterable

from lsprotocol import types

from flake8_uec.model.settings import DEFAULT_BASELINE
from flake8_uec.project.config import PYPROJECT
from flake8_uec.project.files import PYTHON

_SETTINGS = (PYPROJECT, "pytest.ini", ".pytest.ini", "tox.ini", "setup.cfg")
"""The files that say what is linted and how: ours, and where pytest says what it collects."""


def registration(files: Iterable[str]) -> types.RegistrationParams:
    """Return the request to be told of changes; `files` are those of known findings, and of settings."""
    names = [*_SETTINGS, *sorted({DEFAULT_BASELINE, *map(os.path.basename, files)} - {*_SETTINGS})]
    patterns = [*(f"**/{name}" for name in names), *(f"**/*{suffix}" for suffix in PYTHON)]
    watchers = [types.FileSystemWatcher(pattern) for pattern in patterns]
    options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
    method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    return types.RegistrationParams([types.Registration(f"flake8-uec/{method}", method, options)])


def starts_afresh(path: str, kind: types.FileChangeType, config: str | None) -> bool:
    """Tell whether a change of a file leaves nothing as it was: of settings, or one that comes or goes."""
    name = os.path.basename(path)
    if name in _SETTINGS or (config is not None and name == os.path.basename(config)):
        return True
    return name.endswith(PYTHON) and kind is not types.FileChangeType.Changed
