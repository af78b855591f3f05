"""The types of fields are those that Python itself tells."""

from __future__ import annotations

from typing import get_type_hints

import pytest

from flake8_uec.model.facts import Facts
from flake8_uec.model.policy import Bases, Context, Deprecation, Policy
from flake8_uec.model.settings import Settings
from flake8_uec.project.hints import hints
from flake8_uec.project.record import Linted


@pytest.mark.parametrize("cls", [Bases, Context, Deprecation, Facts, Linted, Policy, Settings])
def test_they_are_those_of_the_standard_library(cls: type) -> None:
    assert hints(cls) == get_type_hints(cls)
