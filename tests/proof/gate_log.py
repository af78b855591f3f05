"""A plugin for pytest that writes down what the gate of the sample project lets through: `GATE_LOG` names the file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def gate_log(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    from netra_backend.app.agents.supervisor import user_execution_engine as engine  # type: ignore[import-not-found]

    validate, log = engine.validate_user_context, Path(os.environ["GATE_LOG"])

    def logged(context: object) -> object:
        passed = validate(context)
        with log.open("a") as file:
            file.write(f"{request.node.nodeid} {type(context).__name__}\n")
        return passed

    monkeypatch.setattr(engine, "validate_user_context", logged)
