"""The file of a plan: JSON, the same bytes for the same plan."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flake8_uec import __version__
from flake8_uec.model.plan import Plan, PlannedBatch, PlannedFile, Share, Skipped
from flake8_uec.project.mistakes import ConfigError, Mistake

FORMAT = 1
_FORMAT_KEY = "flake8-uec-plan"


def encode(plan: Plan) -> str:
    """Return the text of a plan's file; it ends with a line break."""
    return json.dumps({_FORMAT_KEY: FORMAT, "version": __version__, **asdict(plan)}, indent=2) + "\n"


def read(path: str) -> Plan:
    """Return the plan that a file holds. Raise `ConfigError` where it holds none."""
    return decode(text_of(path), path)


def text_of(path: str) -> str:
    """Return what a plan's file holds. Raise `ConfigError` where it cannot be read."""
    try:
        return Path(path).read_text("utf-8")
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigError([Mistake(path, 0, "", f"the plan cannot be read: {reason}")]) from error


def decode(text: str, path: str) -> Plan:
    """Return the plan that a text holds; `path` is where it came from. Raise `ConfigError`."""
    try:
        value = json.loads(text)
        if value[_FORMAT_KEY] != FORMAT:
            raise ConfigError([Mistake(path, 0, "", f"plans of format {value[_FORMAT_KEY]} take another flake8-uec")])
        return _plan(value)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        hint = "make one with `flake8-uec plan -o plan.json`"
        raise ConfigError([Mistake(path, 0, "", f"not a plan ({type(error).__name__}: {error}): {hint}")]) from error


def _plan(value: Mapping[str, Any]) -> Plan:
    return Plan(
        tuple(
            PlannedBatch(str(one["name"]), one["title"], tuple(map(_file, one["files"]))) for one in value["batches"]
        ),
        tuple(Skipped(**one) for one in value["skipped"]),
        tuple(value["paths"]),
    )


def _file(value: Mapping[str, Any]) -> PlannedFile:
    findings = {code: Share(**share) for code, share in value["findings"].items()}
    path = value["path"]
    needs = tuple(value["needs"])
    if path.startswith("/") or ".." in path.split("/"):
        raise ValueError(f"`{path}` leads out of the project")
    if "\0" in path or not all(isinstance(one, str) and one != path for one in needs):
        raise ValueError(f"`{path!r}` is no file that needs others")
    os.fsencode(path)
    return PlannedFile(path, value["digest"], findings, needs)
