"""UEC002: this file does not parse; what does is linted."""

from unittest.mock import Mock


def test_unfinished(:
    pass


def test_finished():
    assert Mock()
