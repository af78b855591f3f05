"""Lint a piece of code as a file of the sample project."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from flake8_uec.engine.fix import Fixer
from flake8_uec.engine.lint import Linter
from flake8_uec.engine.suppress import parse
from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.source import Source
from flake8_uec.project.config import Resolver
from flake8_uec.project.index import DiskProject
from flake8_uec.project.overrides import Overrides
from flake8_uec.project.vocabulary import known
from flake8_uec.rules import rules_for

EXAMPLES = Path(__file__).parents[2] / "examples"

Lint = Callable[[str, str], list[Diagnostic]]


Fix = Callable[[str, str], str]


@lru_cache
def _linter() -> Linter:
    settings = Resolver(known(), Overrides(select=("ALL",), conflict_resolve="theirs")).settings_for(str(EXAMPLES))
    return Linter(rules_for(settings.policy), settings, DiskProject(settings))


@pytest.fixture
def lint() -> Lint:
    """Return what all rules find in code at a path of the sample project, suppression obeyed."""

    return _lint


def _lint(code: str, path: str) -> list[Diagnostic]:
    source = Source(path, code, path)
    suppressions = parse(source)
    return [one for one in _linter().lint(source) if not suppressions.hides(one)]


@pytest.fixture
def fixed() -> Fix:
    """Return code at a path of the sample project with every fix made, unsafe ones too."""

    def run(code: str, path: str) -> str:
        fixer = Fixer(lambda source: _lint(source.text, path), lambda _: True, _linter().tidy)
        return fixer.fix(Source(path, code, path)).source.text

    return run
