"""UEC4xx: mocks, the environment and the runner, each past the one way to them."""

import os
from unittest.mock import AsyncMock, MagicMock

import pytest

from shared.clock import now


def test_region(monkeypatch):
    monkeypatch.setenv("REGION", "eu")
    assert os.environ["REGION"] == "eu"


def test_mocks():
    assert AsyncMock() is not MagicMock()
    assert now()


if __name__ == "__main__":
    pytest.main([__file__])
