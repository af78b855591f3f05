"""UEC206."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics import deprecations
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import Reference


@rule(
    "UEC206",
    "patched-deprecated-engine",
    names=partial(deprecations.wanted, code="UEC206"),
    examples=(
        Example(
            bad="""\
                from unittest.mock import patch

                @patch("netra_backend.app.agents.supervisor.execution_engine.ExecutionEngine")
                def test_run(engine):
                    assert engine
                """,
            good="""\
                from unittest.mock import patch

                @patch("netra_backend.app.agents.supervisor.user_execution_engine.UserExecutionEngine")
                def test_run(engine):
                    assert engine
                """,
        ),
    ),
    allowed=(
        Allowed(
            """\
                from unittest.mock import patch

                @patch("netra_backend.app.services.agent_service.ExecutionEngine")
                def test_run(engine):
                    assert engine
                """,
            because="the name is patched where it is used; that module's import is the finding",
        ),
    ),
)
def patched_deprecated_engine(reference: Reference, module: Module) -> Iterator[Finding]:
    """Patch of a deprecated execution engine where it is defined.

    ## What it does
    Flags a `patch("...")` string, also of `mocker` and `monkeypatch`, that names a deprecated engine or a
    member of it in its defining module.

    ## Why is this bad
    The test holds on to a class that is to go, and passes without testing the class that replaced it. The
    source is the migration plan of issue #565.
    """
    return deprecations.check(reference, module, "UEC206")
