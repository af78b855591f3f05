"""UEC403."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_uec.model.diagnostic import Finding
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import IMPORTS, Form, Reference


@rule(
    "UEC403",
    "direct-mock-import",
    table="mocks",
    names=lambda policy: policy.mocks.names,
    requires=lambda policy: (policy.mocks.factory,),
    examples=(
        Example(
            bad="from unittest.mock import AsyncMock\n",
            good="from test_framework.ssot.mock_factory import SSotMockFactory\n",
        ),
        Example(
            bad="""\
                import unittest.mock as mocking

                database = mocking.MagicMock()
                """,
            good="""\
                from test_framework.ssot.mock_factory import SSotMockFactory

                database = SSotMockFactory.create_database_mock()
                """,
        ),
    ),
    allowed=(
        Allowed("from unittest.mock import ANY, call, patch\n", because="the factory offers none of these"),
        Allowed(
            "from unittest.mock import Mock\n",
            because="the factory has to make its mocks of something",
            path="test_framework/ssot/mock_factory.py",
        ),
        Allowed(
            """\
                class Mock: ...

                mock = Mock()
                """,
            because="this class is the file's own",
        ),
    ),
)
def direct_mock_import(reference: Reference, module: Module) -> Iterator[Finding]:
    """Mock class taken from the standard library in place of the mock factory.

    ## What it does
    Flags the import of a mock class that the policy's factory serves, and a dotted use of it through its
    module: one finding an imported name, none for its later uses. The module of the factory is left alone.

    ## Why is this bad
    A mock that is made on the spot knows nothing of the real class, so that each test invents its own. One
    factory makes them alike, and is the one place to give them a `spec`. The source is issue #1057.
    """
    factory = module.policy.mocks.factory
    is_mock = not set(module.policy.mocks.names).isdisjoint(reference.trace)
    if is_mock and _is_taken(reference) and factory.rpartition(".")[0] != module.name:
        name = reference.trace[-1].rpartition(".")[2]
        yield Finding(
            module.span(reference.node),
            f"direct import of `{name}`; use `{factory.rpartition('.')[2]}` from `{factory.rpartition('.')[0]}`",
        )


def _is_taken(reference: Reference) -> bool:
    if reference.form in IMPORTS:
        return reference.form not in (Form.MODULE, Form.DYNAMIC)
    return reference.form in (Form.USE, Form.STRING) and reference.is_dotted
