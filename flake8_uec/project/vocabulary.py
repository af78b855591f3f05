"""What a configuration of this version may name."""

from __future__ import annotations

from flake8_uec.output import FORMATS
from flake8_uec.project.known import Known
from flake8_uec.rules import CODES, DEPRECATION_CODES, TABLES


def known() -> Known:
    """Return the codes and formats that there are."""
    return Known(codes=CODES, deprecations=DEPRECATION_CODES, formats=FORMATS, tables=TABLES)
