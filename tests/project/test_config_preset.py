"""The presets that the package ships."""

from __future__ import annotations

import pytest

from flake8_uec.model.settings import Settings
from flake8_uec.project.document import read_preset
from flake8_uec.project.known import PRESETS, Known
from flake8_uec.project.layer import Layers

KINDS = {
    "netra_backend.app.agents.supervisor.execution_engine.ExecutionEngine": {
        "import": "UEC201",
        "renamed": "UEC202",
        "sibling": "UEC203",
        "call": "UEC204",
        "patch": "UEC206",
    },
    "netra_backend.app.agents.state.DeepAgentState": {"import": "UEC301", "use": "UEC302"},
    "netra_backend.app.agents.base.interface.ExecutionContext": {"import": "UEC304"},
}
KNOWN = Known(codes=(), deprecations={code for kinds in KINDS.values() for code in kinds.values()}, formats=())


@pytest.mark.parametrize("preset", [preset for preset in PRESETS if preset != "none"])
def test_a_preset_has_no_mistakes(preset: str) -> None:
    layers = Layers(KNOWN)
    layers.over(Settings(root="/"), read_preset(preset))
    layers.check()
    assert set(layers.origins.values()) == {f"preset {preset}"}


def test_netra_fills_every_table() -> None:
    policy = Layers(KNOWN).over(Settings(root="/"), read_preset("netra")).policy
    assert {entry.name: entry.codes for entry in policy.deprecated} == KINDS
    tables = (policy.context, policy.bypass, policy.agents, policy.mocks, policy.environment, policy.runner)
    assert all(table != type(table)() for table in tables)
    assert policy.environment.getter.rpartition(".")[0] == policy.environment.replacement.rpartition(".")[0]
